"""Asking an agency: leases, failures, polls. The agency is a process or a server behind real HTTP."""

from datetime import timedelta
from threading import Event
from uuid import UUID

import pytest
from django.db import connection, transaction

from permits import checking
from permits.checking.asking import MOST_FAILURES, call, pause, record, take_lease
from permits.errors import AlreadySettled, UnknownPermitCheck
from permits.models import Agency, Effect, PermitCheck, Status
from permits.question import AnswerStatus
from tests.permits.conftest import AT, age, answer, override, says
from tests.threads import together


def again(check):
    return PermitCheck.objects.get(id=check.id)


def effects(check):
    return list(check.tries.values_list("act", "effect", "error_code"))


def test_of_two_workers_with_one_check_exactly_one_asks(open_check, simulator):
    fd, check = simulator(), open_check(asker_reference="SBX-A-1")

    results = together([lambda: checking.ask(check.id)] * 4)

    assert sorted(results, key=str) == [Effect.APPLIED, None, None, None]
    assert fd.counts()["calls"] == {str(check.id): 1}


def test_a_confirmed_check_is_settled_and_the_asker_is_told_once(open_check, simulator, told):
    simulator()
    check = open_check(asker_reference="SBX-A-1")

    assert checking.ask(check.id) is Effect.APPLIED

    check = again(check)
    assert check.status == Status.CONFIRMED
    assert (check.agency_reference, check.permit_number) == ("FD-00000001", "FD-2026-1")
    assert (check.due_at, check.lease_id, check.attempts, check.failures) == (None, None, 1, 0)
    assert check.settled_at == check.status_since
    assert check.announced_at >= check.settled_at
    assert told == [{"subject": "case-1", "subject_version": 1, "check_id": check.id}]
    assert checking.ask(check.id) is None


def test_a_worker_that_dies_while_it_calls_is_replaced_and_the_agency_has_one_reference(open_check, simulator):
    fd, check = simulator(), open_check(asker_reference="SBX-A-1")
    dead = take_lease(check.id)
    call(dead)
    assert checking.ask(check.id) is None
    assert checking.claim_due(limit=9) == []

    age(check, "lease_until", seconds=31)

    assert checking.claim_due(limit=9) == [check.id]
    assert checking.ask(check.id) is Effect.APPLIED
    counts = fd.counts()
    assert (counts["calls"], counts["distinct_references"]) == ({str(check.id): 2}, 1)


def test_a_worker_taken_for_dead_that_comes_back_changes_nothing(open_check, agency_that):
    agency_that(lambda asked: says("RECEIVED"))
    check = open_check()
    slow = take_lease(check.id)
    age(check, "lease_until", seconds=31)
    assert checking.ask(check.id) is Effect.APPLIED
    assert again(check).status == Status.ASKED

    assert record(slow, answer("CONFIRMED")) is Effect.FENCED

    assert again(check).status == Status.ASKED
    assert [effect for _, effect, _ in effects(check)] == [Effect.APPLIED, Effect.FENCED]


def test_no_lock_and_no_transaction_is_open_while_the_agency_is_waited_for(open_check, agency_that):
    check = open_check()
    seen = []

    def look(asked):
        with transaction.atomic():
            PermitCheck.objects.select_for_update(nowait=True).get(id=check.id)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND state LIKE 'idle in transaction%'"
            )
            seen.append(cursor.fetchone()[0])
        return says("CONFIRMED")

    agency_that(look)

    assert checking.ask(check.id) is Effect.APPLIED
    assert seen == [0]


def test_an_agency_that_works_but_answers_too_late_is_asked_again_under_the_same_key(open_check, simulator):
    fd, check = simulator("FD", "--slow-seconds", "3"), open_check(asker_reference="SBX-T-1")
    Agency.objects.filter(code="FD").update(connect_seconds=0.3, total_seconds=0.3)

    assert checking.ask(check.id) is Effect.FAILED
    late = again(check)
    assert (late.status, late.failures, late.lease_id) == (Status.DUE, 1, None)
    assert late.reason_code == "timeout"

    age(check, "due_at", seconds=10)
    assert checking.ask(check.id) is Effect.APPLIED
    assert again(check).status == Status.CONFIRMED
    assert fd.counts()["distinct_references"] == 1


def test_an_agency_that_fails_twice_is_asked_a_third_time(open_check, simulator):
    fd, check = simulator(), open_check(asker_reference="SBX-F500-1")

    for _ in range(2):
        assert checking.ask(check.id) is Effect.FAILED
        age(check, "due_at", seconds=60)
    assert again(check).failures == 2
    assert checking.ask(check.id) is Effect.APPLIED

    settled = again(check)
    assert (settled.status, settled.attempts, settled.failures) == (Status.CONFIRMED, 3, 0)
    assert settled.reason_code == ""
    assert effects(check) == [
        ("CALLED", "FAILED", "http-500"),
        ("CALLED", "FAILED", "http-500"),
        ("CALLED", "APPLIED", ""),
    ]
    assert fd.counts()["distinct_references"] == 1


