"""What an import owes. The expected figures are official examples or worked out in the docstrings."""

import csv
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from declarations.tariff import consumption_tax, small_value
from declarations.tariff.duty import assess
from declarations.tariff.notation import read
from declarations.tariff.regimes import Regime
from declarations.tariff.rounding import floor_to
from declarations.tariff.values import CommodityInForce, ConsumptionTaxClass, DutiableItem, TaxClaim

D = Decimal
TODAY = date(2026, 7, 9)
VECTORS = Path(__file__).parent / "data" / "duty_test_vectors.csv"


def cases():
    with VECTORS.open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    return [pytest.param(list(group), id=case) for case, group in groupby(rows, key=lambda row: row["case"])]


def commodity(general: str, *, tax_class: ConsumptionTaxClass = ConsumptionTaxClass.STANDARD) -> CommodityInForce:
    return CommodityInForce(
        code9="690510000",
        naccs_digit=5,
        description="GOODS",
        consumption_tax_class=tax_class,
        valid_from=date(2014, 1, 1),
        rates=((Regime.GENERAL, read(general)),),
    )


def one(item: DutiableItem, *, on: date = TODAY):
    return assess([item], on=on).items[0]


@pytest.mark.parametrize("rows", cases())
def test_the_published_examples_come_out_to_the_yen(rows):
    classes = {"7.8": ConsumptionTaxClass.STANDARD, "6.24": ConsumptionTaxClass.REDUCED}
    items = [
        DutiableItem(
            number=number,
            commodity=commodity(f"{row['duty_rate_pct']}%", tax_class=classes[row["national_ct_rate_pct"]]),
            customs_value=int(row["cif_yen"]),
        )
        for number, row in enumerate(rows, start=1)
    ]

    assessment = assess(items, on=date(2020, 1, 1))

    for row, item in zip(rows, assessment.items, strict=True):
        assert item.duty_line == int(row["line_duty_untruncated"])
        assert floor_to(item.duty_line, 100) == int(row["line_duty_100"])
        assert item.consumption_tax_rate == D(row["national_ct_rate_pct"])
        assert item.consumption_tax_base == int(row["ct_base_1000"])
        assert item.consumption_tax_line == int(row["line_ct"])
        assert floor_to(item.consumption_tax_line, 100) == int(row["line_ct_100"])
        assert item.local_consumption_tax_line == int(row["line_lct"])
    assert assessment.duty_total == int(rows[0]["total_duty_100"])
    assert assessment.consumption_tax_total == int(rows[0]["total_ct_100"])
    assert assessment.local_consumption_tax_total == int(rows[0]["total_lct_100"])


def test_soy_sauce_of_2014_owes_what_the_source_document_shows(line):
    """7.2 % of 250,000 = 18,000. Consumption tax of that day, 4 % and a quarter of it: 268,000 x 4 % = 10,720;
    10,700 x 25/100 = 2,675. To pay 18,000 + 10,700 + 2,600."""
    item = DutiableItem(number=1, commodity=line("210310000"), customs_value=250_000, origin="SG")

    assessment = assess([item], on=date(2014, 1, 1))

    assessed = assessment.items[0]
    assert (assessed.duty_computed, assessed.duty_base, assessed.duty_line) == (18_000, 250_000, 18_000)
    assert (assessed.rate_regime, assessed.rate_notation) == ("WTO", "7.2%")
    assert assessed.rate_reason == "WTO 7.2%, lower than general 9.6%"
    assert (assessed.consumption_tax_line, assessed.local_consumption_tax_line) == (10_720, 2_675)
    assert assessment.total_to_pay == 31_300


def test_roofing_tiles_have_three_figures_of_duty(line):
    """2 % of 273,750 = 5,475 exactly; of 273,000 = 5,460 by law; 5,400 to pay."""
    assessment = assess(
        [DutiableItem(number=1, commodity=line("690510000"), customs_value=273_750)], on=date(2016, 5, 15)
    )

    assert assessment.items[0].duty_computed == 5_475
    assert assessment.items[0].duty_line == 5_460
    assert assessment.duty_total == 5_400


def test_golf_balls_are_free_of_duty(line):
    assessed = one(DutiableItem(number=1, commodity=line("950632000"), customs_value=324_550), on=date(2016, 5, 18))

    assert (assessed.duty_computed, assessed.duty_line, assessed.rate_reason) == (0, 0, "general Free")


