"""Invoice-currency shares of a half-year: the four largest currencies and the others, in percent. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from msgspec import Struct

from declarations.dataset.statistics.cells import Invoiced

WORLD = "WORLD"
SHOWN = (WORLD, "US", "EU", "ASIA")
LARGEST = 4
Measure = Literal["VALUE", "COUNT"]


class Share(Struct, frozen=True):
    """A currency's share, in percent with one decimal; `currency` is blank for all others."""

    currency: str
    percent: Decimal


def half_year(on: date) -> tuple[date, ...]:
    """The first days of the six months of the half-year that a day is in."""
    begins = 1 if on.month <= 6 else 7
    return tuple(date(on.year, month, 1) for month in range(begins, begins + 6))


def shares(cells: Iterable[Invoiced], *, direction: str, area: str, measure: Measure) -> tuple[Share, ...]:
    """The shares in one direction with one group of countries; none where nothing was traded.

    Each is rounded by itself, half up, so that they may add up to 0.1 more or less than a hundred.
    """
    amounts: dict[str, int] = defaultdict(int)
    for cell in cells:
        if cell.direction == direction and area in {WORLD, cell.area}:
            amounts[cell.currency] += cell.value if measure == "VALUE" else cell.items
    total = sum(amounts.values())
    if not total:
        return ()
    ranked = sorted(amounts.items(), key=lambda each: (-each[1], each[0]))
    largest, rest = ranked[:LARGEST], sum(amount for _, amount in ranked[LARGEST:])
    return tuple(Share(currency, _percent(amount, total)) for currency, amount in [*largest, ("", rest)])


def _percent(amount: int, total: int) -> Decimal:
    return (Decimal(amount) * 100 / total).quantize(Decimal("0.1"), ROUND_HALF_UP)
