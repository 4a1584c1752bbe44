"""A table of the data file as a folder with a folder for each month: `TABLE/ym=YYYY-MM/`."""

from collections.abc import Callable, Generator
from pathlib import Path

from declarations.dataset.columns import Table
from declarations.dataset.disk import Tally, blocks_of
from declarations.dataset.earlier import Kept
from declarations.dataset.snapshot import Snapshot

WriteMonth = Callable[[Table, Path, str, Snapshot], Generator[int]]
"""Writes a month (YYYY-MM) of a table into a folder that is there; yields the rows of each piece as it is written."""


class MonthFiles:
    """The folder. A month stands in it when it was written, and counts when it was added."""

    def __init__(self, table: Table, folder: Path, write: WriteMonth) -> None:
        self.tally, self.name = Tally(), table.name
        self._table, self._folder, self._write = table, folder / table.name, write

    def write_month(self, month: str, held: Snapshot) -> Generator[int]:
        """Write the files of a month (YYYY-MM); yields the rows of each piece."""
        part = self._of_month(month)
        part.mkdir(parents=True)
        return self._write(self._table, part, month, held)

    def add(self, month: str, kept: Kept | None) -> Tally:
        """Count the next month, written or copied from an earlier data file; its own tally."""
        part, own = self._of_month(month), Tally()
        if kept:
            kept.copy_files(part.name, to=part)
        for path in sorted(part.iterdir()):
            own.count(self.tally.of(blocks_of(path)))
        return own

    def _of_month(self, month: str) -> Path:
        return self._folder / f"ym={month}"
