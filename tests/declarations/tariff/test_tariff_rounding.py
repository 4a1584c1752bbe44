"""Where the law cuts off."""

from decimal import Decimal

import pytest

from declarations.tariff.rounding import (
    converted_quantity,
    floor_to,
    liquor_quantity,
    quantity_decimals,
    specific_quantity,
    whole_yen,
)

D = Decimal


@pytest.mark.parametrize(
    ("amount", "step", "floored"),
    [(999, 1000, 0), (1000, 1000, 1000), (D("273750.99"), 1000, 273_000), (5460, 100, 5400), (0, 100, 0)],
)
def test_amounts_are_cut_to_a_step(amount, step, floored):
    assert floor_to(amount, step) == floored


def test_a_line_has_no_fraction_of_a_yen():
    assert whole_yen(D("5460.999")) == 5460


@pytest.mark.parametrize(
    ("rate", "decimals"), [("0.46", 0), ("9.80", 0), ("99.99", 0), ("100", 1), ("934", 1), ("4800", 2), ("12345", 3)]
)
def test_a_longer_rate_counts_more_decimals_of_the_quantity(rate, decimals):
    assert quantity_decimals(D(rate)) == decimals


def test_the_quantity_is_cut_not_rounded():
    assert specific_quantity(D("12.3999"), rate_yen=D("934")) == D("12.3")
    assert specific_quantity(D("12.9"), rate_yen=D("17")) == D("12")


def test_liquor_is_counted_by_ten_millilitres():
    assert liquor_quantity(D("0.7599")) == D("0.75")


@pytest.mark.parametrize(
    ("converted", "kept"), [("123456", "123460"), ("0.00123456", "0.0012346"), ("4.53592", "4.5359"), ("0", "0")]
)
def test_a_conversion_outside_the_law_keeps_five_digits(converted, kept):
    assert converted_quantity(D(converted)) == D(kept)
