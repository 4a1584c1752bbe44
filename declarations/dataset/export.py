"""The data file: every table from one snapshot, streamed by month in constant memory, with manifest and dictionary.

All of it is written to a hidden folder beside the target, which takes the target's name when it is complete: a
folder of that name is always a whole data file. Only its owner may read it, since it holds personal data.
"""

import os
import time
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from declarations.dataset import describing, dictionary
from declarations.dataset.columns import Table
from declarations.dataset.csv_file import CsvFile, csv_file
from declarations.dataset.disk import appearing_whole, written
from declarations.dataset.earlier import Earlier, Kept, earlier
from declarations.dataset.manifest import MANIFEST, Exported, Form, Manifest, Month
from declarations.dataset.marks import marks_of
from declarations.dataset.month_files import MonthFiles
from declarations.dataset.query import count_of
from declarations.dataset.side_by_side import Written, side_by_side
from declarations.dataset.snapshot import Snapshot, snapshot
from declarations.dataset.tables import TABLES

EVERY_TABLE = tuple(TABLES.values())
MONTHS_AT_ONCE = min(4, os.cpu_count() or 1)

Watch = Callable[[Table, int, int], None]
"""Told of a table, the rows written so far and the rows there are, from time to time and at the end."""


def export(
    directory: Path,
    *,
    form: Form = Form.CSV,
    tables: Sequence[Table] = EVERY_TABLE,
    since: Path | None = None,
    watch: Watch | None = None,
    at_once: int = MONTHS_AT_ONCE,
) -> Manifest:
    """Write the tables as at now into a new folder, or an empty one; months that have not changed since an earlier
    data file are taken over from it.

    Must not be inside a transaction: the snapshot is a transaction of its own, and each of the months that are written
    `at_once` has a connection of its own. Raises FolderInUse, NotToGoOnFrom, NotAsWritten, AnalyticsMissing.
    """
    then = earlier(since, form) if since else Earlier()
    with appearing_whole(directory) as folder:
        with snapshot() as held:
            writing = _Writing(folder, form, held, then, watch, at_once)
            exported = tuple(writing.table(table) for table in tables)
        manifest = Manifest(as_at=held.as_at, server_version=held.server_version, form=form, tables=exported)
        for name, content in _described(manifest, tables).items():
            with written(folder / name) as file:
                file.write(content)
    return manifest


def _described(manifest: Manifest, tables: Sequence[Table]) -> dict[str, bytes]:
    """What stands beside the tables, by its name."""
    beside = {MANIFEST: manifest.encoded(), "data_dictionary.csv": dictionary.as_csv(tables)}
    if manifest.form is not Form.CSV:
        return beside
    return beside | {
        "data_dictionary.md": dictionary.as_markdown(tables),
        "datapackage.json": describing.data_package(manifest, tables),
        "dcat.jsonld": describing.catalogue_record(manifest, tables),
    }


class _Writing:
    """One data file on its way."""

    def __init__(
        self, folder: Path, form: Form, held: Snapshot, then: Earlier, watch: Watch | None, at_once: int
    ) -> None:
        self._folder, self._form, self._held, self._earlier = folder, form, held, then
        self._watch, self._at_once = watch, at_once

    def table(self, table: Table) -> Exported:
        """One table: its months as they come, added in their order."""
        started, marks = time.perf_counter(), marks_of(table, self._held)
        kept = self._earlier.kept(table, marks)
        coming, whole, rows, months = deque(marks), set[str](), Counter[str](), list[Month]()
        with self._files(table) as files:
            for some in self._watched(table, files, marks, kept):
                rows[some.month] += some.rows
                if some.is_whole:
                    whole.add(some.month)
                while coming and coming[0] in whole:
                    month = coming.popleft()
                    months.append(_added(files, month, rows[month], marks[month], kept.get(month)))
        return Exported(
            table=table.name,
            file=files.name,
            rows=rows.total(),
            bytes=files.tally.bytes,
            sha256=files.tally.sha256,
            columns=tuple(column.name for column in table.columns),
            seconds=round(time.perf_counter() - started, 3),
            months=tuple(months),
        )

    def _files(self, table: Table) -> AbstractContextManager[CsvFile | MonthFiles]:
        """What the table is written into. What a form needs is loaded for it alone: pyarrow takes memory that CSV does
        without, and pandas more."""
        if self._form is Form.CSV:
            return csv_file(table, self._folder)
        if self._form is Form.PARQUET:
            from declarations.dataset import parquet

            return nullcontext(MonthFiles(table, self._folder, parquet.write_month))
        from declarations.dataset import stata

        return nullcontext(MonthFiles(table, self._folder, stata.write_month))

    def _watched(
        self, table: Table, files: CsvFile | MonthFiles, months: Collection[str], kept: Mapping[str, Kept]
    ) -> Iterator[Written]:
        """The months as they are there, those that are kept first; told to whoever watches."""
        new = [month for month in months if month not in kept]
        rows = sum(each.month.rows for each in kept.values())
        total = rows + (self._held.count(count_of(table, new)) if new and self._watch else 0)
        for month, each in kept.items():
            yield Written(month, each.month.rows, is_whole=True)
        if kept and self._watch:
            self._watch(table, rows, total)
        for some in side_by_side(files.write_month, new, self._held, at_once=self._at_once):
            rows += some.rows
            if self._watch:
                self._watch(table, rows, total)
            yield some


def _added(files: CsvFile | MonthFiles, month: str, rows: int, mark: str, kept: Kept | None) -> Month:
    """A month that is there now. Raises NotAsWritten where it is kept and not what was written then."""
    own = files.add(month, kept)
    if kept:
        kept.demand_as_written(own.sha256)
    return Month(month=month, rows=rows, bytes=own.bytes, sha256=own.sha256, mark=mark)
