"""Units of quantity and the exact conversions between them. Pure.

A conversion is listed only where it is exact by definition; anything else is a missing quantity, because a
guessed litre is a wrong duty.
"""

from collections.abc import Sequence
from decimal import Decimal

Quantities = Sequence[tuple[Decimal, str]]
"""What was declared: numbers with their statistical units, e.g. ((Decimal("5"), "MT"),)."""

# unit code -> (dimension, how many of the dimension's own unit)
_UNITS: dict[str, tuple[str, Decimal]] = {
    "GR": ("mass", Decimal("0.001")),
    "KG": ("mass", Decimal(1)),
    "MT": ("mass", Decimal(1000)),
    "L": ("volume", Decimal(1)),
    "KL": ("volume", Decimal(1000)),
    "NO": ("count", Decimal(1)),
    "DZ": ("count", Decimal(12)),
    "TH": ("count", Decimal(1000)),
    "PR": ("pairs", Decimal(1)),
    "SM": ("area", Decimal(1)),
    "CM": ("space", Decimal(1)),
}


class QuantityMissing(LookupError):
    """A rate names a unit in which no quantity was declared."""

    def __init__(self, unit: str) -> None:
        """Keep the statistical unit, e.g. KG."""
        self.unit = unit
        super().__init__(f"quantity missing in {unit}")


def quantity_in(unit: str, quantities: Quantities) -> Decimal:
    """The declared quantity in `unit`, converted where that is exact.

    A quantity declared in the very unit is preferred; otherwise the first convertible one is taken.

    Raises:
        QuantityMissing: no declared quantity can be expressed in the unit.
    """
    for quantity, declared in quantities:
        if declared == unit:
            return quantity
    dimension, size = _UNITS[unit]
    for quantity, declared in quantities:
        other = _UNITS.get(declared)
        if other is not None and other[0] == dimension:
            return quantity * other[1] / size
    raise QuantityMissing(unit)
