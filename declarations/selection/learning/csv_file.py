"""Reading rows from a file with the columns of published customs declarations; every fault is told with its line."""

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import file_digest
from math import isfinite
from pathlib import Path

from msgspec import Struct

from declarations.selection.learning.declared import Declared, Seen

MOST_FAULTS = 20
_TEXT = {
    "number": "Declaration ID",
    "office": "Office ID",
    "process": "Process Type",
    "import_type": "Import Type",
    "import_use": "Import Use",
    "payment": "Payment Type",
    "transport": "Mode of Transport",
    "declarant": "Declarant ID",
    "importer": "Importer ID",
    "seller": "Seller ID",
    "courier": "Courier ID",
    "commodity": "HS6 Code",
    "departure": "Country of Departure",
    "origin": "Country of Origin",
    "tax_type": "Tax Type",
    "origin_indicator": "Country of Origin Indicator",
}
_FOUND = {"0": False, "1": True, "": None}
COLUMNS = (*_TEXT.values(), "Date", "Tax Rate", "Net Mass", "Item Price", "Fraud")
"""The columns that are read; others may stand beside them."""


class UnreadableFile(Exception):
    """The file cannot be learned from. `faults` has a line each, at most MOST_FAULTS."""

    def __init__(self, path: Path, faults: list[str]) -> None:
        super().__init__("\n".join([f"{path}:", *faults[:MOST_FAULTS]]))
        self.faults = faults[:MOST_FAULTS]


class DataFile(Struct, frozen=True):
    """A file that was read: its name and SHA-256, so that what came of it can be traced, and its rows by day."""

    name: str
    sha256: str
    rows: tuple[Seen, ...]


def read(path: Path) -> DataFile:
    """The rows in the order of their days. Raises UnreadableFile with what is wrong, line by line."""
    try:
        with path.open("rb") as raw:
            sha256 = file_digest(raw, "sha256").hexdigest()
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = _rows(path, csv.DictReader(lines))
    except (OSError, UnicodeDecodeError, csv.Error) as broken:
        raise UnreadableFile(path, [str(broken)]) from broken
    return DataFile(path.name, sha256, tuple(sorted(rows, key=lambda row: row.declared.on)))


def _rows(path: Path, reader: "csv.DictReader[str]") -> list[Seen]:
    if missing := [column for column in COLUMNS if column not in (reader.fieldnames or ())]:
        raise UnreadableFile(path, [f"column {column} is missing" for column in missing])
    rows, faults = [], []
    for record in reader:
        reading = _Reading(record)
        row = reading.row()
        faults += [f"line {reader.line_num}: {fault}" for fault in reading.faults]
        if row:
            rows.append(row)
        if len(faults) >= MOST_FAULTS:
            break
    if faults or not rows:
        raise UnreadableFile(path, faults or ["it has no row"])
    return rows


class _Reading:
    """One record; what is wrong with it is collected."""

    def __init__(self, record: Mapping[str, str | None]) -> None:
        self._record = record
        self.faults: list[str] = []

    def row(self) -> Seen | None:
        on, price = self._day(), self._number("Item Price")
        tax_rate, net_mass = self._number("Tax Rate"), self._number("Net Mass", optional=True)
        found = self._text("Fraud")
        if found not in _FOUND:
            self.faults.append(f"Fraud is {found!r}: 0, 1, or empty where nobody looked")
        if self.faults or on is None or price is None or tax_rate is None:
            return None
        words = {name: self._text(column) for name, column in _TEXT.items()}
        declared = Declared(on=on, price=price, tax_rate=tax_rate, net_mass=net_mass, taxes=0.0, **words)
        return Seen(declared, _FOUND[found])

    def _text(self, column: str) -> str:
        return (self._record[column] or "").strip()

    def _day(self) -> date | None:
        try:
            return date.fromisoformat(self._text("Date"))
        except ValueError:
            self.faults.append(f"Date is {self._text('Date')!r}, not a day such as 2020-12-31")
            return None

    def _number(self, column: str, *, optional: bool = False) -> float | None:
        text = self._text(column)
        if optional and not text:
            return None
        try:
            number = float(text)
        except ValueError:
            number = -1
        if not isfinite(number) or number < 0:
            self.faults.append(f"{column} is {text!r}, not a number from 0")
            return None
        return number


def days(rows: tuple[Seen, ...]) -> Iterator[list[Seen]]:
    """The rows of each day in turn."""
    day: list[Seen] = []
    for row in rows:
        if day and day[0].declared.on != row.declared.on:
            yield day
            day = []
        day.append(row)
    if day:
        yield day
