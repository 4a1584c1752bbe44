"""Officers and askers decide; the asker is told; what is settled stays."""

from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from permits import checking
from permits.errors import AlreadySettled
from permits.models import Effect, PermitCheck, PermitCheckAttempt, Status
from permits.signals import permit_check_settled
from tests.permits.conftest import AT, age, answer, notice


def again(check):
    return PermitCheck.objects.get(id=check.id)


def test_cancelling_a_version_ends_its_open_checks_and_no_others(open_check, told):
    settled, asked = open_check(), open_check(item_number=2)
    newer, stranger = open_check(subject_version=2), open_check(subject="case-2")
    checking.receive(notice(settled), message_id="m-1")

    assert checking.cancel("case-1", 1, at=AT) == 1
    assert checking.cancel("case-1", 1, at=AT) == 0

    statuses = [again(each).status for each in (settled, asked, newer, stranger)]
    assert statuses == [Status.CONFIRMED, Status.CANCELLED, Status.DUE, Status.DUE]
    assert again(asked).announced_at == AT
    assert len(told) == 1


def test_cancelling_is_part_of_the_askers_transaction(open_check):
    check = open_check()

    with transaction.atomic():
        checking.cancel("case-1", 1, at=AT)
        transaction.set_rollback(True)

    assert again(check).status == Status.DUE


def test_the_checks_of_a_subject_come_in_the_order_of_its_items(open_check):
    second, first = open_check(item_number=2), open_check()
    newer = open_check(subject_version=2)
    open_check(subject="case-2")

    assert list(checking.checks_of("case-1")) == [first, second, newer]
    assert list(checking.checks_of("case-1", version=1)) == [first, second]


def test_a_receiver_that_fails_does_not_lose_the_settlement(open_check, told):
    check = open_check()

    def fail(**_):
        raise RuntimeError("the asker is ill")

    permit_check_settled.connect(fail)
    assert checking.receive(notice(check), message_id="m-1") is Effect.APPLIED
    permit_check_settled.disconnect(fail)
    assert (again(check).status, again(check).announced_at) == (Status.CONFIRMED, None)
    assert checking.claim_unannounced(limit=9) == []

    age(check, "settled_at", seconds=6)
    assert checking.claim_unannounced(limit=9) == [check.id]
    assert checking.claim_unannounced(limit=9) == []
    assert checking.announce(check.id) is True

    assert again(check).announced_at is not None
    assert len(told) == 2
    assert checking.announce(check.id) is True
    assert len(told) == 2


@pytest.mark.django_db(transaction=True)
def test_the_asker_is_told_outside_of_any_transaction(open_check):
    check, inside = open_check(), []

    def listen(**_):
        inside.append(connection.in_atomic_block)

    permit_check_settled.connect(listen)
    checking.receive(notice(check), message_id="m-1")

    assert inside == [False]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_announced_inside_a_transaction(open_check, told):
    check = open_check()

    with pytest.raises(RuntimeError), transaction.atomic():
        checking.receive(notice(check), message_id="m-1")

    assert again(check).status == Status.DUE
    assert told == []


def test_the_database_lets_no_decision_be_undone(open_check):
    check = open_check()
    checking.receive(notice(check), message_id="m-1")

    for change in ({"status": Status.REFUSED}, {"status": Status.DUE, "settled_at": None, "due_at": AT}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PermitCheck.objects.filter(id=check.id).update(**change)

    assert again(check).status == Status.CONFIRMED


def test_attempts_are_only_ever_added(open_check):
    check = open_check()
    checking.receive(notice(check), message_id="m-1")

    with pytest.raises(IntegrityError), transaction.atomic():
        PermitCheckAttempt.objects.update(note="nothing happened")
    with pytest.raises(IntegrityError), transaction.atomic():
        PermitCheckAttempt.objects.all().delete()

    assert check.tries.count() == 1


@pytest.mark.parametrize(
    "lie",
    [
        {"status": Status.CONFIRMED},
        {"settled_at": AT},
        {"due_at": None},
        {"announced_at": AT},
        {"lease_until": AT},
        {"lease_id": UUID(int=1)},
        {"subject_version": 0},
        {"status": "PERHAPS"},
        {"status": Status.OVERRIDDEN, "settled_at": AT, "due_at": None},
        {"status": Status.PARTLY_CONFIRMED, "settled_at": AT, "due_at": None},
        {"monitored": True},
        {"superseded_in": 2},
        {"superseded_in": 1, "status": Status.CONFIRMED, "settled_at": AT, "due_at": None},
    ],
)
def test_the_database_refuses_a_row_that_cannot_be_true(open_check, lie):
    check = open_check()

    with pytest.raises(IntegrityError), transaction.atomic():
        PermitCheck.objects.filter(id=check.id).update(**lie)


def test_a_question_is_asked_once_for_each_version_item_and_law(open_check):
    open_check()

    with pytest.raises(IntegrityError), transaction.atomic():
        open_check()

    assert PermitCheck.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_doorbell_is_heard(open_check):
    with connection.cursor() as cursor:
        cursor.execute("LISTEN permits_due")
    checking.ring()

    heard = next(connection.connection.notifies(timeout=5))

    assert heard.channel == "permits_due"


def test_a_paper_answer_is_for_open_checks(open_check):
    check = open_check()
    assert checking.record_paper_answer(check.id, answer("REFUSED"), by="officer 7", at=AT) is Effect.APPLIED

    with pytest.raises(AlreadySettled):
        checking.record_paper_answer(check.id, answer("CONFIRMED"), by="officer 7", at=AT)

    assert again(check).status == Status.REFUSED
    assert check.tries.get().by == "officer 7"
