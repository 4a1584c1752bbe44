"""A released table as a file: plain CSV. Which cell is unsafe itself and which protects another is not told."""

import csv
import io

import msgspec

from declarations.dataset.disclosure.tables import Tabulation
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
