"""A table of the data file as one CSV file (RFC 4180), put together from its months."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from declarations.dataset.columns import Table
from declarations.dataset.disk import Tally, blocks_of, written
from declarations.dataset.earlier import Kept
from declarations.dataset.query import select_of
from declarations.dataset.snapshot import Snapshot

_LINES_AT_ONCE = 500


class CsvFile:
    """The file. A month is written beside it, and stands in it when it was added."""

    def __init__(self, table: Table, path: Path, file: BinaryIO) -> None:
        self.tally = Tally()
        self._table, self._path, self._file = table, path, file
        heading = ",".join(column.name for column in table.columns)
        file.writelines(self.tally.of([heading.encode() + b"\r\n"]))

    @property
    def name(self) -> str:
        """Of the file in its folder."""
        return self._path.name

    def write_month(self, month: str, held: Snapshot) -> Generator[int]:
        """Write the lines of a month (YYYY-MM) beside the file, each with the CRLF that the RFC wants; yields how many
        of each piece."""
        with held.csv_of(select_of(self._table, month=month)) as lines, self._beside(month).open("xb") as file:
            coming = islice(lines, 1, None)  # the heading stands once for all
            while some := [memoryview(line)[:-1] for line in islice(coming, _LINES_AT_ONCE)]:
                file.write(b"\r\n".join([*some, b""]))
                yield len(some)

    def add(self, month: str, kept: Kept | None) -> Tally:
        """Put the next month into the file, from beside it or out of an earlier one; its own tally."""
        own = Tally()
        blocks = kept.blocks() if kept else blocks_of(self._beside(month))
        self._file.writelines(self.tally.of(own.of(blocks)))
        if not kept:
            self._beside(month).unlink()
        return own

    def _beside(self, month: str) -> Path:
        return self._path.with_suffix(f".{month}")


@contextmanager
def csv_file(table: Table, folder: Path) -> Iterator[CsvFile]:
    """A table's file, on the disk when the block ends."""
    path = folder / f"{table.name}.csv"
    with written(path) as file:
        yield CsvFile(table, path, file)
