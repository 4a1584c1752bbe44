"""The estimate of what is not in order holds the truth as often as it says, from the product's own draw."""

import random
from datetime import date
from decimal import Decimal

import pytest

from declarations.selection import criteria
from declarations.selection.estimating import Case, estimate

RATES = {"IMPORT/SMALL": (0.04, 3000), "IMPORT/MIDDLE": (0.08, 2500), "IMPORT/LARGE": (0.20, 500)}
SHARES = {"IMPORT/SMALL": "0.05", "IMPORT/MIDDLE": "0.05", "IMPORT/LARGE": "0.20"}


def sampled(seed: int) -> tuple[float, list[Case]]:
    """The true rate of a planted population, and what is known of it: profiles take one in ten of what is wrong."""
    dice, key = random.Random(seed), criteria.day_key(b"secret", date.fromordinal(738_000 + seed))
    cases, wrong = [], 0
    for stratum, (rate, size) in RATES.items():
        for number in range(size):
            found = dice.random() < rate
            wrong += found
            is_certain = dice.random() < (0.1 if found else 0.02)
            is_random = criteria.draw(key, f"{stratum}{number}") < Decimal(SHARES[stratum])
            cases.append(Case(stratum, is_certain, is_random, found if is_certain or is_random else None))
    return wrong / len(cases), cases


def test_the_planted_rate_is_inside_the_interval_in_at_least_90_of_100_seeds():
    inside, errors = 0, []
    for seed in range(100):
        truth, cases = sampled(seed)
        told = estimate(cases)
        inside += told.low <= truth <= told.high
        errors.append(told.rate - truth)

    assert inside >= 90
    assert abs(sum(errors) / 100) < 0.003  # the rate is about 0.07: no bias that one could see
    assert told.unknown == told.not_covered == 0


def sparse(seed: int) -> tuple[float, list[Case]]:
    """Few declarations, few of them drawn: of these often none is wrong. Some results are not there yet."""
    dice, wrong, cases = random.Random(seed), 0, []
    for _ in range(400):
        found, is_certain, is_random = dice.random() < 0.04, dice.random() < 0.05, dice.random() < 0.05
        wrong += found
        has_result = (is_certain or is_random) and dice.random() < 0.8
        cases.append(Case("A", is_certain, is_random, found if has_result else None))
    return wrong / len(cases), cases


def test_few_results_of_which_none_was_wrong_do_not_make_it_sure():
    told = [(truth, estimate(cases)) for truth, cases in map(sparse, range(100))]

    assert sum(each.low <= truth <= each.high for truth, each in told) >= 90
    assert sum(each.rate < 0.01 for _, each in told) > 20  # none of those drawn was wrong
    assert all(each.low < each.high < 0.6 for _, each in told)


def test_what_is_examined_whole_is_known_exactly():
    cases = [Case("A", True, False, True), *[Case("A", True, False, False)] * 3]
    told = estimate(cases)

    assert (told.rate, told.low, told.high) == (0.25, 0.25, 0.25)


def test_no_result_is_unknown_and_a_stratum_without_one_may_be_anything():
    cases = [*[Case("A", False, True, False)] * 50, *[Case("A", False, False, None)] * 50]
    missing = [Case("B", False, True, None), *[Case("B", False, False, None)] * 99]
    alone, both = estimate(cases), estimate(cases + missing)

    assert (both.unknown, both.not_covered, both.results) == (1, 100, 50)
    assert both.low == pytest.approx(0.0)
    assert both.high == pytest.approx((alone.high + 1) / 2)
    assert estimate(missing) is None
