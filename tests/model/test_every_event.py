"""Every event that nobody chooses, in every state it can meet: what comes of each pair is written down here.

What people do in every status is tried beside the table of acts; these are the agency's answers, in whatever order and
however often, and the machines' own steps.
"""

import itertools
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from declarations import clearance, tasks
from declarations.errors import Refusal
from declarations.models import Application, Declaration, Event
from declarations.traders.models import User
from declarations.verifying import verify_store
from permits import checking
from permits import tasks as permit_tasks
from permits.errors import PermitsRefusal
from permits.models import PermitCheck, PermitCheckAttempt
from permits.question import AnswerStatus, PermitAnswer, PermitNotice
from tests.doors import CLOCK
from tests.forms import import_form

pytestmark = pytest.mark.django_db

NOON, SUNDAY = datetime(2024, 8, 5, 3, tzinfo=UTC), "2024-08-04T10:00:00+09:00"
NOBODY = "00000000-0000-7000-8000-000000000000"
ids = itertools.count(1)


class Bound:
    """A declaration of soy sauce, for which the food agency is asked; its second version where it was amended."""

    def __init__(self, broker):
        self.broker, self.form = broker, import_form(script="V2")
        self.officer, self.chief = (
            User.objects.get(username=name).as_officer() for name in ("demo-officer", "demo-chief-officer")
        )

    def lodge(self, *, clock=CLOCK, **changes):
        self.form |= changes
        self.number = self.broker.lodged(self.form, clock=clock)["number"]

    def post(self, route, body):
        tag = self.broker.get(f"/declarations/{self.number}")["ETag"]
        headers = {"Sandbox-Clock": CLOCK, "If-Match": tag, "Idempotency-Key": f"event-{next(ids)}"}
        answer = self.broker.post(f"/declarations/{self.number}/{route}", body, **headers)
        assert answer.status_code < 300, answer.content.decode()
        return answer.json()

    def amend(self):
        """Another bill of lading: the agency is asked anew."""
        self.form["transport"] = {**self.form["transport"], "documents": [f"SGTYO26{next(ids):05}"]}
        self.post("amendments", {"reason": "B/L", "declaration": self.form})

    def pay(self):
        owed = self.broker.account(self.number)["duty"]["owed"]
        self.post("payment", {"method": "PAY", "amount": owed, "reference": "BANK-1"})

    def examine(self):
        clearance.examine(self.number, by=self.officer, in_order=True, remarks="Seen.", at=NOON)

    @property
    def row(self):
        return Declaration.objects.get(number=self.number)

    @property
    def check(self):
        return checking.checks_of(str(self.row.id), version=self.row.version).get()

    @property
    def old_check(self):
        return checking.checks_of(str(self.row.id)).order_by("subject_version").first()

    def age(self, column):
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE permits_permitcheck SET {column} = {column} - interval '40 days' WHERE id = %s",
                [self.check.id],
            )


def says(status, *, part=False, other=False, times=1, of="check", version=0, key=None, agency="FD") -> Callable:
    """The agency sends an answer, under one message id."""

    def send(bound):
        check = getattr(bound, of)
        told = PermitAnswer(
            reference="FD-OTHER" if other else f"FD-{check.id}"[:64],
            status=AnswerStatus(status),
            accepted_quantity="1" if part else None,
        )
        notice = PermitNotice(
            agency=agency,
            idempotency_key=key or str(check.id),
            subject_version=check.subject_version + version,
            answer=told,
        )
        message_id = f"m-{next(ids)}"
        return [checking.receive(notice, message_id=message_id) for _ in range(times)][-1]

    return send


# What an answer does to a check, by how the check stands. Each cell: the effect, and how the check stands then.
ANSWERS = {
    "RECEIVED": says("RECEIVED"),
    "DOCUMENTS": says("DOCUMENTS_REQUIRED"),
    "INSPECTION": says("INSPECTION_ORDERED"),
    "CONFIRMED": says("CONFIRMED"),
    "IN PART": says("CONFIRMED", part=True),
    "REFUSED": says("REFUSED"),
    "OTHER REFERENCE": says("CONFIRMED", other=True),
}
DUE, ASKED, PAPERS, INSPECTED = "DUE", "ASKED", "DOCUMENTS_REQUIRED", "INSPECTION_ORDERED"
CONFIRMED, PARTLY, REFUSED = "CONFIRMED", "PARTLY_CONFIRMED", "REFUSED"
_DECIDED = [("APPLIED", CONFIRMED), ("APPLIED", PARTLY), ("APPLIED", REFUSED)]


def _row(*cells):
    return dict(zip(ANSWERS, cells, strict=True))


def _all(effect, status):
    return _row(*[(effect, status)] * len(ANSWERS))


