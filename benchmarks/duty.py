"""Assessments a second for 1, 5 and 50 goods items, and the time of one: the arithmetic alone, without a database.

`make shell`, then `python -m benchmarks.duty`. Rates of every kind stand in turn on the items; each item is valued,
assessed by rule and explained step by step. A figure is the median of several rounds. It prints and asserts nothing.
"""

import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from declarations.tariff.consolidation import Line, arrange, merge
from declarations.tariff.duty import assess
from declarations.tariff.notation import read
from declarations.tariff.regimes import Regime
from declarations.tariff.valuation import value
from declarations.tariff.values import CommodityInForce, DutiableItem, TaxClaim

ROUNDS, SECONDS = 7, 0.3
ON = date(2026, 7, 9)
COUNTS = (1, 5, 50)
# General and WTO rate of each kind of goods, the last one under liquor tax.
KINDS = (
    ("690510000", "9.6%", "7.2%"),
    ("950632000", "Free", ""),
    ("110100011", "17yen/kg", ""),
    ("640399015", "60% or 4,800yen/pair whichever is the greater", "30% or 4,300yen/pair whichever is the greater"),
    ("570242000", "4.4%+1.52yen/m2", ""),
    ("220300000", "6.40yen/l", "Free"),
)


def commodity(index: int) -> CommodityInForce:
    """Goods of each kind in turn."""
    code9, general, treaty = KINDS[index % len(KINDS)]
    rates = ((Regime.GENERAL, general), (Regime.WTO, treaty))
    return CommodityInForce(
        code9=code9,
        naccs_digit=int(code9) % 7,
        description="GOODS",
        unit2="KG",
        valid_from=ON,
        rates=tuple((regime, read(cell)) for regime, cell in rates if cell),
    )


def dutiable(count: int) -> list[DutiableItem]:
    """As many goods items."""
    quantities = tuple((Decimal(amount), unit) for amount, unit in (("1234.5", "KG"), ("12", "PR"), ("33.3", "SM")))
    beer = (TaxClaim(kind="BEER", litres=Decimal(200), alcohol=Decimal(5)),)
    goods = [commodity(index) for index in range(count)]
    return [
        DutiableItem(
            number=number,
            commodity=each,
            customs_value=123_456 + number * 1000,
            quantities=quantities,
            origin="SG",
            internal_taxes=beer if each.code9.startswith("2203") else (),
        )
        for number, each in enumerate(goods, start=1)
    ]


def valued(items: list[DutiableItem]) -> None:
    """The customs value of the items, with freight in another currency."""
    value(
        direction="IMPORT",
        incoterm="FOB",
        invoice_currency="USD",
        invoice_amount=Decimal(sum(item.customs_value for item in items)),
        freight=("EUR", Decimal("500.25")),
        insurance=("JPY", Decimal(5000)),
        weights=[Decimal(item.customs_value) for item in items],
        yen_per={"USD": Decimal("155.45"), "EUR": Decimal("169.12")},
    )


def seconds_of(work: Callable[[], object]) -> float:
    """The median time of one piece of work."""
    medians = []
    for _ in range(ROUNDS):
        done, began = 0, time.perf_counter()
        while time.perf_counter() - began < SECONDS:
            work()
            done += 1
        medians.append((time.perf_counter() - began) / done)
    return statistics.median(medians)


def consolidated() -> None:
    """800 invoice lines to goods items."""
    goods = [commodity(index) for index in range(len(KINDS))]
    lines = [
        Line(
            number=number,
            commodity=goods[number % len(goods)],
            description="GOODS",
            origin=("SG", "TH", "VN", "CN")[number % 4],
            origin_certificate="",
            amount=Decimal(1000 + number),
            net_mass=Decimal("1.5"),
        )
        for number in range(1, 801)
    ]
    heaps = merge(lines)
    arrange(heaps, [int(heap.amount) for heap in heaps], direction="IMPORT", on=ON)


def main() -> None:
    """A row for each number of items."""
    print(f"{'items':>5}  {'assess ms':>9}  {'assess/s':>9}  {'value ms':>8}  {'both ms':>8}")
    for count in COUNTS:
        items = dutiable(count)
        assessed = seconds_of(lambda items=items: assess(items, on=ON))  # type: ignore[misc]
        priced = seconds_of(lambda items=items: valued(items))  # type: ignore[misc]
        print(
            f"{count:>5}  {assessed * 1000:>9.3f}  {1 / assessed:>9.0f}  {priced * 1000:>8.3f}"
            f"  {(assessed + priced) * 1000:>8.3f}"
        )
    print(f"\n800 invoice lines consolidated: {seconds_of(consolidated) * 1000:.1f} ms")


if __name__ == "__main__":
    sys.exit(main())
