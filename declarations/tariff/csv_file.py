"""Reading a table from a CSV file so that every fault in it is told at once, by row and column. Pure."""

import csv
import io
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

MOST_FAULTS_TOLD = 100
_T = TypeVar("_T")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Fault(Struct, frozen=True):
    """What is wrong where. Rows are counted as a spreadsheet counts them: the header is row 1."""

    row: int
    column: str
    text: str

    def __str__(self) -> str:
        return f"row {self.row}, {self.column}: {self.text}" if self.column else f"row {self.row}: {self.text}"


class BrokenFile(Exception):
    """The file cannot be loaded; nothing was changed. `faults` are the first hundred of `total`."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Keep the first faults, in the order of the rows."""
        self.total = len(faults)
        self.faults = tuple(sorted(faults, key=lambda fault: fault.row))[:MOST_FAULTS_TOLD]
        more = f"\n... and {self.total - len(self.faults):,} more" if self.total > len(self.faults) else ""
        super().__init__("\n".join(map(str, self.faults)) + more)


class Row:
    """One record. Reading a cell that is wrong notes the fault and gives None, so that the next cell is read too."""

    def __init__(self, number: int, cells: dict[str, str], faults: list[Fault]) -> None:
        """Bind the cells to the list in which faults are noted."""
        self.number = number
        self._cells = cells
        self._faults = faults

    def read(self, column: str, reader: Callable[[str], _T]) -> _T | None:
        """The cell as `reader` reads it; a ValueError of the reader becomes a fault. An absent column reads as ''."""
        cell = self._cells.get(column, "").strip()
        try:
            if _CONTROL.search(cell):
                raise ValueError("has a control character")
            return reader(cell)
        except ValueError as problem:
            self.fault(column, str(problem))
            return None

    def text(self, column: str) -> str:
        """The cell as it stands."""
        return self.read(column, str) or ""

    def fault(self, column: str, text: str) -> None:
        """Note what is wrong with a cell, or with the whole record."""
        self._faults.append(Fault(self.number, column, text))


def records(path: Path, *, columns: Collection[str], faults: list[Fault]) -> Iterator[Row]:
    """The records of a UTF-8 file with at least these columns. A record of another width is a fault and left out.

    Raises:
        BrokenFile: the file is not UTF-8, has no header or not these columns; nothing else could be told.
    """
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    number = 1
    try:
        header = next(reader, [])
        _check_header(header, columns)
        for number, cells in enumerate(reader, start=2):
            if len(cells) == len(header):
                yield Row(number, dict(zip(header, cells, strict=True)), faults)
            elif cells:
                faults.append(Fault(number, "", f"has {len(cells)} cells, the header has {len(header)}"))
        if number == 1:
            faults.append(Fault(1, "", "nothing follows the header"))
    except csv.Error as problem:
        faults.append(Fault(number + 1, "", f"is not CSV: {problem}"))


def refuse_if(faults: list[Fault]) -> None:
    """Refuse the file where anything was found.

    Raises:
        BrokenFile: with every fault.
    """
    if faults:
        raise BrokenFile(faults)


def _text(path: Path) -> str:
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        row = raw[: problem.start].count(b"\n") + 1
        raise BrokenFile([Fault(row, "", "is not UTF-8")]) from problem


def _check_header(header: list[str], columns: Collection[str]) -> None:
    faults = [Fault(1, column, "the column is missing") for column in columns if column not in header]
    faults += [
        Fault(1, column, "the column is there twice") for column in dict.fromkeys(header) if header.count(column) > 1
    ]
    refuse_if(faults)


def matching(pattern: str, what: str) -> Callable[[str], str]:
    """A reader of text of a pattern."""

    def read(cell: str) -> str:
        if re.fullmatch(pattern, cell) is None:
            raise ValueError(f"{cell[:40]!r} is not {what}")
        return cell

    return read


def a_day(cell: str) -> date:
    """YYYY-MM-DD."""
    try:
        return date.fromisoformat(matching(r"\d{4}-\d{2}-\d{2}", "a day")(cell))
    except ValueError:
        raise ValueError(f"{cell[:40]!r} is not a day (YYYY-MM-DD)") from None


def a_day_or_nothing(cell: str) -> date | None:
    """YYYY-MM-DD, or empty."""
    return a_day(cell) if cell else None


def text_up_to(length: int) -> Callable[[str], str]:
    """A reader of text that is not empty and has at most so many characters."""

    def read(cell: str) -> str:
        if not 0 < len(cell) <= length:
            raise ValueError(f"must have 1 to {length} characters, has {len(cell)}")
        return cell

    return read


def a_positive_number(*, digits: int, places: int) -> Callable[[str], Decimal]:
    """A reader of a decimal above nothing with so many digits before and after the point."""

    def read(cell: str) -> Decimal:
        number = Decimal(matching(rf"\d{{1,{digits}}}(\.\d{{1,{places}}})?", "a number")(cell))
        if not number:
            raise ValueError("must be above 0")
        return number

    return read
