"""Work that raises over and over: put off, given up after twelve times, tried again by a person. Neighbours go on."""

from datetime import timedelta
from uuid import UUID, uuid4

import msgspec
import psycopg
import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.models.functions import Now
from django.test import Client
from django.utils import timezone

from declarations import clearance
from declarations.errors import TooManyReplays
from declarations.models import Declaration
from declarations.notifications.models import Delivery, State
from declarations.tasks import advance
from declarations.traders.models import User
from permits import checking
from permits.models import PermitCheck
from permits.tasks import announce, ask
from singlewindow import replaying, troubles
from singlewindow.models import Proposal, Replay, Trouble
from singlewindow.owed import OWED, kind_of, owed_of
from tests.declarations.notifications.conftest import settle_transactions
from tests.forms import import_form

pytestmark = pytest.mark.django_db
POISON = '{"idempotency_key": 7}'


def fail(task, row_id, *, times=1):
    """Let a task fail, each time after its lease and its pause are over."""
    for _ in range(times):
        with pytest.raises((msgspec.ValidationError, ObjectDoesNotExist)):
            task(str(row_id))
        PermitCheck.objects.filter(lease_id__isnull=False).update(lease_until=Now() - timedelta(hours=1))


def pass_pauses():
    Trouble.objects.update(due_at=Now() - timedelta(hours=1))


@pytest.fixture
def check(broker):
    """A check that our own code cannot read, and a neighbour of the same agency."""
    broker.lodged(import_form())
    broker.lodged(import_form())
    poisoned, _ = PermitCheck.objects.order_by("id")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE permits_permitcheck SET question = %s::jsonb WHERE id = %s", [POISON, poisoned.id])
    return poisoned


@pytest.fixture
def whole_question(check):
    neighbour = PermitCheck.objects.exclude(id=check.id).get()
    return neighbour.question | {"idempotency_key": str(check.id), "subject": check.subject}


def due():
    """What the dispatcher would hand out to be asked."""
    PermitCheck.objects.update(published_until=None, due_at=Now() - timedelta(hours=1))
    return checking.claim_due(limit=9, but_not=troubles.left_out().get("ask", ()))


def test_a_failure_is_counted_and_puts_off_this_row_alone(check):
    fail(ask, check.id)

    [trouble] = Trouble.objects.all()
    assert (trouble.kind, trouble.row_id, trouble.failures, trouble.dead_at) == ("ask", str(check.id), 1, None)
    assert trouble.error.startswith("ValidationError in take_lease (asking.py:")
    assert trouble.last_at <= trouble.due_at <= trouble.last_at + timedelta(seconds=4)
    Trouble.objects.update(due_at=Now() + timedelta(hours=1))
    assert check.id not in due()
    assert len(due()) == 1
    pass_pauses()
    assert check.id in due()


def test_pauses_grow_with_full_jitter_to_a_quarter_of_an_hour(check):
    pauses = []
    for failures in range(2, 12):
        fail(ask, check.id)
        trouble = Trouble.objects.get()
        pauses.append((trouble.due_at - trouble.last_at).total_seconds())
        assert 0 <= pauses[-1] <= min(900, 2.0**failures)
    assert len(set(pauses)) == len(pauses)


def test_after_twelve_failures_it_is_dead_and_an_officers_and_the_neighbour_is_not(check):
    fail(ask, check.id, times=11)
    assert not Trouble.objects.dead().exists()

    fail(ask, check.id)

    [dead] = Trouble.objects.dead()
    assert dead.failures == 12
    poisoned, neighbour = PermitCheck.objects.order_by("id")
    assert poisoned.needs_person_at is not None
    assert (poisoned.reason_code, poisoned.settled_at, poisoned.lease_id) == ("internal-error", None, None)
    assert poisoned.tries.get(error_code="internal-error").by == "system"
    pass_pauses()
    assert due() == [neighbour.id]
    declaration = Declaration.objects.get(id=poisoned.subject)
    assert (declaration.status, declaration.next_action_by) == ("LODGED", "OFFICER")