EFFECTS = {
    DUE: _row(("APPLIED", ASKED), ("APPLIED", PAPERS), ("APPLIED", INSPECTED), *_DECIDED, ("APPLIED", CONFIRMED)),
    ASKED: _row(("REPEATED", ASKED), ("APPLIED", PAPERS), ("APPLIED", INSPECTED), *_DECIDED, ("CONFLICT", ASKED)),
    PAPERS: _row(("REPEATED", PAPERS), ("REPEATED", PAPERS), ("APPLIED", INSPECTED), *_DECIDED, ("CONFLICT", PAPERS)),
    INSPECTED: _row(
        ("REPEATED", INSPECTED), ("APPLIED", PAPERS), ("REPEATED", INSPECTED), *_DECIDED, ("CONFLICT", INSPECTED)
    ),
    # It stays an officer's until it is decided; the first answer gives it its reference.
    "OVERDUE": _row(*[("APPLIED", "OVERDUE")] * 3, *_DECIDED, ("APPLIED", CONFIRMED)),
    CONFIRMED: _row(
        *[("LATE", CONFIRMED)] * 3,
        ("REPEATED", CONFIRMED),
        ("CONFLICT", CONFIRMED),
        ("CONFLICT", CONFIRMED),
        ("CONFLICT", CONFIRMED),
    ),
    PARTLY: _row(
        *[("LATE", PARTLY)] * 3, ("CONFLICT", PARTLY), ("REPEATED", PARTLY), ("CONFLICT", PARTLY), ("CONFLICT", PARTLY)
    ),
    REFUSED: _row(
        *[("LATE", REFUSED)] * 3,
        ("CONFLICT", REFUSED),
        ("CONFLICT", REFUSED),
        ("REPEATED", REFUSED),
        ("CONFLICT", REFUSED),
    ),
    "OVERRIDDEN": _row(
        *[("LATE", "OVERRIDDEN")] * 3,
        ("EVIDENCE", "OVERRIDDEN"),
        ("EVIDENCE", "OVERRIDDEN"),
        ("CONFLICT", "OVERRIDDEN"),
        ("EVIDENCE", "OVERRIDDEN"),
    ),
    "CANCELLED": _all("EVIDENCE", "CANCELLED"),
    "SUPERSEDED": _all("EVIDENCE", CONFIRMED),
}


def _stand(bound, standing):
    """Bring the check of a lodged declaration to a standing; the check itself."""
    if standing == "OVERDUE":
        bound.age("overdue_at")
        permit_tasks.mark_overdue(str(bound.check.id))
    elif standing == "OVERRIDDEN":
        clearance.propose_override(bound.number, bound.check.id, by=bound.officer, reason="Seen.", at=NOON)
        clearance.decide_override(
            bound.number, bound.check.id, by=bound.chief, approves=True, remarks="Agreed.", at=NOON
        )
    elif standing == "CANCELLED":
        bound.amend()
        return bound.old_check
    elif standing == "SUPERSEDED":
        says("CONFIRMED")(bound)
        bound.amend()
        return bound.old_check
    elif standing != DUE:
        answer = {PAPERS: "DOCUMENTS", INSPECTED: "INSPECTION", ASKED: "RECEIVED", PARTLY: "IN PART"}
        ANSWERS[answer.get(standing, standing)](bound)
    return bound.check


@pytest.mark.parametrize("standing", EFFECTS)
def test_every_answer_to_a_check_however_it_stands(broker, standing):
    bound = Bound(broker)
    bound.lodge()
    check = _stand(bound, standing)
    which = "old_check" if standing in {"CANCELLED", "SUPERSEDED"} else "check"
    found = {}
    for name in ANSWERS:
        status, changes = {"DOCUMENTS": PAPERS, "INSPECTION": INSPECTED}.get(name, name), {}
        if name in {"IN PART", "OTHER REFERENCE"}:
            status, changes = CONFIRMED, {"part": name == "IN PART", "other": name == "OTHER REFERENCE"}
        before = PermitCheckAttempt.objects.filter(permit_check=check).count()
        here = transaction.savepoint()
        effect = says(status, of=which, **changes)(bound)
        found[name] = (effect.value, PermitCheck.objects.get(id=check.id).status)
        assert PermitCheckAttempt.objects.filter(permit_check=check).count() == before + 1
        assert bound.row.status == "LODGED"
        transaction.savepoint_rollback(here)

    assert found == EFFECTS[standing]


def _registered(bound):
    bound.lodge(clock=SUNDAY, condition="K")
    bound.amend()


def _lodged(bound):
    """Only its permit is missing."""
    bound.lodge()
    bound.amend()
    bound.pay()
    bound.examine()


