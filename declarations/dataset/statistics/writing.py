"""A release as files: plain CSV for people, SDMX-CSV for programs. Pure.

SDMX-CSV 2.0: a row an observation, with its status (A normal, Q not told) and whether it is confidential (F free, C
confidential), by the code lists CL_OBS_STATUS and CL_CONF_STATUS.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

from declarations.dataset.statistics.cells import Trade
from declarations.dataset.statistics.masking import CONFIDENTIAL, Masked

STRUCTURE, STRUCTURE_ID = "dataflow", "SINGLEWINDOW:TRADE(1.0)"
_PLAIN = ("month", "direction", "commodity", "country", "office", "value_yen", "quantity", "unit")
_SDMX = (
    *("STRUCTURE", "STRUCTURE_ID", "ACTION", "FREQ", "FLOW", "COMMODITY", "COUNTERPART", "OFFICE", "TIME_PERIOD"),
    *("OBS_VALUE", "UNIT_MEASURE", "OBS_STATUS", "CONF_STATUS", "VINTAGE", "POPULATION", "PUBLISHED_ON"),
)
_FLOWS = {"IMPORT": "M", "EXPORT": "X"}
_NOT_SAID = "_Z"


def plain_csv(cells: Iterable[Trade], *, month: date) -> bytes:
    """A row each cell (RFC 4180); what is masked stands under 000000000."""
    rows = (
        (
            f"{month:%Y-%m}",
            cell.direction,
            cell.commodity,
            cell.country,
            cell.office,
            cell.value,
            _text(cell),
            cell.unit,
        )
        for cell in cells
    )
    return _csv(_PLAIN, rows)


def sdmx_csv(
    cells: Iterable[Trade],
    masked: Iterable[Masked],
    *,
    month: date,
    vintage: str,
    population: str,
    published_on: date,
) -> bytes:
    """The values in yen; a row without a value for each commodity that is masked."""
    edition = (vintage, population, published_on.isoformat())
    rows = [
        (*_key(cell.direction, cell.commodity, cell.country, cell.office, month), cell.value, "JPY", "A", "F", *edition)
        for cell in cells
    ]
    rows += [
        (*_key(direction, commodity, _NOT_SAID, _NOT_SAID, month), "", "JPY", "Q", "C", *edition)
        for direction, commodity in masked
    ]
    return _csv(_SDMX, rows)


def _key(direction: str, commodity: str, country: str, office: str, month: date) -> tuple[str, ...]:
    code = "CONFIDENTIAL" if commodity == CONFIDENTIAL else commodity
    return (STRUCTURE, STRUCTURE_ID, "I", "M", _FLOWS[direction], code, country, office, f"{month:%Y-%m}")


def _text(cell: Trade) -> str:
    return "" if cell.quantity is None else f"{cell.quantity.normalize():f}"


def _csv(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(heading)
    writer.writerows(rows)
    return text.getvalue().encode()
