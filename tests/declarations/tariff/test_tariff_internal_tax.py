"""Other internal taxes: liquor tax by the litre, what is stated, what is an officer's task."""

from datetime import date
from decimal import Decimal
from itertools import groupby, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from declarations.tariff.duty import assess
from declarations.tariff.internal_tax import LIQUOR_RATES
from declarations.tariff.values import DutiableItem, TaxClaim

D = Decimal
TODAY = date(2026, 7, 9)


def claim(kind: str, **stated: object) -> TaxClaim:
    return TaxClaim(kind=kind, **{name: D(str(each)) for name, each in stated.items()})


def drink(commodity, *taxes: TaxClaim, litres: str = "200", value: int = 100_000) -> DutiableItem:
    return DutiableItem(
        number=1,
        commodity=commodity,
        customs_value=value,
        quantities=((D(litres), "L"),),
        internal_taxes=taxes,
    )


def test_beer_bears_liquor_tax_which_is_part_of_the_base_of_consumption_tax(line):
    """200 L x 181,000 yen/kl = 36,200. Duty free. Tax base 100,000 + 0 + 36,200 = 136,200, cut to 136,000;
    x 7.8 % = 10,608; 10,600 x 22/78 = 2,989. To pay 36,200 + 10,600 + 2,900."""
    assessment = assess([drink(line("220300000"), claim("BEER", alcohol=5))], on=TODAY)

    item = assessment.items[0]
    assert (item.duty_line, item.internal_tax_line) == (0, 36_200)
    assert (item.consumption_tax_base, item.consumption_tax_line) == (136_000, 10_608)
    assert item.local_consumption_tax_line == 2_989
    assert (assessment.internal_tax_total, assessment.total_to_pay) == (36_200, 49_700)
    assert [(step.name, step.law, step.base, step.rate, step.amount) for step in item.steps][2:4] == [
        ("BEER", "Liquor Tax Act art. 23", "200.00 L of 5 % alcohol", "181,000yen/kl", 36_200),
        ("CONSUMPTION_TAX_BASE", "Consumption Tax Act art. 28 (4)", _BASE_OF_BEER, "", 136_000),
    ]
    assert [(step.name, step.law.split(";")[0], step.amount) for step in assessment.steps][1] == (
        *("INTERNAL_TAX_TOTAL", "Liquor Tax Act"),
        36_200,
    )


_BASE_OF_BEER = "100000 + 0 yen + 36200 yen other internal taxes"


@pytest.mark.parametrize(
    ("code9", "kind", "alcohol", "on", "tax"),
    [
        ("220300000", "BEER", "5", date(2020, 9, 30), 44_000),
        ("220300000", "BEER", "5", date(2020, 10, 1), 40_000),
        ("220300000", "BEER", "5", date(2023, 10, 1), 36_200),
        ("220300000", "BEER", "5", date(2026, 9, 30), 36_200),
        ("220300000", "BEER", "5", date(2026, 10, 1), 31_000),
        ("220421020", "WINE", "13.5", date(2020, 9, 30), 16_000),
        ("220421020", "WINE", "13.5", date(2023, 10, 1), 20_000),
        ("220830000", "WHISKY", "36.9", TODAY, 74_000),
        ("220830000", "WHISKY", "37.9", TODAY, 74_000),
        ("220830000", "WHISKY", "38", TODAY, 76_000),
        ("220830000", "WHISKY", "43.5", TODAY, 86_000),
        ("220830000", "SHOCHU", "25", TODAY, 50_000),
    ],
)
def test_liquor_is_taxed_by_the_day_and_the_strength(line, code9, kind, alcohol, on, tax):
    """200 L each. Beer 220,000, 200,000, 181,000, then 155,000 yen/kl. Wine 80,000, then 100,000. Whisky up to 37
    degrees 370,000 and 10,000 more for each whole degree: 380,000 at 38, 430,000 at 43.5. Shochu 200,000 at 20
    degrees: 250,000 at 25."""
    item = assess([drink(line(code9), claim(kind, alcohol=alcohol))], on=on).items[0]

    assert (item.not_computable, item.internal_tax_line) == ("", tax)


def test_litres_are_cut_to_ten_millilitres_and_yen_to_whole_ones(line):
    """0.759 L is 0.75 L; x 430,000 yen/kl = 322.5, so 322 yen."""
    item = assess([drink(line("220830000"), claim("WHISKY", alcohol=43), litres="0.759")], on=TODAY).items[0]

    assert item.internal_tax_line == 322


def test_two_strengths_in_one_item_each_have_their_litres(line):
    """10 L x 400,000 yen/kl + 10 L x 430,000 = 4,000 + 4,300."""
    taxes = (claim("WHISKY", alcohol=40, litres=10), claim("WHISKY", alcohol=43, litres=10))

    assert assess([drink(line("220830000"), *taxes)], on=TODAY).items[0].internal_tax_line == 8_300