def _released_early(bound):
    bound.lodge()
    says("CONFIRMED")(bound)
    asked = {"reason_code": "01", "reason": "PERISHABLE", "security": "DEMO-SECURITY", "amount": "60000"}
    bound.post("release-before-permit", asked)
    kind = Application.Kind.EARLY_RELEASE
    clearance.decide(bound.number, kind, by=bound.officer, approves=True, remarks="Agreed.", at=NOON)
    bound.amend()
    bound.pay()
    bound.examine()


def _released(bound):
    _lodged(bound)
    says("CONFIRMED")(bound)


def _refused(bound):
    _lodged(bound)
    clearance.refuse(bound.number, by=bound.officer, ground="Art. 70", at=NOON)


def _withdrawn(bound):
    _lodged(bound)
    bound.post("withdrawal", {"reason": "SOLD"})


def _asks_an_agency_that_is_down(bound):
    bound.age("due_at")
    permit_tasks.ask(str(bound.check.id))


def _passes_the_hard_limit(bound):
    bound.age("overdue_at")
    permit_tasks.mark_overdue(str(bound.check.id))


def _opens(instant):
    return lambda bound: clearance.advance(bound.row.id, at=datetime.fromisoformat(instant))


EVENTS = {
    "the agency received it": says("RECEIVED"),
    "it wants documents": says("DOCUMENTS_REQUIRED"),
    "it inspects": says("INSPECTION_ORDERED"),
    "it confirms": says("CONFIRMED"),
    "it confirms twice": says("CONFIRMED", times=2),
    "it confirms in part": says("CONFIRMED", part=True),
    "it refuses": says("REFUSED"),
    "it confirms the version before": says("CONFIRMED", of="old_check"),
    "it refuses the version before": says("REFUSED", of="old_check"),
    "it names another version": says("CONFIRMED", version=1),
    "it answers what nobody asked": says("CONFIRMED", key=NOBODY),
    "another agency answers": says("CONFIRMED", agency="PL"),
    "a worker asks and the agency is down": _asks_an_agency_that_is_down,
    "the hard limit passes": _passes_the_hard_limit,
    "a settlement is announced again": lambda bound: permit_tasks.announce(str(bound.check.id)),
    "the dispatcher has it looked at": lambda bound: tasks.advance(str(bound.row.id)),
    "it is looked at before the office opens": _opens("2024-08-05T08:29:59+09:00"),
    "it is looked at as the office opens": _opens("2024-08-05T08:30:00+09:00"),
}
_NOT_PLACED = {
    "it names another version": "wrong-version",
    "it answers what nobody asked": "unknown-permit-check",
    "another agency answers": "unknown-permit-check",
}
# What is queued for Monday is declared as soon as anybody looks at it on a later day, as the clock of these tests is.
_LOOKS = {
    "it wants documents",
    "it confirms",
    "it confirms twice",
    "it confirms in part",
    "it refuses",
    "the hard limit passes",
    "the dispatcher has it looked at",
    "it is looked at as the office opens",
}
_CONFIRMS = {"it confirms", "it confirms twice"}
# The status before, how it comes about, and the events that lead elsewhere; every other leaves it where it is.
STATUSES: dict[str, tuple[Callable, dict[str, str]]] = {
    "REGISTERED": (_registered, dict.fromkeys((*_LOOKS, "it inspects"), "LODGED")),
    "LODGED": (_lodged, dict.fromkeys(_CONFIRMS, "RELEASED")),
    "RELEASED_EARLY": (_released_early, dict.fromkeys(_CONFIRMS, "RELEASED")),
    "RELEASED": (_released, {}),
    "REFUSED": (_refused, {}),
    "WITHDRAWN": (_withdrawn, {}),
}


def _outcome(event, bound):
    """Where it leads, or the code under which it is refused; anything else rises."""
    try:
        event(bound)
    except (Refusal, PermitsRefusal) as refused:
        return refused.code
    return bound.row.status


@pytest.mark.parametrize("status", STATUSES)
def test_every_event_in_every_status_leads_where_the_table_says_or_is_refused(broker, settings, status):
    settings.AGENCY_URLS = {"FD": "http://127.0.0.1:1"}  # nobody listens there
    bring, leads = STATUSES[status]
    bound = Bound(broker)
    bring(bound)
    assert bound.row.status == status
    found = {}
    for name, event in EVENTS.items():
        events = Event.objects.filter(declaration__number=bound.number).count()
        here = transaction.savepoint()
        found[name] = _outcome(event, bound)
        if name in _NOT_PLACED:
            assert (bound.row.status, Event.objects.filter(declaration__number=bound.number).count()) == (
                status,
                events,
            )
        assert [each for each in verify_store() if each.code != "I5" and not each.holds] == []
        transaction.savepoint_rollback(here)

    assert found == {name: _NOT_PLACED.get(name) or leads.get(name, status) for name in EVENTS}
