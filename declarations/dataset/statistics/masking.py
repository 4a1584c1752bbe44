"""Passive secrecy: what a trader asked to be masked stands under one code with all that is masked. Pure.

Totals by country, office and direction never change. The quantity of what is masked is not told. One masked commodity
alone would be told by the sum: that is for whoever grants a request to see.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable

from declarations.dataset.statistics.cells import Trade

CONFIDENTIAL = "000000000"
Masked = tuple[str, str]
"""Direction and commodity."""


def masked(cells: Iterable[Trade], secret: Collection[Masked]) -> list[Trade]:
    """The cells with those of secret commodities put together under `CONFIDENTIAL`, in order."""
    shown: list[Trade] = []
    hidden: dict[tuple[str, str, str], int] = defaultdict(int)
    for cell in cells:
        if (cell.direction, cell.commodity) in secret:
            hidden[cell.direction, cell.country, cell.office] += cell.value
        else:
            shown.append(cell)
    together = [
        Trade(direction, CONFIDENTIAL, country, office, value, None, "")
        for (direction, country, office), value in hidden.items()
    ]
    return sorted([*together, *shown], key=place_of)


def place_of(cell: Trade) -> tuple[str, str, str, str]:
    """What orders the cells."""
    return cell.direction, cell.commodity, cell.country, cell.office
