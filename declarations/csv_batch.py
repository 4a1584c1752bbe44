"""A table of declarations: a row a goods item; rows in sequence with the same own reference are one declaration. Pure.

What concerns the declaration as a whole is said in its first row, and in the rows after it the same or nothing.
"""

import codecs
import csv
from collections.abc import Iterator
from typing import IO, Any

import msgspec
from msgspec import Struct

from declarations.batch_file import MOST_ROWS, BatchFile, FileRow
from declarations.csv_columns import ITEMS, FormColumn, known_columns
from declarations.data.declaration import MOST_GOODS_ITEMS
from declarations.strict_json import LARGEST_BODY

CHARSETS = {"utf-8": "utf-8", "utf8": "utf-8"} | dict.fromkeys(
    ("shift_jis", "shift-jis", "sjis", "cp932", "ms932", "windows-31j"), "cp932"
)
"""What may be declared, and the codec that reads it: what is called Shift_JIS is mostly written as code page 932."""

# What a spreadsheet computes instead of showing (as for cells that are exported): nobody declares a formula.
_FORMULA = tuple("=+-@\t\r＝＋－＠")
_REFERENCE = "own_reference"


class _Record(Struct, frozen=True):
    """One row of the table that is not empty: its number, its filled cells by column, the digest up to its end."""

    row: int
    cells: dict[str, str]
    digest: bytes


class CsvFile(BatchFile):
    """A table in one of the character sets."""

    def __init__(self, stream: IO[bytes], *, is_whole: bool, charset: str) -> None:
        super().__init__(stream, is_whole=is_whole)
        self._codec = CHARSETS[charset]
        self._row = 0

    def rows(self) -> Iterator[FileRow]:
        """Every declaration. Of a file whose line broke the last one is left out: more of it may follow."""
        number = 0
        group: list[_Record] = []
        for record in self._records():
            reference = record.cells.get(_REFERENCE)
            if group and (reference is None or reference != group[0].cells.get(_REFERENCE)):
                number += 1
                yield self._declaration(number, group)
                group = []
            if len(group) > MOST_GOODS_ITEMS:  # refused for its number of items: no more of it is kept
                group.pop()
            group.append(record)
        if group and self.is_whole:
            yield self._declaration(number + 1, group)
        elif not number and self.is_whole and not self.faults:
            self.note(self._row, "", "empty-file")

    def _declaration(self, number: int, group: list[_Record]) -> FileRow:
        first = group[0]
        for record in group[1:]:
            for column, cell in record.cells.items():
                if not column.startswith(f"{ITEMS}.") and first.cells.get(column) != cell:
                    self.note(record.row, column, "csv-contradiction")
        head = {column: cell for column, cell in first.cells.items() if not column.startswith(f"{ITEMS}.")}
        said = _tree(head) | {ITEMS: [_tree(_of_the_item(record)) for record in group]}
        return FileRow(number=number, line=first.row, body=msgspec.json.encode(said), digest=group[-1].digest)

    def _records(self) -> Iterator[_Record]:
        reader = csv.reader(self._text(), strict=True)
        try:
            self._row = 1
            header = [name.strip() for name in next(reader, [])]
            if not self._header_is_good(header):
                return
            self._row = 2
            for cells in reader:
                if any(cells):
                    if self._row > MOST_ROWS + 1:
                        return self.note(self._row, "", "too-many-rows")
                    if self._is_good(cells, header):
                        filled = {name: cell.strip() for name, cell in zip(header, cells, strict=True) if cell.strip()}
                        yield _Record(self._row, filled, self.digest)
                self._row += 1
        except csv.Error:
            # A quotation that a broken line left open is no fault of the file.
            if self.is_whole:
                self.note(self._row, "", "csv-malformed")

    def _text(self) -> Iterator[str]:
        """The lines as text. A line in another character set is noted, and read as far as it goes."""
        for index, line in enumerate(self.lines()):
            if len(line) > LARGEST_BODY:
                return self.note(self._row, "", "line-too-long")
            raw = line.removeprefix(codecs.BOM_UTF8) if index == 0 and self._codec == "utf-8" else line
            try:
                yield raw.decode(self._codec)
            except UnicodeDecodeError:
                self.note(self._row, "", "csv-encoding")
                yield raw.decode(self._codec, "replace")
        return None

    def _header_is_good(self, header: list[str]) -> bool:
        before = len(self.faults)
        if not any(header):
            self.note(1, "", "empty-file")
        for name in dict.fromkeys(header):
            if name not in known_columns():
                self.note(1, name[:64], "csv-unknown-column")
            elif header.count(name) > 1:
                self.note(1, name, "csv-repeated-column")
        if any(header):
            for name in ("direction", _REFERENCE):
                if name not in header:
                    self.note(1, name, "csv-missing-column")
        return len(self.faults) == before

    def _is_good(self, cells: list[str], header: list[str]) -> bool:
        if len(cells) != len(header):
            self.note(self._row, "", "csv-width")
            return False
        formulas = [name for name, cell in zip(header, cells, strict=True) if cell.startswith(_FORMULA)]
        for name in formulas:
            self.note(self._row, name, "csv-formula")
        return not formulas


def _of_the_item(record: _Record) -> dict[str, str]:
    return {name: cell for name, cell in record.cells.items() if name.startswith(f"{ITEMS}.")}


def _tree(cells: dict[str, str]) -> dict[str, Any]:
    """Cells by path as the object that they make; the path of the goods item itself is left out."""
    tree: dict[str, Any] = {}
    for path, cell in cells.items():
        column: FormColumn = known_columns()[path]
        *steps, last = path.removeprefix(f"{ITEMS}.").split(".")
        place = tree
        for step in steps:
            place = place.setdefault(step, {})
        place[last] = column.read(cell)
    return {name: _lists(value) for name, value in tree.items()}


def _lists(value: Any) -> Any:
    """Objects whose names are numbers become lists, in the order of the numbers."""
    if not isinstance(value, dict):
        return value
    if all(name.isdigit() for name in value):
        return [_lists(value[name]) for name in sorted(value, key=int)]
    return {name: _lists(inner) for name, inner in value.items()}
