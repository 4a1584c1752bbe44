"""Relief of duty, grouped items, and a worked example for each kind of rate."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from declarations.tariff.duty import assess
from declarations.tariff.notation import read
from declarations.tariff.regimes import Regime
from declarations.tariff.values import CommodityInForce, DutiableItem

D = Decimal
TODAY = date(2026, 7, 9)


def goods(general: str, *, value: int = 273_750, quantities=(), **stated: object) -> DutiableItem:
    commodity = CommodityInForce(
        code9="690510000",
        naccs_digit=5,
        description="GOODS",
        valid_from=date(2014, 1, 1),
        rates=((Regime.GENERAL, read(general)),),
    )
    return DutiableItem(number=1, commodity=commodity, customs_value=value, quantities=quantities, **stated)


def one(item: DutiableItem):
    return assess([item], on=TODAY).items[0]


@pytest.mark.parametrize(
    ("notation", "quantities", "computed", "line"),
    [
        ("Free", (), 0, 0),
        ("2%", (), 5_475, 5_460),
        ("17yen/kg", ((D("1234.9"), "KG"),), 20_993, 20_978),
        ("934yen/kl", ((D("12.345"), "KL"),), 11_530, 11_488),
        ("4,800yen/pair", ((D("10"), "PR"),), 48_000, 48_000),
        ("2%+17yen/kg", ((D("1234.9"), "KG"),), 26_468, 26_438),
        ("2% or 17yen/kg whichever is the greater", ((D("1234.9"), "KG"),), 20_993, 20_978),
        ("2% or 17yen/kg whichever is the less", ((D("1234.9"), "KG"),), 5_475, 5_460),
        ("(73.70yen-customs value)/kg", ((D(4000), "KG"),), 21_050, 21_050),
    ],
    ids=["free", "value", "kilogram", "three digits", "pair", "compound", "greater", "lesser", "difference"],
)
def test_every_kind_of_rate_to_the_yen(notation, quantities, computed, line):
    """On 273,750 yen, cut to 273,000 by law.

    - 2 %: 5,475 exactly, 5,460 by law. - 17 yen/kg: 1,234.9 kg give 20,993.3; whole kilograms 1,234 x 17 = 20,978.
    - 934 yen/kl: 12.345 kl give 11,530.2; one decimal, 12.3 x 934 = 11,488.2. - 4,800 yen/pair: 10 pairs.
    - compound: 5,475 + 20,993.3 = 26,468.3; 5,460 + 20,978. - greater and lesser: one of the two.
    - difference: 73.70 x 4,000 - 273,750 = 294,800 - 273,750 = 21,050; its 5.26 yen/kg counts whole kilograms.
    """
    item = one(goods(notation, quantities=quantities))

    assert (item.not_computable, item.duty_computed, item.duty_line) == ("", computed, line)


def test_relief_is_taken_off_the_duty_and_out_of_the_tax_base():
    """2 % of 273,000 = 5,460; less 2,000 = 3,460, to pay 3,400. Base of consumption tax 273,750 + 3,400 = 277,000."""
    assessment = assess([goods("2%", relief_code="14010", relief=2_000)], on=TODAY)

    item = assessment.items[0]
    assert (item.duty_line, item.relief, assessment.duty_total) == (5_460, 2_000, 3_400)
    assert item.consumption_tax_base == 277_000
    assert [(step.name, step.base, step.rate, step.amount) for step in item.steps][2] == (
        *("RELIEF", "5460 - 2000 yen", "14010"),
        3_460,
    )


def test_a_relief_of_the_whole_duty_leaves_nothing_and_more_is_an_officers_task():
    assert assess([goods("2%", relief_code="14010", relief=5_460)], on=TODAY).duty_total == 0
    item = one(goods("2%", relief_code="14010", relief=5_461))

    assert (item.not_computable, item.duty_line) == ("relief of 5461 yen is more than the duty of 5460 yen", 0)


def test_a_grouped_item_bears_the_rate_of_its_code():
    item = one(goods("2%", is_grouped=True))

    assert (item.duty_line, item.rate_reason) == (
        5_460,
        "general 2%; grouped (X): it applies to all goods in the item",
    )


def test_a_rate_by_quantity_is_not_put_to_goods_of_several_codes():
    item = one(goods("17yen/kg", quantities=((D(1), "KG"),), is_grouped=True))

    assert item.not_computable == ("general 17yen/kg: a rate by quantity, and goods of several codes are grouped")


values = st.integers(0, 10**9)
percents = st.decimals("0.1", 60, places=1)
masses = st.decimals("0.1", 10**6, places=3)


@given(percents, values, values)
def test_more_value_never_means_less_duty_or_tax(percent, less, more):
    less, more = sorted((less, more))
    small, great = one(goods(f"{percent}%", value=less)), one(goods(f"{percent}%", value=more))

    assert small.duty_line <= great.duty_line
    assert small.duty_computed <= great.duty_computed
    assert small.consumption_tax_line <= great.consumption_tax_line


@given(percents, values, masses)
def test_the_greater_is_never_below_a_part_and_the_lesser_never_above(percent, value, mass):
    quantities = ((mass, "KG"),)
    parts = [one(goods(part, value=value, quantities=quantities)).duty_computed for part in (f"{percent}%", "17yen/kg")]
    greater, lesser = (
        one(goods(f"{percent}% or 17yen/kg whichever is the {which}", value=value, quantities=quantities))
        for which in ("greater", "less")
    )

    if value > 10_000:  # below, goods owe nothing
        assert greater.duty_computed == max(parts)
        assert lesser.duty_computed == min(parts)
    assert greater.duty_line >= lesser.duty_line


@given(st.lists(st.tuples(percents, values), min_size=1, max_size=20))
def test_totals_are_the_lines_cut_once(lines):
    items = [goods(f"{percent}%", value=value) for percent, value in lines]

    assessment = assess(items, on=TODAY)

    assert assessment == assess(items, on=TODAY)
    assert assessment.duty_total == sum(item.duty_line for item in assessment.items) // 100 * 100
    assert sum(step.amount for step in assessment.steps) == assessment.total_to_pay
