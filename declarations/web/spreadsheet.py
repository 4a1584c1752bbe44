"""Goods items out of a spreadsheet: a block that was pasted, a CSV file in UTF-8 or CP932, or an XLSX workbook. Pure.

The first row may say what the columns are: by the form's own names (`goods_items.origin`), or by the words of the page
in either language. Without such a row the columns are those of the grid, in its order. Only as much is read as a
declaration may have.
"""

import codecs
import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from msgspec import Struct

from declarations.csv_batch import CHARSETS
from declarations.csv_columns import ITEMS, known_columns
from declarations.data.declaration import MOST_GOODS_ITEMS
from declarations.documents.office import office_faults
from declarations.web.claims import claims_in
from declarations.web.entering import typed
from declarations.web.said import Body, put

LARGEST = 2 * 1024 * 1024
MOST_COLUMNS = 60
_FORMULA = ("=", "@", "＝", "＠")
_CODE = "goods_items.commodity_code"
CLAIMS = "goods_items.claims"


class CellFault(Struct, frozen=True):
    """What is wrong with a cell, a row or the whole: rows and columns as a spreadsheet counts them, from 1."""

    row: int
    column: int
    code: str
    said: str = ""

    @property
    def cell(self) -> str:
        """As a spreadsheet names it, such as C12; empty where it is the whole."""
        letters, number = "", self.column
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(65 + rest) + letters
        return f"{letters}{self.row}" if self.row and letters else ""


class Read(Struct, frozen=True):
    """The goods items of a sheet, in which row each stands, which column each place comes from, and what is wrong."""

    items: list[Body]
    rows: list[int]
    columns: dict[str, int]
    faults: list[CellFault]


Cells = Sequence[str]
Names = Mapping[str, str]
"""From a column's heading, in small letters, to its place in the form."""


def of_text(text: str, *, names: Names, order: Sequence[str]) -> Read:
    """A block as a spreadsheet copies it: cells with tabs between them, or with commas or semicolons."""
    if len(text) > LARGEST:
        return _nothing("file-too-large")
    first = text.lstrip("\r\n").split("\n", 1)[0]
    between = next((mark for mark in ("\t", ";", ",") if mark in first), "\t")
    lines = csv.reader(io.StringIO(text.replace("\x00", "\ufffd")), delimiter=between)
    try:
        return _read(((reader_row, cells) for reader_row, cells in enumerate(lines, start=1)), names, order)
    except csv.Error:
        return _nothing("csv-malformed")


def of_file(content: bytes, *, names: Names, order: Sequence[str]) -> Read:
    """A file: what it is, is seen from its bytes."""
    if len(content) > LARGEST:
        return _nothing("file-too-large")
    if content.startswith(b"PK"):
        return _of_workbook(content, names=names, order=order)
    for codec in ("utf-8-sig", CHARSETS["cp932"]):
        try:
            return of_text(content.decode(codec), names=names, order=order)
        except UnicodeDecodeError:
            continue
    return _nothing("csv-encoding" if not content.startswith(codecs.BOM_UTF16_LE) else "csv-utf16")


def _of_workbook(content: bytes, *, names: Names, order: Sequence[str]) -> Read:
    """The first sheet of a workbook that was looked into before (bombs, macros, links that fetch)."""
    if faults := office_faults(content):
        return _nothing("workbook-refused", str(faults[0].code))
    from openpyxl import load_workbook  # only here: it takes 30 MB of every process that reads no workbook

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(max_row=MOST_GOODS_ITEMS + 3, max_col=MOST_COLUMNS, values_only=True)
        told = ((number, [_text_of(value) for value in cells]) for number, cells in enumerate(rows, start=1))
        return _read(told, names, order)
    except Exception:  # whatever a broken workbook makes its reader raise
        return _nothing("workbook-broken")


def _read(lines: Iterator[tuple[int, Cells]], names: Names, order: Sequence[str]) -> Read:
    items: list[Body] = []
    rows: list[int] = []
    faults: list[CellFault] = []
    columns: dict[str, int] = {}
    for row, raw in lines:
        cells = [cell.strip() for cell in raw[:MOST_COLUMNS]]
        if not any(cells):
            continue
        if not columns:
            columns = _columns(cells, names)
            if columns:
                faults += _unknown(row, cells, names)
                continue
            columns = {place: index for index, place in enumerate(order, start=1)}
        if len(items) == MOST_GOODS_ITEMS:
            faults.append(CellFault(row, 1, "too-many-rows"))
            break
        faults += [
            CellFault(row, column, "csv-formula", cell[:40])
            for column, cell in enumerate(cells, start=1)
            if cell.startswith(_FORMULA)
        ]
        items.append(_item(cells, columns))
        rows.append(row)
    if not items and not faults:
        return _nothing("empty-file")
    return Read(items, rows, columns, faults)


def _columns(cells: Cells, names: Names) -> dict[str, int]:
    """Which place each column has, where the row is one of headings: it names at least two."""
    found = {names[key]: index for index, cell in enumerate(cells, start=1) if (key := heading(cell)) in names}
    return found if len(found) > 1 or (len(cells) == 1 and found) else {}


def _unknown(row: int, cells: Cells, names: Names) -> Iterator[CellFault]:
    for column, cell in enumerate(cells, start=1):
        if cell and heading(cell) not in names and not _is_of_the_whole(cell):
            yield CellFault(row, column, "csv-unknown-column", cell[:40])


def _is_of_the_whole(cell: str) -> bool:
    """A column of the batch's table that is about the declaration, and not about its goods."""
    return cell in known_columns() and not cell.startswith(f"{ITEMS}.")


def heading(cell: str) -> str:
    """A heading as it is compared: without case, width and blanks at its ends."""
    return unicodedata.normalize("NFKC", cell).strip().lower()


def _item(cells: Cells, columns: Mapping[str, int]) -> Body:
    item: Body = {}
    for place, column in columns.items():
        cell = cells[column - 1] if column <= len(cells) else ""
        steps = _steps(place.removeprefix(f"{ITEMS}."))
        if place == CLAIMS:
            put(item, ("permits",), claims_in(cell) or None)
            continue
        if place == _CODE:
            cell = code_of(cell)
        value = typed(cell, known_columns()[place])
        if value is not None:
            put(item, steps, value)
    return item


def code_of(cell: str) -> str:
    """A commodity code without points and blanks; with the zero that a spreadsheet took from its front."""
    code = cell.replace(".", "").replace(" ", "").replace("-", "")
    return f"0{code}" if len(code) == 9 and code.isdecimal() else code


def _steps(place: str) -> tuple[str | int, ...]:
    """The form's columns number the entries of lists from 1."""
    return tuple(int(step) - 1 if step.isdecimal() else step for step in place.split("."))


def _text_of(value: Any) -> str:
    """A cell's value as one would have typed it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{Decimal(repr(value)).normalize():f}"
    return str(value)


def _nothing(code: str, said: str = "") -> Read:
    return Read([], [], {}, [CellFault(0, 0, code, said)])