def test_what_a_person_has_tried_again_is_done_and_the_act_is_kept(check, whole_question):
    fail(ask, check.id, times=12)
    [dead] = Trouble.objects.dead()

    assert replaying.replay([dead.id], by="demo-administrator", at=timezone.now()) == 1

    assert list(Replay.objects.values_list("kind", "row_id", "failures", "by")) == [
        ("ask", str(check.id), 12, "demo-administrator")
    ]
    assert check.id in due()
    PermitCheck.objects.filter(id=check.id).update(question=whole_question)
    assert ask(str(check.id)) is True  # no agency answers here: that is an outcome, not a failure of ours
    assert not Trouble.objects.exists()
    assert replaying.replay([dead.id], by="demo-administrator", at=timezone.now()) == 0
    assert Replay.objects.count() == 1
    for statement in ("DELETE FROM singlewindow_replay", "UPDATE singlewindow_replay SET by = 'x'"):
        with pytest.raises(DatabaseError, match="only appended"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_finding_nothing_to_do_is_not_having_done_it(check):
    fail(ask, check.id)
    PermitCheck.objects.filter(id=check.id).update(lease_until=Now() + timedelta(hours=1))

    assert ask(str(check.id)) is False

    assert Trouble.objects.get().failures == 1


def test_the_console_lists_it_and_tries_it_again_and_no_more_than_ten_at_once(check):
    fail(ask, check.id, times=12)
    console = Client()
    console.force_login(User.objects.get(username="demo-administrator"))
    address = "/console/singlewindow/trouble/"
    assert str(check.id) in console.get(address).content.decode()
    chosen = {"action": "replay", "_selected_action": [Trouble.objects.get().id]}

    assert "1 of 1 are tried again." in console.post(address, chosen, follow=True).content.decode()
    assert Replay.objects.get().by == "demo-administrator"

    for _ in range(12):
        for row in range(11):
            troubles.note("advance", str(UUID(int=row)), ValueError("no"))
    many = {"action": "replay", "_selected_action": [each.id for each in Trouble.objects.dead()]}
    assert len(many["_selected_action"]) == 11
    assert "Say why beside the act" in console.post(address, many, follow=True).content.decode()
    assert (Trouble.objects.dead().count(), Replay.objects.count(), Proposal.objects.count()) == (11, 1, 0)
    with pytest.raises(TooManyReplays):
        replaying.replay(many["_selected_action"], by="demo-administrator", at=timezone.now())


def test_more_than_ten_are_tried_again_when_a_second_person_agrees(world):
    for _ in range(12):
        for row in range(11):
            troubles.note("advance", str(UUID(int=row)), ValueError("no"))
    proposer, other = Client(), Client()
    proposer.force_login(User.objects.get(username="demo-administrator"))
    other.force_login(User.objects.get(username="demo-chief-officer"))
    chosen = {"action": "replay", "_selected_action": [each.id for each in Trouble.objects.dead()], "reason": "MENDED"}
    yes = {"decision": "APPROVE", "remarks": "SEEN"}

    told = proposer.post("/console/singlewindow/trouble/", chosen, follow=True).content.decode()
    assert "a second person decides" in told
    page = f"/console/singlewindow/proposal/{Proposal.objects.get().id}/"
    assert "11 rows of failing work" in proposer.get(page).content.decode()
    assert proposer.post(page, yes).status_code == 200  # who proposed it is offered to take it back alone
    assert (Trouble.objects.dead().count(), Replay.objects.count()) == (11, 0)

    assert "Approved, and done." in other.post(page, yes, follow=True).content.decode()
    assert (Trouble.objects.dead().count(), Replay.objects.count()) == (0, 11)
    assert set(Replay.objects.values_list("by", flat=True)) == {
        "administrator:demo-administrator, officer:demo-chief-officer"
    }


@pytest.mark.parametrize("username", ["demo-broker", "demo-importer"])
def test_nobody_else_sees_or_replays_it(check, username):
    fail(ask, check.id, times=12)
    outside = Client()
    outside.force_login(User.objects.get(username=username))
    chosen = {"action": "replay", "_selected_action": [Trouble.objects.get().id]}

    assert outside.get("/console/singlewindow/trouble/").status_code == 302
    assert outside.post("/console/singlewindow/trouble/", chosen).status_code == 302
    assert not Replay.objects.exists()


def test_a_declaration_that_cannot_be_looked_at_is_seen_to_be_stuck(check):
    stuck, other = Declaration.objects.order_by("id")
    assert set(clearance.due_for_advance(limit=9)) == {stuck.id, other.id}
    Declaration.objects.filter(id=stuck.id).update(version=9)  # a version that is not there
    fail(advance, stuck.id, times=12)
    advance(str(other.id))

    Declaration.objects.update(published_until=None)
    assert clearance.due_for_advance(limit=9, but_not=troubles.left_out()["advance"]) == []
    assert [each.id for each in Declaration.objects.stuck()] == [stuck.id]


def test_an_asker_that_does_not_hear_is_counted(check):
    PermitCheck.objects.filter(id=check.id).update(
        status="CONFIRMED", settled_at=timezone.now(), due_at=None, lease_id=None, lease_until=None
    )
    Declaration.objects.filter(id=check.subject).update(version=9)

    with pytest.raises(ObjectDoesNotExist):
        announce(str(check.id))

    assert Trouble.objects.get().kind == "announce"
    assert PermitCheck.objects.get(id=check.id).announced_at is None


@pytest.mark.django_db(transaction=True)
def test_a_dead_message_lets_what_waits_behind_it_go_out(broker):
    told = broker.post("/webhook-endpoints", {"url": "https://example.com/hook"})
    assert told.status_code == 201, told.content
    settle_transactions()
    for _ in range(2):
        broker.lodged(import_form())
    settle_transactions()
    checking_out = owed_of("deliver")
    [first] = checking_out.claim(limit=9)

    checking_out.give_up(str(first))
    [second] = checking_out.claim(limit=9)

    assert second != first
    assert Delivery.objects.get(id=first).state == State.DEAD
    checking_out.take_up(str(first), "demo-administrator", timezone.now())
    assert Delivery.objects.get(id=first).state == State.DUE


def store_away(sqlstate):
    """What Django raises for an error of PostgreSQL's of this class."""
    cause = psycopg.OperationalError("away") if sqlstate is None else psycopg.errors.lookup(sqlstate)("away")
    raised = OperationalError("away")
    raised.__cause__ = cause
    return raised


@pytest.mark.parametrize("sqlstate", [None, "57P01", "53300"])
def test_a_store_that_is_away_is_nobodys_fault(sqlstate):
    assert troubles.note("ask", str(uuid4()), store_away(sqlstate)) is False
    assert not Trouble.objects.exists()


def test_a_statement_that_always_takes_too_long_is_the_rows_own():
    troubles.note("ask", str(uuid4()), store_away("57014"))
    assert Trouble.objects.get().failures == 1


def test_what_is_owed_no_longer_is_cleaned_up_after_a_day():
    for row in ("old", "new", "dead"):
        troubles.note("scan", row, ValueError("no"))
    Trouble.objects.filter(row_id="old").update(due_at=timezone.now() - timedelta(days=1, seconds=1))
    Trouble.objects.filter(row_id="dead").update(due_at=timezone.now() - timedelta(days=9), dead_at=timezone.now())

    assert troubles.clean_up(timezone.now()) == 1
    assert set(Trouble.objects.values_list("row_id", flat=True)) == {"new", "dead"}


def test_every_kind_has_its_name_once():
    kinds = [owed.kind for owed in OWED]
    assert len(set(kinds)) == len(kinds)
    assert {kind_of(owed.task): owed for owed in OWED} == {kind: owed_of(kind) for kind in kinds}
    assert owed_of("nothing") is None
