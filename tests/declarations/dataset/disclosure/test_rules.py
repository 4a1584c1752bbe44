"""The rules of a single cell: firms are counted, never rows; each limit with a case on either side of it."""

import pytest

from declarations.dataset.disclosure.rules import Reason, Regression, Rules, regression_is_safe, unit_price_is_safe
from declarations.dataset.disclosure.tables import Contribution, Frame, Tabulation, cells_of, tallies_of

RULES = Rules(fewest_firms=3, dominating=2, dominance_percent=85, percent=10)


def test_fifty_lines_of_one_firm_are_one_firm():
    frame, table = Frame(("hs2",)), Tabulation(measure="VALUE", axes=(("hs2",),))
    lines = [Contribution(("87",), "ONE FIRM", 300_000)] * 50
    cell = cells_of(lines, frame, table)["87",]
    assert (cell.firms, cell.amount, cell.largest) == (1, 15_000_000, (15_000_000,))
    assert RULES.reason(tallies_of(lines, frame, table)["87",]) is Reason.FEW_FIRMS


@pytest.mark.parametrize(
    ("amounts", "reason"),
    [
        ((50, 50), Reason.FEW_FIRMS),
        ((40, 30, 30), None),
        ((45, 40, 15), None),  # the two largest have 85 %, and no more
        ((46, 40, 14), Reason.DOMINATED),
        ((100, 10, 10), Reason.DOMINATED),
    ],
)
def test_few_firms_and_dominance(amounts, reason):
    assert RULES.reason({str(number): amount for number, amount in enumerate(amounts)}) is reason


@pytest.mark.parametrize(("rest", "reason"), [(10, None), (9, Reason.ESTIMABLE)])
def test_the_second_largest_could_estimate_the_largest(rest, reason):
    """100 and 80: the second knows the total and itself, so the others are all that keeps the first apart."""
    lenient = Rules(dominance_percent=100, percent=10)
    assert lenient.reason({"FIRST": 100, "SECOND": 80, "OTHERS": rest}) is reason


def test_a_unit_price_needs_both_its_parts():
    assert unit_price_is_safe(None, None)
    assert not unit_price_is_safe(None, Reason.FEW_FIRMS)
    assert not unit_price_is_safe(Reason.COMPLEMENT, None)


@pytest.mark.parametrize(
    ("observations", "firms", "smallest_group", "is_safe"),
    [(30, 3, 3, True), (29, 3, 3, False), (30, 2, 3, False), (30, 3, 2, False)],
)
def test_a_regression_needs_degrees_of_freedom_and_firms(observations, firms, smallest_group, is_safe):
    told = Regression(observations=observations, parameters=20, firms=firms, smallest_group=smallest_group)
    assert regression_is_safe(told, RULES) is is_safe