def test_a_request_that_is_never_decided_is_polled_ever_more_slowly(open_check, simulator):
    fd, check = simulator(), open_check(asker_reference="SBX-P-1")
    checking.ask(check.id)
    assert again(check).status == Status.ASKED
    waits = [again(check).due_at - again(check).status_since]

    for passed in (15, 45, 240, 600):
        age(check, "due_at", seconds=passed + 900)
        age(check, "status_since", seconds=passed)
        assert checking.ask(check.id) is Effect.REPEATED
        waits.append(again(check).due_at - again(check).status_since)

    assert waits[:4] == [timedelta(seconds=15), timedelta(seconds=60), timedelta(minutes=5), timedelta(minutes=15)]
    assert timedelta(minutes=30) <= waits[4] < timedelta(minutes=31)
    assert fd.counts()["calls"] == {str(check.id): 5}
    assert again(check).needs_person_at is None


def test_after_twelve_failures_a_person_is_needed_and_can_have_it_asked_again(open_check, agency_that):
    broken = Event()
    broken.set()
    agency_that(lambda asked: (503, b"") if broken.is_set() else says("CONFIRMED"))
    check, neighbour = open_check(), open_check(item_number=2)

    for failures in range(1, MOST_FAILURES + 1):
        assert again(check).needs_person_at is None
        assert checking.ask(check.id) is Effect.FAILED
        assert again(check).failures == failures
        age(check, "due_at", seconds=1000)

    assert again(check).needs_person_at is not None
    assert checking.ask(check.id) is None
    assert checking.claim_due(limit=9) == [neighbour.id]

    broken.clear()
    checking.retry_now(check.id, by="officer 7", at=AT)
    assert checking.claim_due(limit=9) == [check.id]
    assert checking.ask(check.id) is Effect.APPLIED
    assert again(check).status == Status.CONFIRMED
    assert again(check).needs_person_at is None
    assert effects(check)[-2:] == [("RETRIED", "APPLIED", ""), ("CALLED", "APPLIED", "")]


def test_retry_now_is_for_open_checks(open_check):
    check = open_check()
    override(check)

    with pytest.raises(AlreadySettled):
        checking.retry_now(check.id, by="officer 7", at=AT)
    with pytest.raises(UnknownPermitCheck):
        checking.retry_now(UUID(int=1), by="officer 7", at=AT)

    assert again(check).status == Status.OVERRIDDEN


@pytest.mark.parametrize(
    ("reply", "code"),
    [((400, b"{}"), "http-400"), ((302, b""), "http-302"), ((200, b"<html>"), "answer-not-understood")],
)
def test_what_cannot_heal_needs_a_person_at_once(open_check, agency_that, reply, code):
    agency_that(lambda asked: reply)
    check = open_check()

    assert checking.ask(check.id) is Effect.FAILED

    check = again(check)
    assert (check.status, check.reason_code) == (Status.DUE, code)
    assert check.needs_person_at is not None


def test_a_law_that_is_asked_on_paper_needs_a_person_at_once(open_check, told):
    check = open_check(agency="METI")

    assert checking.ask(check.id) is Effect.FAILED
    assert again(check).needs_person_at is not None
    assert again(check).reason_code == "asked-on-paper"
    assert [each["check_id"] for each in told] == [check.id]

    assert checking.record_paper_answer(check.id, answer(), by="officer 7", at=AT) is Effect.APPLIED
    assert (again(check).status, again(check).needs_person_at) == (Status.CONFIRMED, None)
    assert [each["check_id"] for each in told] == [check.id] * 2


@pytest.mark.django_db(transaction=True)
def test_a_claim_hands_each_row_to_one_dispatcher(open_check):
    checks = {open_check(item_number=number).id for number in range(1, 21)}
    Agency.objects.filter(code="FD").update(most_at_once=20)

    claims = together([lambda: checking.claim_due(limit=7)] * 4)

    handed = [check_id for claim in claims for check_id in claim]
    assert len(handed) == len(set(handed))
    assert set(handed) <= checks
    assert set(handed) | set(checking.claim_due(limit=20)) == checks
    assert checking.claim_due(limit=20) == []


def test_a_claim_that_was_lost_on_the_way_is_made_again(open_check):
    check = open_check()
    assert checking.claim_due(limit=1, for_seconds=15) == [check.id]
    assert checking.claim_due(limit=1) == []

    age(check, "published_until", seconds=16)

    assert checking.claim_due(limit=1) == [check.id]


def test_pauses_grow_and_end_at_a_quarter_of_an_hour():
    assert max(pause(1) for _ in range(200)) <= timedelta(seconds=4)
    assert max(pause(40) for _ in range(200)) <= timedelta(minutes=15)
    assert min(pause(40) for _ in range(200)) >= timedelta(0)
    assert len({pause(40) for _ in range(20)}) > 1


def test_documents_asked_for_stay_open(open_check, simulator):
    simulator()
    check = open_check(asker_reference="SBX-D-1")

    checking.ask(check.id)

    check = again(check)
    assert (check.status, check.reason_code) == (AnswerStatus.DOCUMENTS_REQUIRED, "FD-D01")
    assert check.due_at - check.status_since == timedelta(minutes=15)
