"""An agency that fails is left alone, one that is silent keeps few, and neither keeps the others waiting."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from permits import checking
from permits.checking import breaker
from permits.checking.asking import record, take_lease
from permits.models import Act, Agency, AgencyBreaker, Effect, PermitCheck, PermitCheckAttempt, Status
from tests.permits.conftest import answer, says
from tests.threads import together


def breaker_of(agency="FD"):
    return AgencyBreaker.objects.get(agency_id=agency)


def is_open(agency="FD"):
    return breaker_of(agency).opened_at is not None


def called(check, *, failed, seconds_ago=0, times=1):
    """Calls of the past, as the worker records them."""
    ended_at = timezone.now() - timedelta(seconds=seconds_ago)
    PermitCheckAttempt.objects.bulk_create(
        PermitCheckAttempt(
            permit_check=check,
            act=Act.CALLED,
            by="worker",
            began_at=ended_at,
            ended_at=ended_at,
            effect=Effect.FAILED if failed else Effect.REPEATED,
            error_code="http-500" if failed else "",
        )
        for _ in range(times)
    )


def pass_time(seconds, agency="FD"):
    """By moving what the breaker knows into the past."""
    columns = ("opened_at", "retry_at", "probe_until")
    earlier = ", ".join(f"{column} = {column} - make_interval(secs => %(seconds)s)" for column in columns)
    with connection.cursor() as cursor:
        told = {"seconds": seconds, "agency": agency}
        cursor.execute(f"UPDATE permits_agencybreaker SET {earlier} WHERE agency_id = %(agency)s", told)


@pytest.fixture
def opened(open_check):
    """The breaker of FD has just opened over a check that is asked no more."""
    gone = open_check(item_number=99)
    called(gone, failed=True, times=20)
    breaker.failed("FD", lease_id=uuid4())
    PermitCheck.objects.filter(id=gone.id).update(needs_person_at=timezone.now())
    assert is_open()


@pytest.mark.parametrize(
    ("failures", "answers", "opens"),
    [(20, 0, True), (19, 0, False), (10, 10, True), (10, 11, False), (15, 15, True), (14, 15, False)],
)
def test_it_opens_when_half_of_at_least_twenty_calls_failed(open_check, failures, answers, opens):
    check = open_check()
    called(check, failed=True, times=failures)
    called(check, failed=False, times=answers)

    breaker.failed("FD", lease_id=uuid4())

    assert is_open() is opens
    assert not is_open("PL")


def test_only_the_last_minute_counts_and_only_this_agency(open_check):
    called(open_check(), failed=True, times=19)
    called(open_check(item_number=2), failed=True, times=20, seconds_ago=61)
    called(open_check(item_number=3, agency="PL"), failed=True, times=20)

    breaker.failed("FD", lease_id=uuid4())

    assert not is_open()


def test_twenty_real_failures_open_it_and_the_others_go_on(open_check, agency_that):
    agency_that(lambda asked: (500, b""))
    checks = [open_check(item_number=number) for number in range(1, 22)]
    other = open_check(agency="PL", item_number=22)

    asked = [checking.ask(check.id) for check in checks]

    assert asked == [Effect.FAILED] * 20 + [None]
    assert is_open()
    waiting = PermitCheck.objects.get(id=checks[-1].id)
    assert (waiting.status, waiting.failures, waiting.attempts, waiting.needs_person_at) == (Status.DUE, 0, 0, None)
    assert checking.claim_due(limit=99) == [other.id]


def test_while_it_is_open_nobody_calls_and_nothing_is_counted(open_check, opened):
    check = open_check()

    assert checking.claim_due(limit=9) == []
    assert checking.ask(check.id) is None
    assert breaker_of().retry_at - breaker_of().opened_at == timedelta(seconds=30)
    pass_time(29)
    assert checking.ask(check.id) is None

    unchanged = PermitCheck.objects.get(id=check.id)
    assert (unchanged.due_at, unchanged.failures, unchanged.attempts, unchanged.lease_id) == (check.due_at, 0, 0, None)


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_one_makes_the_probe(open_check, opened):
    checks = [open_check(item_number=number) for number in range(1, 5)]
    pass_time(31)

    leases = together([lambda check=check: take_lease(check.id) for check in checks])

    [probe] = [lease for lease in leases if lease is not None]
    assert probe.is_probe
    assert breaker_of().probe_id == probe.id
    assert is_open()
    assert checking.claim_due(limit=9) == []


def test_one_check_is_handed_out_as_the_probe(open_check, opened):
    checks = {open_check(item_number=number).id for number in range(1, 4)}
    pass_time(31)

    [handed] = checking.claim_due(limit=9)

    assert handed in checks
    assert checking.claim_due(limit=9) == []


def test_the_probes_answer_closes_it_and_what_failed_before_does_not_open_it_again(open_check, opened, agency_that):
    agency_that(lambda asked: says("CONFIRMED"))
    probe, later = open_check(), open_check(item_number=2)
    pass_time(31)

    assert checking.ask(probe.id) is Effect.APPLIED

    assert not is_open()
    assert (breaker_of().probe_id, breaker_of().retry_at) == (None, None)
    agency_that(lambda asked: (500, b""))
    assert checking.ask(later.id) is Effect.FAILED
    assert not is_open()


def test_the_probes_failure_leaves_it_open_for_another_half_minute(open_check, opened, agency_that):
    agency_that(lambda asked: (500, b""))
    probe, other = open_check(), open_check(item_number=2)
    pass_time(31)
    since = breaker_of().opened_at

    assert checking.ask(probe.id) is Effect.FAILED

    assert breaker_of().opened_at == since
    assert breaker_of().probe_id is None
    assert checking.ask(other.id) is None
    pass_time(31)
    assert checking.ask(other.id) is Effect.FAILED


def test_a_call_from_before_it_opened_neither_closes_nor_prolongs_it(open_check, agency_that):
    before, failing = open_check(), open_check(item_number=2)
    early, too = take_lease(before.id), take_lease(failing.id)
    called(failing, failed=True, times=20)
    breaker.failed("FD", lease_id=uuid4())
    retry_at = breaker_of().retry_at

    record(early, answer("CONFIRMED"))
    breaker.failed("FD", lease_id=too.id)

    assert is_open()
    assert breaker_of().retry_at == retry_at


def test_a_probe_whose_worker_died_is_made_again(open_check, opened):
    first, second = open_check(), open_check(item_number=2)
    pass_time(31)
    assert take_lease(first.id).is_probe
    assert take_lease(second.id) is None

    pass_time(31)

    assert take_lease(second.id).is_probe


@pytest.mark.django_db(transaction=True)
def test_no_more_calls_are_under_way_than_the_agency_may_have_over_all_workers(open_check):
    Agency.objects.filter(code="FD").update(most_at_once=3)
    checks = [open_check(item_number=number) for number in range(1, 9)]
    other = open_check(agency="PL", item_number=9)

    leases = together([lambda check=check: take_lease(check.id) for check in checks])

    taken = [lease for lease in leases if lease is not None]
    assert len(taken) == 3
    assert PermitCheck.objects.filter(lease_id__isnull=False).count() == 3
    assert checking.claim_due(limit=99) == [other.id]
    record(taken[0], answer("CONFIRMED"))
    assert len(checking.claim_due(limit=99)) == 1


@pytest.mark.django_db(transaction=True)
def test_several_dispatchers_hand_out_no_more_than_there_is_room_for(open_check):
    Agency.objects.filter(code="FD").update(most_at_once=5)
    for number in range(1, 21):
        open_check(item_number=number)

    claims = together([lambda: checking.claim_due(limit=99)] * 4)

    handed = [check_id for claim in claims for check_id in claim]
    assert (len(handed), len(set(handed))) == (5, 5)


def test_a_new_agency_has_its_breaker(laws):
    Agency.objects.create(code="NEW", name="A new one", adapter="json_http")

    assert breaker_of("NEW").opened_at is None
    assert AgencyBreaker.objects.count() == Agency.objects.count()


def test_how_the_agencies_stand(open_check, agency_that):
    replies = [says("CONFIRMED"), (503, b"")]
    agency_that(lambda asked: replies.pop(0))
    checks = [open_check(item_number=number) for number in range(1, 4)]
    for check in checks[:2]:
        checking.ask(check.id)

    food = next(agency for agency in checking.agencies() if agency.code == "FD")

    assert (food.breaker, food.open, food.calls, food.failures, food.decided) == ("CLOSED", 2, 2, 1, 1)
    assert food.backlog in (1, 2)  # the failed one may be due again at once
    assert 0 <= food.decision_p50_seconds == food.decision_p95_seconds < 60
    assert [agency.code for agency in checking.agencies()] == ["AN", "FD", "PL"]
    assert [(each.kind, each.waiting) for each in checking.backlogs()][1:] == [("announce", 0), ("mark_overdue", 0)]
