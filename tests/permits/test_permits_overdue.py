"""The agency's hard limit: exactly then an officer takes over, and nothing is released."""

from datetime import timedelta

import pytest
from django.db import connection

from permits import checking
from permits.models import Agency, Effect, PermitCheck, Status
from permits.requirements import edition, in_force
from tests.permits.conftest import age, notice, says
from tests.threads import together


def again(check):
    return PermitCheck.objects.get(id=check.id)


def limit_in(check, microseconds):
    """Move the limit to just now, or so many microseconds later, by the clock of the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE permits_permitcheck SET overdue_at = now() + make_interval(secs => %s) WHERE id = %s",
            [microseconds / 1e6, check.id],
        )


def test_a_check_is_overdue_exactly_at_its_limit(open_check, told):
    check = open_check()
    limit_in(check, 1)  # the transaction's instant stands still, so that this is exact
    assert checking.claim_overdue(limit=9) == []
    limit_in(check, 60e6)
    assert checking.mark_overdue(check.id) is False
    assert again(check).status == Status.DUE

    limit_in(check, 0)

    assert checking.claim_overdue(limit=9) == [check.id]
    assert checking.claim_overdue(limit=9) == []
    assert checking.mark_overdue(check.id) is True
    assert checking.mark_overdue(check.id) is False
    late = again(check)
    assert (late.status, late.settled_at) == (Status.OVERDUE, None)
    assert late.status_since >= late.overdue_at
    assert late.status in Status.open()
    assert late.status not in Status.satisfied()
    assert list(PermitCheck.objects.needing_person()) == [late]
    assert list(check.tries.values_list("act", "by")) == [("OVERDUE", "system")]
    assert told == [{"subject": "case-1", "subject_version": 1, "check_id": check.id}]


def test_the_limit_counts_from_the_stores_instant_whatever_day_is_declared(open_check):
    """The check is opened as at a day of the past; by the real clock it has three days all the same."""
    check = open_check()
    with connection.cursor() as cursor:
        cursor.execute("SELECT overdue_at - now() FROM permits_permitcheck WHERE id = %s", [check.id])
        assert cursor.fetchone()[0] == timedelta(hours=72)
    assert checking.claim_overdue(limit=9) == []


def test_an_overdue_check_is_polled_slowly_and_an_answer_settles_it(open_check, agency_that):
    said = ["RECEIVED", "RECEIVED", "DOCUMENTS_REQUIRED", "CONFIRMED"]
    agency_that(lambda asked: says(said.pop(0)))
    check = open_check()
    limit_in(check, 0)
    checking.mark_overdue(check.id)
    effects = []
    for _ in range(3):
        age(check, "due_at", seconds=4000)
        effects.append(checking.ask(check.id))
        assert again(check).status == Status.OVERDUE
        assert timedelta(minutes=59) < again(check).due_at - again(check).status_since <= timedelta(hours=1)

    assert effects == [Effect.APPLIED, Effect.REPEATED, Effect.REPEATED]
    assert again(check).agency_reference == "FD-77"
    age(check, "due_at", seconds=4000)
    assert checking.ask(check.id) is Effect.APPLIED
    assert again(check).status == Status.CONFIRMED


def test_the_call_that_is_under_way_when_the_limit_passes_still_counts(open_check, agency_that):
    check = open_check()

    def slow(asked):
        limit_in(check, 0)
        checking.mark_overdue(check.id)
        return says("CONFIRMED")

    agency_that(slow)

    assert checking.ask(check.id) is Effect.APPLIED
    assert again(check).status == Status.CONFIRMED


def test_what_is_settled_or_waits_for_the_declarant_is_never_overdue(open_check):
    confirmed, documents = open_check(), open_check(item_number=2)
    checking.receive(notice(confirmed), message_id="m-1")
    checking.receive(notice(documents, "DOCUMENTS_REQUIRED"), message_id="m-2")
    for check in (confirmed, documents):
        limit_in(check, -1)

    assert checking.claim_overdue(limit=9) == []
    assert not checking.mark_overdue(confirmed.id)
    assert not checking.mark_overdue(documents.id)
    assert [again(each).status for each in (confirmed, documents)] == ["CONFIRMED", "DOCUMENTS_REQUIRED"]


@pytest.mark.django_db(transaction=True)
def test_many_workers_make_it_overdue_once(open_check, told):
    check = open_check()
    limit_in(check, -1)

    assert sorted(together([lambda: checking.mark_overdue(check.id)] * 4)) == [False, False, False, True]
    assert (check.tries.count(), len(told)) == (1, 1)


def test_officers_see_what_is_late_before_it_is_overdue(open_check):
    check = open_check()
    seen = []
    for hours in (0, 0.24, 0.02, 23.7, 0.05):
        age(check, "overdue_at", seconds=hours * 3600)
        checks = PermitCheck.objects
        seen.append((checks.unacknowledged().exists(), checks.slow().exists(), checks.needing_person().exists()))

    late = [(False, False, False), (False, False, False), (True, False, False), (True, False, False)]
    assert seen == [*late, (True, True, False)]


def test_a_limit_is_the_agencys_and_a_change_of_it_is_seen_at_once(laws):
    before = edition()
    assert in_force(before).law("FD").hard_limit == timedelta(hours=72)
    assert in_force(before).law("IL").hard_limit == timedelta(days=10)

    Agency.objects.filter(code="FD").update(hard_limit=timedelta(hours=30))

    assert in_force(edition()).law("FD").hard_limit == timedelta(hours=30)
