"""Every act tried in every status, as whoever does it would try it: the table of acts is what the doors obey.

The declarant's acts go over the API, the officers' over the console; the system's own are calls of the process.
"""

import itertools
import re
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.contrib.messages import get_messages
from django.db import connection, transaction
from django.test import Client

from declarations import clearance
from declarations.clearance.opening import open_office
from declarations.dataset.marks import marks_of
from declarations.dataset.query import select_of
from declarations.dataset.snapshot import Snapshot
from declarations.dataset.tables import IMPORT_DECLARATION
from declarations.errors import IllegalTransition
from declarations.holds import Turn
from declarations.models import Declaration
from declarations.status import TRANSITIONS, Act, Status, allowed
from declarations.traders.models import User
from permits.models import PermitCheck
from tests.doors import CLOCK
from tests.forms import import_form

pytestmark = pytest.mark.django_db
SUNDAY, OPENING = "2024-08-04T10:00:00+09:00", datetime(2024, 8, 4, 23, 30, tzinfo=UTC)
BEFORE_OPENING = datetime(2024, 8, 4, 23, 29, tzinfo=UTC)
NOBODY = "00000000-0000-7000-8000-000000000000"
# Whatever an act may change. What is loaded once and never changed by an act is left out, for speed.
STORE = [*apps.get_app_config("declarations").get_models(), *apps.get_app_config("permits").get_models()]
REFERENCE = {"Law", "Agency", "Requirement", "PermitsEdition"}
_keys = itertools.count(1)


class Case:
    """One declaration, and the people who act on it through their doors."""

    def __init__(self, broker):
        self.broker, self.form = broker, import_form(script="V2")
        self.officer, self.chief = (self._signed_in(name) for name in ("demo-officer", "demo-chief-officer"))

    def lodge(self, *, clock=CLOCK, **changes):
        self.form |= changes
        self.account = self.broker.lodged(self.form, clock=clock)
        self.number = self.account["number"]

    @property
    def row(self):
        return Declaration.objects.get(number=self.number)

    def post(self, route, body, **headers):
        """An act of the declarant."""
        tag = self.broker.get(f"/declarations/{self.number}")["ETag"]
        given = {"Sandbox-Clock": CLOCK, "If-Match": tag, "Idempotency-Key": f"every-{next(_keys)}", **headers}
        return self.broker.post(f"/declarations/{self.number}/{route}", body, **given)

    def attach(self, content):
        """A paper of the declarant."""
        path = f"/api/v1/declarations/{self.number}/documents?name=sheet.txt"
        return self.broker.http.post(path, content, content_type="text/plain", headers=self.broker.headers)

    def decide(self, page, *, by="officer", **said):
        """An act of an officer; what the console tells."""
        browser = getattr(self, by)
        said |= {"confirmed": "on", "seen": str(self.row.last_seq)}
        answer = browser.post(f"/console/declarations/declaration/{self.number}/{page}/", said)
        # What is refused is told above the form, which keeps what was typed.
        assert answer.status_code == 302 or not answer.context["form"].errors
        return str([*get_messages(answer.wsgi_request)][-1])

    def on_the_check(self, page, **said):
        """An act of an officer on the permit check."""
        check = PermitCheck.objects.get(subject=str(self.row.id))
        return self.decide(f"permits/{check.id}/{page}", **said)

    def confirm(self):
        """The agency's paper came."""
        paper = {"status": "CONFIRMED", "reference": "FD-1", "reason": "Seen.", "permit_number": "FD26-000123"}
        self.on_the_check("paper-answer", **paper)

    @staticmethod
    def _signed_in(username):
        client = Client()
        client.force_login(User.objects.get(username=username))
        return client


def registered(case):
    case.lodge(clock=SUNDAY, condition="K")


def lodged(case):
    case.lodge(condition="Z")  # its goods are still to come, so that their arrival can be told


def released_early(case):
    case.lodge()
    case.confirm()
    TRIALS[Act.APPLY](case)
    case.decide("applications/early-release/decide", decision="APPROVE", remarks="Perishable.")


def released(case):
    case.lodge()
    case.confirm()
    TRIALS[Act.PAY](case)
    TRIALS[Act.EXAMINE](case)


def refused(case):
    case.lodge()
    TRIALS[Act.REFUSE](case)


def withdrawn(case):
    case.lodge()
    TRIALS[Act.WITHDRAW](case)


