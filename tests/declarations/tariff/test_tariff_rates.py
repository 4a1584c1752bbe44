"""The notation of the schedule, and what its rates give."""

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from declarations.tariff.notation import read
from declarations.tariff.rate_text import rate_of, text_of
from declarations.tariff.rates import (
    AdValorem,
    Compound,
    Difference,
    Free,
    GreaterOf,
    LesserOf,
    NotComputable,
    Rate,
    Reason,
    Specific,
)
from declarations.tariff.regimes import Regime
from declarations.tariff.units import QuantityMissing, quantity_in

D = Decimal
ENOUGH = tuple((D(1000), unit) for unit in ("KG", "L", "KL", "NO", "PR", "SM"))


def kind(cell: str) -> str:
    rate = read(cell).rate
    return rate.why.name if isinstance(rate, NotComputable) else type(rate).__name__


@pytest.mark.parametrize(
    ("cell", "rate", "applied"),
    [
        ("Free", Free(), True),
        ("(Free)", Free(), False),
        ("38.5%", AdValorem(D("38.5")), True),
        ("(38.5%)", AdValorem(D("38.5")), False),
        ("482yen/kg", Specific(D(482), "KG"), True),
        ("*(55yen/kg)", Specific(D(55), "KG"), False),
        ("934yen/kl", Specific(D(934), "KL"), True),
        ("1.50yen/sheet", Specific(D("1.50"), "NO"), True),
        ("(8.5%+290.70yen/1,000 pcs)", Compound((AdValorem(D("8.5")), Specific(D("290.70"), "NO", 1000))), False),
        ("(73.70yen-customs value)/kg", Difference(D("73.70"), "KG"), True),
        (
            "(524yen×1.002-customs value)/kg or 54yen/kg whichever is the less",
            LesserOf((Difference(D("525.048"), "KG"), Specific(D(54), "KG"))),
            True,
        ),
        (
            "60% or 4,800yen/pair whichever is the greater",
            GreaterOf((AdValorem(D(60)), Specific(D(4800), "PR"))),
            True,
        ),
        (
            "5.6% or 4.4%+1.52yen/㎡ whichever is the greater",
            GreaterOf((AdValorem(D("5.6")), Compound((AdValorem(D("4.4")), Specific(D("1.52"), "SM"))))),
            True,
        ),
        ("(500円 /kg)", Specific(D(500), "KG"), False),
        ("624円/MT", Specific(D(624), "MT"), True),
        (
            "9.3%又は7.19円/kgのうちいずれか高い税率（ただしその税率が50%を上回る場合は50%とする）",
            LesserOf((GreaterOf((AdValorem(D("9.3")), Specific(D("7.19"), "KG"))), AdValorem(D(50)))),
            True,
        ),
        (
            "1.9%又は((500円-課税価格)×10/16)/kgのうちいずれか低い税率",
            LesserOf((AdValorem(D("1.9")), Difference(D(500), "KG", times=D(10), over=D(16)))),
            True,
        ),
        ("577.15円/kg-課税価格/kg×0.6", Difference(D("577.15"), "KG", share=D("0.6")), True),
        (
            "15% or 125yen/l whichever is the less ただしその税率が67yen/lを下回る場合は67yen/l",
            GreaterOf((LesserOf((AdValorem(D(15)), Specific(D(125), "L"))), Specific(D(67), "L"))),
            True,
        ),
        ("(50%又は12円/kgのうちいずれか高い税率)", GreaterOf((AdValorem(D(50)), Specific(D(12), "KG"))), False),
    ],
)
def test_a_cell_is_read_as_its_rate(cell, rate, applied):
    notation = read(cell)

    assert (notation.text, notation.rate, notation.applied) == (cell, rate, applied)


