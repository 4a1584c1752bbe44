"""The simplified tariff: up to 200,000 yen, where it is asked for, and only where it is settled."""

from datetime import date
from decimal import Decimal

import pytest

from declarations.tariff import simplified
from declarations.tariff.duty import assess
from declarations.tariff.notation import read
from declarations.tariff.regimes import Regime
from declarations.tariff.simplified import Unsettled, simplified_rate
from declarations.tariff.values import CommodityInForce, DutiableItem, TaxClaim

TODAY = date(2026, 7, 9)


def goods(code9: str, *, value: int = 100_500, general: str = "9.1%", litres: str = "0") -> DutiableItem:
    commodity = CommodityInForce(
        code9=code9,
        naccs_digit=int(code9) % 7,
        description="GOODS",
        valid_from=date(2014, 1, 1),
        rates=((Regime.GENERAL, read(general)),),
    )
    return DutiableItem(number=1, commodity=commodity, customs_value=value, quantities=((Decimal(litres), "L"),))


def assessed(*items: DutiableItem):
    return assess(items, on=TODAY, simplified_tariff=True).items


@pytest.mark.parametrize(
    ("code9", "notation", "duty"),
    [
        ("620520000", "10%", 10_000),
        ("940161000", "3%", 3_000),
        ("732393000", "Free", 0),
        ("090121000", "15%", 15_000),
        ("210500000", "20%", 20_000),
        ("330510000", "5%", 5_000),
    ],
    ids=["shirts", "seats", "steel ware", "coffee", "ice cream", "other goods"],
)
def test_one_of_seven_rates_takes_the_place_of_the_ordinary_one(code9, notation, duty):
    """100,500 yen are cut to 100,000: 10 %, 3 %, free, 15 %, 20 % and 5 % of it, in place of 9.1 %."""
    (item,) = assessed(goods(code9))

    assert (item.rate_regime, item.rate_notation, item.duty_line) == ("SIMPLIFIED", notation, duty)
    assert item.steps[1].law == simplified.LAW


def test_wine_bears_yen_by_the_litre_and_liquor_tax_beside_it():
    """9.25 L x 70 yen/l: whole litres under 100 yen, 9 x 70 = 630. Liquor tax 9.25 L x 100,000 yen/kl = 925."""
    wine = DutiableItem(
        number=1,
        commodity=goods("220421020").commodity,
        customs_value=30_000,
        quantities=((Decimal("9.25"), "L"),),
        internal_taxes=(TaxClaim(kind="WINE", alcohol=Decimal(13)),),
    )
    (item,) = assessed(wine)

    assert (item.rate_notation, item.duty_line, item.internal_tax_line) == ("70yen/l", 630, 925)


@pytest.mark.parametrize(
    ("second", "regime"), [(100_000, "SIMPLIFIED"), (100_001, "GENERAL")], ids=["at the limit", "above it"]
)
def test_it_ends_at_200_000_yen_for_the_whole_declaration(second, regime):
    items = assessed(goods("620520000", value=100_000), goods("620520000", value=second))

    assert {item.rate_regime for item in items} == {regime}


def test_it_is_not_applied_unasked():
    assert assess([goods("620520000")], on=TODAY).items[0].rate_regime == "GENERAL"


def test_goods_outside_it_keep_their_ordinary_rate():
    """Leather bags are excepted; goods free of duty are free."""
    bags, free = assessed(goods("420221000", value=50_000), goods("620520000", value=50_000, general="Free"))

    assert (bags.rate_regime, bags.duty_line) == ("GENERAL", 4_550)
    assert bags.rate_reason == "general 9.1%; outside the simplified tariff"
    assert (free.rate_regime, free.duty_line) == ("GENERAL", 0)
    assert free.rate_reason == "general Free; goods free of duty are outside the simplified tariff"


def test_what_is_not_settled_is_an_officers_task_and_never_an_amount():
    (item,) = assessed(goods("392690000"))

    assert (
        item.not_computable
        == "whether these goods are articles of plastics of the simplified tariff is not settled here"
    )
    assert item.duty_line == 0
    with pytest.raises(Unsettled, match="food and farm products"):
        simplified_rate("210390000")
