"""A released table as a file: plain CSV. Which cell is unsafe itself and which protects another is not told."""

import csv
import io
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import msgspec
from msgspec.structs import replace

from declarations.dataset.disclosure.rules import Reason, unit_price_is_safe
from declarations.dataset.disclosure.tables import Key, Tabulation
from declarations.dataset.errors import NotATable
from declarations.dataset.models import LedgerTable

HIDDEN = "c"
"""Status of a hidden cell: confidential."""


def plain_csv(table: LedgerTable) -> bytes:
    """A row each cell (RFC 4180): a column for each axis, `*` for its total; the amount; the status."""
    tabulation = msgspec.convert(table.tabulation, Tabulation)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([*("_".join(axis) for axis in tabulation.axes), tabulation.measure.lower(), "status"])
    writer.writerows(
        [*key, "" if figure is None else figure, HIDDEN if figure is None else ""] for key, figure in table.figures
    )
    return text.getvalue().encode()


def unit_prices_csv(values: LedgerTable, quantities: LedgerTable) -> bytes:
    """Yen for one unit, cell by cell, of two tables that are out: a price is told only where both its parts are.

    So it tells nothing that they do not tell, and needs no certificate of its own. Raises NotATable where the two are
    not the value and the quantity of the same goods.
    """
    counted, measured = (msgspec.convert(each.tabulation, Tabulation) for each in (values, quantities))
    same = replace(counted, measure=measured.measure) == measured and values.population == quantities.population
    if (counted.measure, measured.measure) != ("VALUE", "QUANTITY") or not same:
        raise NotATable(["A unit price is of a VALUE and a QUANTITY table that have the same axes and the same where."])
    amounts = {tuple(key): figure for key, figure in quantities.figures}
    why_not = (_reasons(values), _reasons(quantities))
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(
        [*("_".join(axis) for axis in counted.axes), f"yen_per_{counted.where['unit'][0].lower()}", "status"]
    )
    for key, figure in values.figures:
        place = tuple(key)
        is_told = place in amounts and unit_price_is_safe(*(reasons.get(place) for reasons in why_not))
        price = _price(figure, amounts[place]) if is_told else ""
        writer.writerow([*key, price, "" if is_told else HIDDEN])
    return text.getvalue().encode()


def equation_csv(estimates: Sequence[Mapping[str, Any]]) -> bytes:
    """A released equation: a row each term (RFC 4180)."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["term", "coefficient", "standard_error", "firms"])
    writer.writerows([each["term"], each["coefficient"], each["error"], each["firms"]] for each in estimates)
    return text.getvalue().encode()


def _reasons(table: LedgerTable) -> dict[Key, Reason]:
    return {tuple(key): Reason(reason) for key, reason in table.reasons}


def _price(value: int, quantity: int) -> Decimal:
    return (Decimal(value) / quantity).quantize(Decimal("0.01"), ROUND_HALF_UP)