@pytest.mark.parametrize(
    ("cell", "why", "choices", "applied"),
    [
        ("●Free~5%", Reason.RANGE, [("●", "Free"), ("●", "5%")], True),
        ("Free~(1.8%)", Reason.RANGE, [("", "Free"), ("", "1.8%")], True),
        ("(Free)~(10.8%)", Reason.RANGE, [("", "Free"), ("", "10.8%")], False),
        ("13% or no concession ◆12", Reason.NO_CONCESSION, [("◆12", "13%"), ("◆12", None)], True),
        ("within TRQ: Free", Reason.QUOTA, [("within TRQ:", "Free")], True),
        (
            "関税割当数量以内のもの　無税 関税割当数量以外のもの　23.8%",
            Reason.QUOTA,
            [("関税割当数量以内のもの", "Free"), ("関税割当数量以外のもの", "23.8%")],
            True,
        ),
        ("特恵輸入対象のもの Free", Reason.CONDITION, [("特恵輸入対象のもの", "Free")], True),
        ("(一部3.5%)", Reason.CONDITION, [("一部", "3.5%")], False),
        ("*29.8%＋396円/kg", Reason.MARK, [("*", "29.8%+396yen/kg")], True),
        ("◆3", Reason.MARK, [], True),
        ("1キログラムにつき枝肉に係る基準輸入価格と課税価格との差額", Reason.FORMULA, [], True),
        (
            "15% or 125yen/l whichever is the less ただしその税率が67yen/lを下回る場合は70yen/l",
            Reason.CONDITION,
            [],
            True,
        ),
        ("5 percent", Reason.UNREADABLE, [], True),
        ("", Reason.UNREADABLE, [], True),
    ],
)
def test_a_cell_that_a_person_must_apply_says_why_and_names_its_rates(cell, why, choices, applied):
    notation = read(cell)

    assert isinstance(notation.rate, NotComputable)
    assert (notation.rate.notation, notation.rate.why, notation.applied) == (cell, why, applied)
    named = [(choice.condition, choice.rate and text_of(choice.rate)) for choice in notation.rate.choices]
    assert named == choices


def test_a_cell_that_treats_parties_apart_is_read_for_each_origin():
    notation = read(
        "（カナダ及びニュージーランドに対する待遇）　3% （チリに対する待遇）　2.6% （他の締約国に対する待遇）　1%"
    )

    rates = {origin: text_of(notation.rate_for(origin)) for origin in ("CA", "NZ", "CL", "MX")}
    assert rates == {"CA": "3%", "NZ": "3%", "CL": "2.6%", "MX": "1%"}


def test_a_cell_for_some_parties_alone_needs_a_person_for_the_others():
    notation = read("（オーストラリア及びニュージーランドに対する待遇）　無税")

    assert notation.rate_for("AU") == Free()
    assert notation.rate_for("MX").why is Reason.CONDITION


def test_every_shipped_cell_is_a_rate_or_a_named_reason(schedule):
    cells = [row[regime.lower()] for row in schedule for regime in Regime if row.get(regime.lower())]

    assert Counter(map(kind, cells)) == {
        **{"Free": 823, "AdValorem": 320, "Specific": 32, "GreaterOf": 24, "LesserOf": 6, "Compound": 2},
        **{"Difference": 1, "RANGE": 11, "CONDITION": 4, "QUOTA": 4, "NO_CONCESSION": 2},
    }
    for cell in set(cells):
        rate = read(cell).rate
        if isinstance(rate, Rate):
            assert rate.duty(100_000, ENOUGH) >= 0


def test_a_part_of_what_lacks_is_taken():
    """((500 yen - value) x 10/16)/kg on 100 kg worth 34,000 yen: 160 yen lack a kilogram, of which 100 are taken."""
    rate = read("((500円-課税価格)×10/16)/kg").rate

    assert rate.duty(34_000, ((D(100), "KG"),)) == 10_000
    assert rate.duty(60_000, ((D(100), "KG"),)) == 0


def test_the_gate_price_of_pork_is_a_share_of_the_value_and_what_lacks():
    """Value 50,000 yen of 100 kg, 500 yen/kg: 500 x (1.007 - 51.46/897.59) + 51.46 - 500 = 26.2947 yen/kg."""
    rate = read("（（課税価格×（1.007-51.46/897.59）＋51.46円）-課税価格）/kg").rate

    assert round(rate.duty(50_000, ((D(100), "KG"),)), 2) == D("2629.44")


def test_a_specific_rate_takes_the_quantity_the_law_counts():
    """934 yen/kl on 12.345 kl: as declared 11,530.23; three digits count one decimal: 12.3 x 934 = 11,488.2."""
    rate = Specific(D(934), "KL")

    assert rate.duty(0, ((D("12.345"), "KL"),)) == D("11530.230")
    assert rate.lawful_duty(0, ((D("12.345"), "KL"),)) == D("11488.2")


def test_a_rate_for_a_thousand_pieces_counts_thousands():
    """290.70 yen for 1,000: 12,345 pieces are 12.345 thousands; cut to one decimal 12.3 x 290.70 = 3,575.61."""
    rate = Specific(D("290.70"), "NO", 1000)

    assert rate.duty(0, ((D(12345), "NO"),)) == D("3588.69150")
    assert rate.lawful_duty(0, ((D(12345), "NO"),)) == D("3575.610")