@pytest.mark.parametrize(
    ("code9", "value", "quantities", "regime", "duty", "reason"),
    [
        (
            "640399015",
            100_000,
            ((D(10), "PR"),),
            "WTO",
            43_000,
            "WTO 30% or 4,300yen/pair whichever is the greater, "
            "lower than general 60% or 4,800yen/pair whichever is the greater",
        ),
        (
            "070310012",
            700_000,
            ((D(10_000), "KG"),),
            "GENERAL",
            37_000,
            "general (73.70yen-customs value)/kg; WTO 8.5% is not lower",
        ),
        ("100199099", 500_000, ((D(10), "MT"),), "TEMPORARY", 98_000, "temporary 9.80yen/kg"),
        ("020130010", 1_000_000, ((D(500), "KG"),), "TEMPORARY", 385_000, "temporary 38.5%"),
        ("240220000", 1_000_000, (), "TEMPORARY", 0, "temporary Free"),
        ("121221100", 50_000, ((D("2.5"), "TH"),), "GENERAL", 3_750, "general 1.50yen/sheet"),
        ("271012137", 900_000, ((D("12.345"), "KL"),), "GENERAL", 11_488, "general 934yen/kl"),
    ],
    ids=["leather shoes", "onions", "wheat", "beef", "cigarettes", "nori", "gasoline"],
)
def test_the_rate_in_force_is_chosen_and_explained(line, code9, value, quantities, regime, duty, reason):
    """Shoes: WTO max(30 % = 30,000; 10 x 4,300) = 43,000 against general max(60,000; 48,000) = 60,000.
    Onions at 70 yen/kg: 3.70 x 10,000 = 37,000 against 8.5 % = 59,500. Wheat: 9.80 x 10,000 kg.
    Gasoline: 934 x 12.3 kl = 11,488.2. The general rates of wheat and beef are printed in brackets.
    """
    not_taxed = (TaxClaim(kind="NONE"),)
    assessed = one(
        DutiableItem(
            number=1, commodity=line(code9), customs_value=value, quantities=quantities, internal_taxes=not_taxed
        )
    )

    assert (assessed.rate_regime, assessed.duty_line, assessed.rate_reason) == (regime, duty, reason)
    assert assessed.not_computable == ""


@pytest.mark.parametrize(
    ("certificate", "origin", "on", "regime", "reason"),
    [
        ("EUJP", "FR", TODAY, "EU", "EU Free, lower than WTO 7.2%"),
        ("RCEP", "CN", TODAY, "RCEP_CN", "RCEP (China) 4.5%, lower than WTO 7.2%"),
        (
            "RCEP",
            "TH",
            TODAY,
            "RCEP_ASEAN_AU_NZ",
            "RCEP (ASEAN, Australia, New Zealand) 4.5%, lower than WTO 7.2%",
        ),
        ("GSP ", "KE", TODAY, "GSP", "GSP 6%, lower than WTO 7.2%"),
        (
            "EUJP",
            "CN",
            TODAY,
            "WTO",
            "WTO 7.2%, lower than general 9.6%; certificate EUJP gives nothing for origin CN on 2026-07-09",
        ),
        (
            "EUJP",
            "FR",
            date(2019, 1, 31),
            "WTO",
            "WTO 7.2%, lower than general 9.6%; certificate EUJP gives nothing for origin FR on 2019-01-31",
        ),
        (
            "XXXX",
            "FR",
            TODAY,
            "WTO",
            "WTO 7.2%, lower than general 9.6%; certificate XXXX gives nothing for origin FR on 2026-07-09",
        ),
        (
            "RCEP",
            "KR",
            TODAY,
            "WTO",
            "WTO 7.2%, lower than general 9.6%; no RCEP (Korea) rate for this commodity",
        ),
    ],
)
def test_a_preference_needs_a_certificate_that_fits(line, certificate, origin, on, regime, reason):
    item = DutiableItem(
        number=1, commodity=line("210310000"), customs_value=250_000, origin=origin, origin_certificate=certificate
    )

    assessed = one(item, on=on)

    assert (assessed.rate_regime, assessed.rate_reason) == (regime, reason)


def test_a_preference_is_not_read_where_the_goods_are_free_anyway(line):
    """Toys are free; the RCEP cell is a range that could not be computed, and need not be."""
    assessed = one(
        DutiableItem(
            number=1, commodity=line("950300000"), customs_value=50_000, origin="TH", origin_certificate="RCEP"
        )
    )

    assert (assessed.duty_line, assessed.not_computable) == (0, "")
    assert assessed.rate_reason == ("general Free; RCEP (ASEAN, Australia, New Zealand) Free~(2.4%) is not lower")


@pytest.mark.parametrize(
    ("code9", "certificate", "why"),
    [
        ("100199099", "", "temporary 9.80yen/kg: quantity missing in KG"),
        ("040690090", "EUJP", "EU 13% or no concession ◆12: part of the line has no concession"),
        ("170114190", "EUJP", "EU within TRQ: Free: depends on a tariff quota"),
    ],
)
def test_what_cannot_be_computed_says_why_and_owes_no_invented_amount(line, code9, certificate, why):
    items = [
        DutiableItem(
            number=1,
            commodity=line(code9),
            customs_value=500_000,
            quantities=((D(100), "KG"),) if certificate else (),
            origin="FR",
            origin_certificate=certificate,
        ),
        DutiableItem(number=2, commodity=line("690510000"), customs_value=273_750),
    ]

    assessment = assess(items, on=TODAY)

    assert assessment.items[0].not_computable == why
    assert (assessment.items[0].duty_line, assessment.items[0].consumption_tax_line) == (0, 0)
    assert assessment.duty_total == 5_400
    assert not assessment.is_complete