BROUGHT_TO = {
    Status.REGISTERED: registered,
    Status.LODGED: lodged,
    Status.RELEASED_EARLY: released_early,
    Status.RELEASED: released,
    Status.REFUSED: refused,
    Status.WITHDRAWN: withdrawn,
}
EARLY = {"reason_code": "01", "reason": "PERISHABLE", "security": "DEMO-SECURITY", "amount": "60000"}
REASON, YES = {"reason": "Known goods."}, {"decision": "APPROVE", "remarks": "Agreed."}
TRIALS = {
    Act.AMEND: lambda case: case.post("amendments", {"reason": "AS BEFORE", "declaration": case.form}),
    Act.WITHDRAW: lambda case: case.post("withdrawal", {"reason": "SOLD AT SEA"}),
    Act.ARRIVE: lambda case: case.post("arrival", {"bonded_area": "1AW01"}),
    Act.PAY: lambda case: case.post("payment", {"method": "PAY", "amount": "39400", "reference": "BANK-1"}),
    Act.APPLY: lambda case: case.post("release-before-permit", EARLY),
    Act.ANSWER: lambda case: case.post(f"questions/{NOBODY}/answer", {"text": "RUBBER"}),
    Act.ATTACH: lambda case: case.attach(b"Rubber."),
    Act.ASK: lambda case: case.decide("ask", text="Of which material?"),
    Act.EXAMINE: lambda case: case.decide("examine", result="IN_ORDER", remarks="Read."),
    Act.RAISE: lambda case: case.decide("raise", category="3", **REASON),
    Act.LOWER: lambda case: case.decide("lower", category="1", **REASON),
    Act.ASSESS: lambda case: case.decide("assess", **REASON),
    Act.OVERRIDE: lambda case: case.on_the_check("override", **REASON),
    Act.TAKE_OVER: lambda case: case.on_the_check("ask-again", **REASON),
    Act.RELEASE_EARLY: lambda case: case.decide("applications/early-release/decide", **YES),
    Act.RELEASE: lambda case: case.decide("release"),
    Act.REFUSE: lambda case: case.decide("refuse", ground="Other ground", explanation="Art. 67."),
    Act.DECIDE: lambda case: case.decide("applications/change/decide", **YES),
    Act.REFUND: lambda case: case.decide("refund", reference="BANK-9"),
    Act.OPEN: lambda case: opened(case),
    Act.ADVANCE: lambda case: clearance.advance(case.row.id, at=BEFORE_OPENING),
}
PAIRS = [(status, act) for status in Status for act in Act]
LEGAL = [(status, act) for status, act in PAIRS if act in TRANSITIONS[status]]
ILLEGAL = [pair for pair in PAIRS if pair not in LEGAL]


def opened(case):
    with transaction.atomic():
        open_office(Declaration.objects.select_for_update().get(id=case.row.id), at=OPENING)


def store():
    """Every row that an act could change."""
    kept = [model for model in STORE if model.__name__ not in REFERENCE]
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in kept}


def data_file():
    """The rows of imports, and the mark of each month by which the next data file knows whether they have changed."""
    here = Snapshot(as_at=OPENING, server_version="", id="")
    with connection.cursor() as cursor:
        cursor.execute(select_of(IMPORT_DECLARATION))
        return cursor.fetchall(), marks_of(IMPORT_DECLARATION, here)


@pytest.fixture
def case(broker, settings, tmp_path):
    documents = {**settings.STORAGES["documents"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "documents": documents}
    return Case(broker)


@pytest.mark.parametrize(("status", "act"), ILLEGAL)
def test_an_act_that_the_table_does_not_name_is_refused_and_changes_nothing(case, status, act):
    BROUGHT_TO[status](case)
    assert case.row.status == status
    before, possible = store(), allowed(status, by=act.by)

    if act is Act.ADVANCE:  # nobody asks for it: it looks, and finds nothing to do
        TRIALS[act](case)
    elif act.by is Turn.SYSTEM:
        with pytest.raises(IllegalTransition) as refusal:
            TRIALS[act](case)
        assert refusal.value.facts["allowed"] == possible
    elif act.by is Turn.DECLARANT:
        answer = TRIALS[act](case)
        assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
        problem = answer.json()
        assert problem["type"].rpartition("/")[2] == "illegal-transition"
        assert (problem["act"], problem["declaration_status"], problem["allowed"]) == (act, status, possible)
    else:
        facts = f"act: {act}; declaration status: {status}; allowed: {', '.join(possible) or 'none'}."
        told = f"{case.number}: The act is not possible in its state. {facts} Nothing was changed."
        assert TRIALS[act](case) == told

    assert store() == before


@pytest.mark.parametrize(("status", "act"), LEGAL)
def test_an_act_that_the_table_names_is_not_refused_for_the_status(case, status, act):
    BROUGHT_TO[status](case)
    rows, marks = data_file()

    answer = TRIALS[act](case)

    if act.by is Turn.DECLARANT:
        assert not answer.json().get("type", "").endswith("/illegal-transition"), answer.json()
    elif act.by is Turn.OFFICER:
        assert not re.search("not possible in its state", answer), answer
    assert case.row.status in {status, TRANSITIONS[status][act]}
    # What the mark of a month does not tell would be missing from the next data file.
    assert (data_file()[0] == rows) or (data_file()[1] != marks)