def test_a_difference_is_what_the_unit_value_lacks():
    """(73.70 yen - value)/kg on 10,000.9 kg worth 700,000 yen.

    Exact: 73.70 x 10,000.9 - 700,000 = 37,066.33. The lacking 3.70... yen/kg has one digit, so whole kilograms
    count: 37,066.33 x 10,000 / 10,000.9. A dearer kilogram owes nothing.
    """
    rate = Difference(D("73.70"), "KG")

    assert rate.duty(700_000, ((D("10000.9"), "KG"),)) == D("37066.330")
    assert int(rate.lawful_duty(700_000, ((D("10000.9"), "KG"),))) == 37_062
    assert rate.lawful_duty(740_000, ((D(10_000), "KG"),)) == 0


@pytest.mark.parametrize(
    ("value", "duty"),
    [(300_000, 67_000), (700_000, 105_000), (2_000_000, 125_000)],
    ids=["the minimum", "ad valorem", "the limit by litre"],
)
def test_wine_has_a_limit_and_a_minimum_by_litre(value, duty):
    """1,000 l at 15 %, at most 125 yen/l, at least 67 yen/l: 45,000 -> 67,000; 105,000; 300,000 -> 125,000."""
    rate = read("15% or 125yen/l whichever is the less ただしその税率が67yen/lを下回る場合は67yen/l").rate

    assert rate.lawful_duty(value, ((D(1000), "L"),)) == duty


def test_a_missing_quantity_names_its_unit():
    with pytest.raises(QuantityMissing, match="quantity missing in KG") as missing:
        Specific(D(10), "KG").duty(1000, ((D(5), "NO"),))

    assert missing.value.unit == "KG"


@pytest.mark.parametrize(
    ("declared", "unit", "quantity"),
    [
        (((D("1.5"), "MT"),), "KG", D(1500)),
        (((D(2500), "GR"),), "KG", D("2.5")),
        (((D("2.5"), "KL"),), "L", D(2500)),
        (((D("2.5"), "TH"),), "NO", D(2500)),
        (((D(3), "DZ"),), "NO", D(36)),
        (((D(1), "MT"), (D(998), "KG")), "KG", D(998)),
    ],
)
def test_quantities_convert_where_that_is_exact(declared, unit, quantity):
    assert quantity_in(unit, declared) == quantity


percents = st.decimals(0, 100, places=2).map(AdValorem)
specifics = st.builds(Specific, st.decimals(D("0.01"), 99_999, places=2), st.just("KG"))
simple = st.one_of(st.just(Free()), percents, specifics)
values = st.integers(0, 10**12)
kilograms = st.decimals(D("0.001"), 10**6, places=3)


numbers = st.decimals(D("0.01"), 99_999, places=2)
terms = st.one_of(
    st.just(Free()),
    percents,
    st.builds(Specific, numbers, st.sampled_from(["KG", "MT", "L", "KL", "SM", "PR", "NO"])),
    st.builds(Specific, numbers, st.just("NO"), st.just(1000)),
    st.builds(Difference, numbers, st.just("KG"), numbers, numbers, numbers),
)
sums = terms | st.builds(Compound, st.tuples(terms, terms))
choices_of_two = st.builds(GreaterOf, st.tuples(sums, sums)) | st.builds(LesserOf, st.tuples(sums, sums))
limited = st.builds(GreaterOf, st.tuples(choices_of_two, specifics)) | st.builds(
    LesserOf, st.tuples(choices_of_two, percents)
)


@given(sums | choices_of_two | limited)
def test_a_rate_that_is_written_is_read_as_the_same_rate(rate):
    assert rate_of(text_of(rate)) == rate
    assert read(text_of(rate)).rate == rate


@given(percents, values, values)
def test_more_value_never_owes_less_ad_valorem(rate, one, other):
    less, more = sorted((one, other))

    assert rate.duty(less) <= rate.duty(more)
    assert rate.lawful_duty(less) <= rate.lawful_duty(more)
    assert rate.lawful_duty(more) <= rate.duty(more)


@given(simple, simple, values, kilograms)
def test_the_greater_is_below_no_part_and_the_lesser_above_none(one, other, value, mass):
    quantities = ((mass, "KG"),)
    duties = {one.lawful_duty(value, quantities), other.lawful_duty(value, quantities)}

    assert GreaterOf((one, other)).lawful_duty(value, quantities) == max(duties)
    assert LesserOf((one, other)).lawful_duty(value, quantities) == min(duties)


@given(specifics, kilograms)
def test_cutting_a_quantity_never_raises_specific_duty(rate, mass):
    quantities = ((mass, "KG"),)

    assert rate.lawful_duty(0, quantities) <= rate.duty(0, quantities)


@given(st.text(max_size=60))
def test_reading_never_raises(cell):
    assert read(cell).text == cell
