"""What a protected table can count and by what: SQL over the goods items that were released by an instant."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from declarations.dataset.disclosure.tables import Tabulation
from declarations.dataset.errors import NotATable

DIMENSIONS = {
    "year": "to_char(dated_on, 'YYYY')",
    "half": "to_char(dated_on, 'YYYY') || CASE WHEN extract(month FROM dated_on) < 7 THEN '-S1' ELSE '-S2' END",
    "quarter": "to_char(dated_on, 'YYYY-\"Q\"Q')",
    "month": "to_char(dated_on, 'YYYY-MM')",
    "direction": "direction",
    "hs2": "left(commodity_code, 2)",
    "hs4": "left(commodity_code, 4)",
    "hs6": "left(commodity_code, 6)",
    "hs9": "left(commodity_code, 9)",
    "country": "country",
    "office": "office",
    "currency": "currency",
    "unit": "quantity_unit",
}
MEASURES = {"VALUE": "sum(customs_value)", "ITEMS": "count(*)", "QUANTITY": "ceil(coalesce(sum(quantity), 0))"}
"""Yen (CIF of imports, FOB of exports), goods items, and the quantity in its first unit, each firm's rounded up."""

_MOST_AXES = 3


def tabulation_of(said: Any) -> Tabulation:
    """A tabulation from its JSON. Raises NotATable with everything that is wrong with it."""
    try:
        tabulation = msgspec.convert(said, Tabulation)
    except msgspec.ValidationError as wrong:
        raise NotATable([str(wrong)]) from wrong
    if faults := list(_faults(tabulation)):
        raise NotATable(faults)
    return tabulation


def _faults(tabulation: Tabulation) -> Iterator[str]:
    named = [name for axis in tabulation.axes for name in axis]
    if tabulation.measure not in MEASURES:
        yield f"measure: one of {', '.join(MEASURES)}."
    if tabulation.measure == "QUANTITY" and len(tabulation.where.get("unit", ())) != 1:
        yield 'where unit: quantities are of one unit, such as ["KG"].'
    if not 1 <= len(tabulation.axes) <= _MOST_AXES or not all(tabulation.axes):
        yield f"axes: one to {_MOST_AXES}, each with a dimension at least."
    if len(set(named)) < len(named):
        yield "axes: a dimension stands there twice."
    for name in sorted(set(named) - DIMENSIONS.keys()):
        yield _no_dimension(name)
    yield from faults_of_where(tabulation.where)


def faults_of_where(where: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Everything that is wrong with what a table or an equation is kept to."""
    for name in sorted(where.keys() - DIMENSIONS.keys()):
        yield _no_dimension(name)
    for name, values in where.items():
        if not values or len(set(values)) < len(values) or any(not value or len(value) > 10 for value in values):
            yield f"where {name[:40]}: one or more values, none twice, each of 1 to 10 characters."


def _no_dimension(name: str) -> str:
    return f"{name[:40]}: no dimension; there are {', '.join(DIMENSIONS)}."
