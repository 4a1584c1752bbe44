"""How many writes and how many misses a caller has in a minute, counted by processes that share PostgreSQL alone."""

from datetime import UTC, datetime, timedelta

import pytest

from declarations.traders.limits import Counting, Limit
from declarations.traders.models import Tally

pytestmark = pytest.mark.django_db
AT = datetime(2026, 4, 1, 3, 0, 10, tzinfo=UTC)
WRITES = Limit("writes", 600, tell_every=20, margin=100)


def standings(counting, number, *, at=AT, who="api:a"):
    return [counting.count(WRITES, who, at=at) for _ in range(number)]


def test_one_process_lets_exactly_the_limit_pass():
    counting = Counting()
    assert [each.is_within for each in standings(counting, 601)] == [True] * 600 + [False]
    assert [each.left for each in standings(Counting(), 3)] == [599, 598, 597]


def test_two_processes_in_turn_let_exactly_the_limit_pass():
    processes = [Counting(), Counting()]
    passed = [processes[number % 2].count(WRITES, "api:a", at=AT).is_within for number in range(610)]
    assert passed == [True] * 600 + [False] * 10


def test_a_process_with_the_least_share_adds_no_more_than_it_has_not_told():
    busy, idle = Counting(), Counting()
    assert all(each.is_within for each in standings(idle, 19))
    assert sum(each.is_within for each in standings(busy, 700)) == 600
    assert [idle.count(WRITES, "api:a", at=AT).is_within for _ in range(2)] == [False, False]


def test_counting_costs_a_statement_in_twenty_and_none_beyond_the_limit(django_assert_num_queries):
    counting = Counting()
    with django_assert_num_queries(1):
        standings(counting, 39)
    standings(counting, 600)
    with django_assert_num_queries(0):
        assert not any(each.is_within for each in standings(counting, 100))


def test_the_next_minute_and_another_caller_begin_anew():
    counting = Counting()
    standings(counting, 601)
    assert counting.count(WRITES, "api:b", at=AT).is_within
    minute = AT + timedelta(seconds=50)
    assert (counting.count(WRITES, "api:a", at=minute).count, counting.standing(WRITES, "api:a", at=AT).resets_in) == (
        1,
        50,
    )


def test_what_has_ended_is_forgotten():
    standings(Counting(), 20)
    end = datetime(2026, 4, 1, 3, 1, tzinfo=UTC)
    assert (Tally.objects.forget(end), Tally.objects.forget(end + timedelta(microseconds=1))) == (0, 1)
