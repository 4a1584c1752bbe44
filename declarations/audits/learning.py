"""The store as a file to learn from and to be judged on: imports of some days, with what was known at an instant.

The same days as known at the same instant give the same rows, and so the same SHA-256, at any later time.
"""

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime

import msgspec
from msgspec import Struct

from declarations.audits.stored import Stored, stored
from declarations.data import Direction
from declarations.selection.learning.csv_file import DataFile
from declarations.selection.learning.declared import Declared, Seen


class Days(Struct, frozen=True):
    """Which days of the store, and at which instant their results are known."""

    since: date
    until: date
    known_at: datetime

    @property
    def name(self) -> str:
        """What a file of these days is called in a report."""
        return f"store {self.since} to {self.until}, known {self.known_at.astimezone(UTC):%Y-%m-%dT%H:%MZ}"


def items_in(days: Days) -> DataFile:
    """A row a goods item, to learn from: each has the result of its declaration."""
    rows = [
        Seen(item, each.head.found, None if each.head.lacking is None else float(each.head.lacking))
        for each in _imports(days)
        for item in each.declared()
    ]
    return _file(days, rows)


def declarations_in(days: Days) -> DataFile:
    """A row a declaration, to be judged on, as officers have to choose among them."""
    return _file(days, [_whole(each) for each in _imports(days)])


def _imports(days: Days) -> Iterable[Stored]:
    return stored(days.since, days.until, known_at=days.known_at, direction=Direction.IMPORT)


def _whole(one: Stored) -> Seen:
    """A declaration as one row: the words of its dearest goods item, with the value, duty and taxes of all of them."""
    items = one.declared()
    value, duty = sum(item.price for item in items), sum(item.price * item.tax_rate / 100 for item in items)
    declared: Declared = msgspec.structs.replace(
        max(items, key=lambda item: item.price),
        price=value,
        tax_rate=100 * duty / value if value else 0.0,
        taxes=sum(item.taxes for item in items),
    )
    lacking = None if one.head.lacking is None else float(one.head.lacking)
    return Seen(declared, one.head.found, lacking, items)


def _file(days: Days, rows: list[Seen]) -> DataFile:
    rows.sort(key=lambda row: row.declared.on)
    digest = hashlib.sha256()
    for row in rows:
        digest.update(msgspec.json.encode(row))
    return DataFile(days.name, digest.hexdigest(), tuple(rows))
