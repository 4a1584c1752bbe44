"""A report as a file. No text in it is taken for a formula, whoever declared it."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from re import Pattern

from declarations.console.tables import Value
from declarations.tariff.office_hours import JAPAN

CSV, XLSX = "text/csv; charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_STARTS_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_BOM = "\ufeff"  # or spreadsheets take UTF-8 for something else


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """Comma-separated, UTF-8."""
    text = io.StringIO(newline="")
    lines = csv.writer(text)
    lines.writerow(headings)
    lines.writerows([_in_csv(value) for value in row] for row in rows)
    return (_BOM + text.getvalue()).encode()


def as_xlsx(headings: Sequence[str], rows: Iterable[Sequence[Value]], *, title: str) -> bytes:
    """A workbook of one sheet, written row by row."""
    # only here: it takes 30 MB of every process that writes no workbook
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    sheet.append(headings)
    for row in rows:
        sheet.append([_in_xlsx(value, left_out=ILLEGAL_CHARACTERS_RE) for value in row])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def harmless(text: str) -> str:
    """An apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(_STARTS_FORMULA) else text


def _in_csv(value: Value) -> object:
    if isinstance(value, datetime):
        return value.astimezone(JAPAN).isoformat(timespec="seconds")
    return harmless(value) if isinstance(value, str) else value


def _in_xlsx(value: Value, *, left_out: Pattern[str]) -> object:
    """Spreadsheets know no zones: instants are Japan's. Characters that no XML holds are left out."""
    if isinstance(value, datetime):
        return value.astimezone(JAPAN).replace(tzinfo=None, microsecond=0)
    return harmless(left_out.sub("", value)) if isinstance(value, str) else value
