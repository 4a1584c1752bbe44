"""A new version of the asker's case: what is asked as before goes on standing, what changed is asked anew."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from msgspec import convert, to_builtins
from msgspec.structs import replace
from uuid_utils.compat import uuid7

from permits import checking
from permits.checking.settling import locked, settle
from permits.models import Effect, PermitCheck, Status
from permits.question import PermitQuestion
from tests.permits.conftest import AT, answer, due, eventually, insert, notice, override, question


def again(check):
    return PermitCheck.objects.get(id=check.id)


def asked_for(version, *changes):
    """The rows that a version would need if nothing had been asked before: an item each."""
    return [
        due(question(uuid7(), **{"subject_version": version, "item_number": number, **change}))
        for number, change in enumerate(changes, start=1)
    ]


def amend(version, *changes):
    """What an asker does when it makes a version: the items that are asked anew."""
    with transaction.atomic():
        missing = checking.carry_over("case-1", version=version, rows=asked_for(version, *changes), at=AT)
        insert(missing)
    return [row["item_number"] for row in missing]


def standing(version):
    return [(c.item_number, c.subject_version, c.status) for c in checking.checks_of("case-1", version=version)]


@pytest.mark.parametrize("status", ["CONFIRMED", "REFUSED"])
def test_a_decision_stands_for_a_version_that_asks_the_same(open_check, status):
    check = open_check()
    checking.receive(notice(check, status), message_id="m-1")

    assert amend(2, {"correlation_id": "another-trace"}) == []

    assert standing(1) == standing(2) == [(1, 1, status)]
    assert again(check).superseded_in is None
    assert PermitCheck.objects.count() == 1


def test_what_is_still_asked_goes_on_and_its_answer_settles_it_for_the_new_version(open_check, told):
    check = open_check()
    assert amend(2, {}) == []

    assert checking.receive(notice(check), message_id="m-1") is Effect.APPLIED

    assert standing(2) == [(1, 1, "CONFIRMED")]
    assert told == [{"subject": "case-1", "subject_version": 1, "check_id": check.id}]


@pytest.mark.parametrize(
    "change",
    [
        {"common_control_number": "26A0000124"},
        {"transport_documents": ("BL2",)},
        {"trader_code": "12345678901239001"},
        {"quantity": "2000"},
        {"permit_number": "", "ask_agency": True},
        {"arrival_on": None},
        {"origin": "KR"},
    ],
)
def test_a_change_of_what_is_asked_reopens_the_check(open_check, change):
    check = open_check()
    checking.receive(notice(check), message_id="m-1")

    assert amend(2, change) == [1]

    assert standing(2) == [(1, 2, "DUE")]
    assert standing(1) == [(1, 1, "CONFIRMED")]
    assert again(check).superseded_in == 2


def test_each_item_is_carried_by_itself_through_three_versions(open_check):
    for number in (1, 2, 3):
        checking.receive(notice(open_check(item_number=number)), message_id=f"m-{number}")

    assert amend(2, {}, {"quantity": "7"}) == [2]
    assert standing(2) == [(1, 1, "CONFIRMED"), (2, 2, "DUE")]
    assert amend(3, {}, {"quantity": "7"}, {}) == [3]

    assert standing(3) == [(1, 1, "CONFIRMED"), (2, 2, "DUE"), (3, 3, "DUE")]
    assert standing(1) == [(1, 1, "CONFIRMED"), (2, 1, "CONFIRMED"), (3, 1, "CONFIRMED")]
    assert amend(4) == []
    assert standing(4) == []


def test_what_is_no_longer_asked_is_cancelled_and_nothing_is_told(open_check, told):
    check, stranger = open_check(), open_check(subject="case-2")
    checking.receive(notice(check, "RECEIVED"), message_id="m-1")

    amend(2, {"quantity": "7"})

    assert (again(check).status, again(check).superseded_in, again(check).announced_at) == ("CANCELLED", 2, AT)
    assert list(check.tries.values_list("act", flat=True)) == ["CALLED_BACK", "CANCELLED"]
    assert again(stranger).status == Status.DUE
    assert told == []


def test_a_cancelled_check_is_asked_anew_even_when_nothing_changed(open_check):
    checking.cancel(open_check().subject, 1, at=AT)

    assert amend(2, {}) == [1]
    assert standing(2) == [(1, 2, "DUE")]


def test_cancelling_a_version_ends_what_was_carried_into_it(open_check):
    check = open_check()
    amend(2, {}, {})

    assert checking.cancel("case-1", 2, at=AT) == 2
    assert again(check).status == Status.CANCELLED


@pytest.mark.parametrize("first", ["CONFIRMED", "REFUSED", "RECEIVED"])
@pytest.mark.parametrize("late", ["CONFIRMED", "REFUSED", "DOCUMENTS_REQUIRED"])
def test_a_late_answer_to_a_superseded_check_is_evidence_and_nothing_else(open_check, first, late):
    check = open_check()
    checking.receive(notice(check, first), message_id="m-1")
    amend(2, {"quantity": "7"})
    before = again(check).status

    assert checking.receive(notice(check, late), message_id="m-2") is Effect.EVIDENCE

    assert (again(check).status, again(check).needs_person_at) == (before, None)
    assert standing(2) == [(1, 2, "DUE")]


def test_an_override_and_documents_supplied_are_carried_on(open_check):
    check, shown = open_check(), open_check(item_number=2)
    override(check)
    paper = {"name": "certificate.pdf", "sha256": "0" * 64, "media_type": "application/pdf", "size": 7}
    stored = convert({**shown.question, "documents": [paper]}, PermitQuestion)
    PermitCheck.objects.filter(id=shown.id).update(question=to_builtins(stored))

    assert amend(2, {}, {}) == []
    assert standing(2) == [(1, 1, "OVERRIDDEN"), (2, 1, "DUE")]


def test_a_question_kept_before_it_had_all_its_fields_is_still_the_same_matter(open_check):
    check = open_check()
    older = {name: said for name, said in check.question.items() if name not in ("documents", "ask_agency")}
    PermitCheck.objects.filter(id=check.id).update(question=older)

    assert amend(2, {}) == []


def test_carrying_over_is_part_of_the_askers_transaction(open_check):
    check = open_check()

    with transaction.atomic():
        checking.carry_over("case-1", version=2, rows=asked_for(2, {"quantity": "7"}), at=AT)
        transaction.set_rollback(True)

    assert (again(check).status, again(check).superseded_in) == (Status.DUE, None)


def waits_for_a_lock():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0]


def elsewhere(threads, call):
    """In another thread, over a connection of its own."""

    def run():
        try:
            return call()
        finally:
            connection.close()

    return threads.submit(run)


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_comes_while_the_version_is_made_waits_and_is_evidence(open_check):
    check = open_check()

    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            insert(checking.carry_over("case-1", version=2, rows=asked_for(2, {"quantity": "7"}), at=AT))
            late = elsewhere(threads, lambda: checking.receive(notice(check), message_id="m-1"))
            eventually(waits_for_a_lock)
        assert late.result(timeout=30) is Effect.EVIDENCE

    assert again(check).status == Status.CANCELLED
    assert standing(2) == [(1, 2, "DUE")]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("change", "carried"), [({}, (1, 1, "CONFIRMED")), ({"quantity": "7"}, (1, 2, "DUE"))])
def test_a_version_made_while_an_answer_is_applied_waits_and_sees_it(open_check, change, carried):
    check = open_check()

    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            settle(locked(check.id), answer(), at=AT)
            amended = elsewhere(threads, lambda: amend(2, change))
            eventually(waits_for_a_lock)
        amended.result(timeout=30)

    assert (again(check).status, standing(2)) == (Status.CONFIRMED, [carried])


def test_the_matter_is_every_field_but_four():
    """A field that is added to the question binds the check, unless it is named where the matter is told."""
    free = {"idempotency_key": "k", "subject_version": 9, "correlation_id": "t", "documents": ()}
    one = question(uuid7())

    assert set(free) <= set(PermitQuestion.__struct_fields__)
    assert len(PermitQuestion.__struct_fields__) - len(free) == 20
    assert replace(one, **free) != one
