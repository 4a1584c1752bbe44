"""Units of quantity and the conversions between them. Pure.

The schedule counts in the units of `_UNITS`; between those of one dimension a conversion is exact by definition.
Invoices also count in customary units (UN/ECE Recommendation 20): the law's own table does not list them, so what
comes of them has five significant digits (Customs Act Basic Circular 13-4-2, from a secondary source). What is in no
list is a missing quantity, because a guessed litre is a wrong duty.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from declarations.tariff.rounding import converted_quantity

Quantities = Sequence[tuple[Decimal, str]]
"""What was declared: numbers with their statistical units, e.g. ((Decimal("5"), "MT"),)."""

# unit code -> (dimension, how many of the dimension's own unit)
_UNITS: dict[str, tuple[str, Decimal]] = {
    "GR": ("mass", Decimal("0.001")),
    "KG": ("mass", Decimal(1)),
    "MT": ("mass", Decimal(1000)),
    "CT": ("mass", Decimal("0.0002")),
    "ML": ("volume", Decimal("0.001")),
    "L": ("volume", Decimal(1)),
    "KL": ("volume", Decimal(1000)),
    "NO": ("count", Decimal(1)),
    "DZ": ("count", Decimal(12)),
    "TH": ("count", Decimal(1000)),
    "PR": ("pairs", Decimal(1)),
    "M": ("length", Decimal(1)),
    "SM": ("area", Decimal(1)),
    "CM": ("space", Decimal(1)),
    "ST": ("sets", Decimal(1)),
    "GT": ("gross tonnage", Decimal(1)),
    "DT": ("displacement", Decimal(1)),
}
# Customary units of invoices, by their codes of UN/ECE Recommendation 20, with their exact definitions.
_CUSTOMARY: dict[str, tuple[str, Decimal]] = {
    "LBR": ("mass", Decimal("0.45359237")),
    "ONZ": ("mass", Decimal("0.028349523125")),
    "STN": ("mass", Decimal("907.18474")),
    "LTN": ("mass", Decimal("1016.0469088")),
    "GLL": ("volume", Decimal("3.785411784")),
    "GLI": ("volume", Decimal("4.54609")),
    "BLL": ("volume", Decimal("158.987294928")),
    "YRD": ("length", Decimal("0.9144")),
    "FOT": ("length", Decimal("0.3048")),
    "YDK": ("area", Decimal("0.83612736")),
    "FTK": ("area", Decimal("0.09290304")),
}
_ALL = _UNITS | _CUSTOMARY
NAMES_OF_UNITS = {
    "GR": "gram",
    "KG": "kilogram",
    "MT": "metric ton",
    "CT": "carat",
    "ML": "millilitre",
    "L": "litre",
    "KL": "kilolitre",
    "NO": "number",
    "DZ": "dozen",
    "TH": "thousand",
    "PR": "pair",
    "M": "metre",
    "SM": "square metre",
    "CM": "cubic metre",
    "ST": "set",
    "GT": "gross ton",
    "DT": "displacement ton",
    "LBR": "pound",
    "ONZ": "ounce",
    "STN": "short ton",
    "LTN": "long ton",
    "GLL": "gallon, US",
    "GLI": "gallon, imperial",
    "BLL": "barrel of petroleum",
    "YRD": "yard",
    "FOT": "foot",
    "YDK": "square yard",
    "FTK": "square foot",
}
"""Every unit that is known here, in words."""
_NOTE = re.compile(r" \([A-Z.]+\)$")


class QuantityMissing(LookupError):
    """A rate names a unit in which no quantity was declared."""

    def __init__(self, unit: str) -> None:
        """Keep the statistical unit, e.g. KG."""
        self.unit = unit
        super().__init__(f"quantity missing in {unit}")


def without_note(unit: str) -> str:
    """A unit of the schedule without its note: `KG (I.I.)`, kilograms including inner packing, is counted as KG."""
    return _NOTE.sub("", unit)


def quantity_in(unit: str, quantities: Quantities) -> Decimal:
    """The declared quantity in `unit`, converted where a conversion is known.

    A quantity declared in the very unit is preferred; otherwise the first convertible one is taken.

    Raises:
        QuantityMissing: no declared quantity can be expressed in the unit.
    """
    for quantity, declared in quantities:
        if declared == unit:
            return quantity
    for quantity, declared in quantities:
        converted = convert(quantity, declared, unit)
        if converted is not None:
            return converted
    raise QuantityMissing(unit)


def convert(quantity: Decimal, declared: str, wanted: str) -> Decimal | None:
    """A quantity in another unit: exact, or of five significant digits from a customary unit; None where unknown."""
    if declared == wanted:
        return quantity
    ours, theirs = _ALL.get(declared), _ALL.get(wanted)
    if ours is None or theirs is None or ours[0] != theirs[0]:
        return None
    converted = quantity * ours[1] / theirs[1]
    return converted_quantity(converted) if {declared, wanted} & _CUSTOMARY.keys() else converted