def test_a_tax_that_is_not_computed_here_is_taken_as_stated_and_cut_by_its_law(line):
    """Cigarettes, free of duty: 15,244 + 99 of tobacco tax and 950 of liquor tax. Base 1,016,293, cut to 1,016,000.
    Each tax is cut to 100 yen on its own: 15,300 + 900."""
    taxes = (
        TaxClaim(kind="TOBACCO", amount=15_244),
        TaxClaim(kind="TOBACCO", amount=99),
        TaxClaim(kind="OTHER_LIQUOR", amount=950),
    )
    item = DutiableItem(number=1, commodity=line("240220000"), customs_value=1_000_000, internal_taxes=taxes)
    assessment = assess([item], on=TODAY)

    assert assessment.items[0].internal_tax_line == 16_293
    assert assessment.items[0].consumption_tax_base == 1_016_000
    assert assessment.internal_tax_total == 16_200


@pytest.mark.parametrize(
    ("code9", "taxes", "why"),
    [
        ("220300000", (), "Liquor Tax Act usually binds such goods and no tax is stated"),
        ("240220000", (), "Tobacco Tax Act usually binds such goods and no tax is stated"),
        ("220300000", (claim("BEER"),), "the strength of BEER is not stated"),
        ("220300000", (claim("BEER", alcohol=20),), "BEER of 20 % alcohol may be another kind of liquor"),
        ("220421020", (claim("WINE", alcohol=10),), "WINE of 10 % alcohol may be another kind of liquor"),
        ("220830000", (claim("WHISKY", alcohol=12),), "WHISKY of 12 % alcohol may be another kind of liquor"),
        ("220300000", (claim("MEAD"),), "tax of kind MEAD is not known"),
        ("240220000", (claim("TOBACCO"),), "the amount of TOBACCO under the Tobacco Tax Act is not stated"),
    ],
)
def test_where_no_figure_can_be_given_an_officer_assesses(line, code9, taxes, why):
    assessment = assess([drink(line(code9), *taxes)], on=TODAY)

    assert assessment.items[0].not_computable == why
    assert (assessment.total_to_pay, assessment.is_complete) == (0, False)


def test_no_rate_is_invented_for_days_before_the_table(line):
    item = assess([drink(line("220300000"), claim("BEER", alcohol=5))], on=date(2006, 4, 30)).items[0]

    assert item.not_computable == "no rate of liquor tax for BEER on 2006-04-30 is kept here"


def test_litres_are_needed(line):
    item = DutiableItem(
        number=1, commodity=line("220830000"), customs_value=1, internal_taxes=(claim("WHISKY", alcohol=40),)
    )

    assert assess([item], on=TODAY).items[0].not_computable == "liquor tax on WHISKY: quantity missing in L"


def test_a_small_consignment_is_free_of_duty_and_consumption_tax_and_not_of_liquor_tax(line):
    """0.75 L of whisky at 43 degrees, 4,000 yen: 322 yen of liquor tax, 300 to pay. Gasoline worth 4,000 yen is free
    of all; whisky of which nothing is stated is an officer's task."""
    bottle = drink(line("220830000"), claim("WHISKY", alcohol=43), litres="0.75", value=4_000)
    gasoline = DutiableItem(number=2, commodity=line("271012137"), customs_value=4_000)

    assessment = assess([bottle, gasoline], on=TODAY)

    assert [(item.rate_regime, item.internal_tax_line, item.consumption_tax_line) for item in assessment.items] == [
        ("EXEMPT", 322, 0),
        ("EXEMPT", 0, 0),
    ]
    assert (assessment.total_to_pay, assessment.is_complete) == (300, True)
    assert not assess([drink(line("220830000"), value=4_000)], on=TODAY).is_complete


def test_rates_of_a_kind_follow_one_another_without_a_gap():
    for kind, rates in groupby(LIQUOR_RATES, key=lambda rate: rate.kind):
        rows = list(rates)
        assert rows[-1].until == date.max, kind
        for earlier, later in pairwise(rows):
            assert later.since.toordinal() - earlier.until.toordinal() == 1


@given(st.decimals(20, 95, places=1), st.decimals(20, 95, places=1), st.decimals(0, 10**6, places=3))
def test_stronger_whisky_never_bears_less(weaker, stronger, litres):
    rate = next(rate for rate in LIQUOR_RATES if rate.kind == "WHISKY")
    weaker, stronger = sorted((weaker, stronger))

    assert rate.yen_at(weaker) * litres <= rate.yen_at(stronger) * litres