@pytest.mark.parametrize(("value", "regime", "duty"), [(5_000, "EXEMPT", 0), (5_001, "WTO", 100)], ids=["at", "above"])
def test_up_to_ten_thousand_yen_only_the_listed_goods_owe(line, value, regime, duty):
    """Tiles and a knitted T-shirt of 5,000 yen (listed: 7.4 % = 370). Up to 10,000 yen together the tiles are
    free; one yen above they owe 2 % of 5,000 = 100."""
    items = [
        DutiableItem(number=1, commodity=line("690510000"), customs_value=value),
        DutiableItem(number=2, commodity=line("610910020"), customs_value=5_000),
    ]

    tiles, shirt = assess(items, on=TODAY).items

    assert (tiles.rate_regime, tiles.duty_line) == (regime, duty)
    assert shirt.duty_line == 370


def test_the_list_of_goods_that_stay_dutiable_tells_what_is_sure():
    assert [entry.prefix for entry in small_value.EXCEPTIONS if entry.is_sure] == [
        *("420221", "420291", "61", "640212", "640312")
    ]
    assert not small_value.is_exempt("640399015")
    assert small_value.is_exempt("210310000")


@pytest.mark.parametrize(
    ("on", "standard", "reduced", "local"),
    [
        (date(1997, 3, 31), "3", "3", "0/1"),
        (date(1997, 4, 1), "4", "4", "25/100"),
        (date(2014, 3, 31), "4", "4", "25/100"),
        (date(2014, 4, 1), "6.3", "6.3", "17/63"),
        (date(2019, 9, 30), "6.3", "6.3", "17/63"),
        (date(2019, 10, 1), "7.8", "6.24", "22/78"),
    ],
)
def test_consumption_tax_is_that_of_the_declared_day(on, standard, reduced, local):
    law = consumption_tax.law_of(on)

    assert law.national(ConsumptionTaxClass.STANDARD) == D(standard)
    assert law.national(ConsumptionTaxClass.REDUCED) == D(reduced)
    assert law.local_rate == local


def test_each_step_names_its_law_and_is_ready_for_json(line):
    assessed = one(DutiableItem(number=1, commodity=line("690510000"), customs_value=273_750))

    steps = msgspec.to_builtins(assessed.steps)
    assert [(step["name"], step["base"], step["rate"], step["amount"]) for step in steps] == [
        ("DUTY_BASE", "273750 yen", "", 273_000),
        ("DUTY", "273000 yen", "2%", 5_460),
        ("CONSUMPTION_TAX_BASE", "273750 + 5400 yen", "", 279_000),
        ("CONSUMPTION_TAX", "279000 yen", "7.8%", 21_762),
        ("LOCAL_CONSUMPTION_TAX", "21700 yen", "22/78", 6_120),
    ]
    assert all(step["law"] and step["rounding"] for step in steps)


def test_the_totals_have_their_steps_too(line):
    """5,460 of the line is cut to 5,400; 21,762 to 21,700; 21,700 x 22/78 = 6,120 to 6,100."""
    assessment = assess([DutiableItem(number=1, commodity=line("690510000"), customs_value=273_750)], on=TODAY)

    assert [(step.name, step.base, step.amount) for step in assessment.steps] == [
        ("DUTY_TOTAL", "5460 yen", 5_400),
        ("CONSUMPTION_TAX_TOTAL", "21762 yen", 21_700),
        ("LOCAL_CONSUMPTION_TAX_TOTAL", "6120 yen", 6_100),
    ]
    assert all(step.law and step.rounding == "cut to 100 yen" for step in assessment.steps)


item_values = st.integers(0, 10**9)
rates = st.sampled_from(["Free", "2%", "9.6%", "60%", "17yen/kg", "50% or 12yen/kg whichever is the greater"])


@given(st.lists(st.tuples(rates, item_values), min_size=1, max_size=8))
def test_an_assessment_repeats_itself_and_never_exceeds_its_lines(lines):
    items = [
        DutiableItem(number=number, commodity=commodity(rate), customs_value=value, quantities=((D("12.5"), "KG"),))
        for number, (rate, value) in enumerate(lines, start=1)
    ]

    assessment = assess(items, on=TODAY)

    assert assess(items, on=TODAY) == assessment
    assert 0 <= sum(item.duty_line for item in assessment.items) - assessment.duty_total < 100
    assert 0 <= sum(item.consumption_tax_line for item in assessment.items) - assessment.consumption_tax_total < 100
    assert assessment.total_to_pay % 100 == 0
    assert all(item.duty_line <= item.duty_computed for item in assessment.items)
