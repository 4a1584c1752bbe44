"""The data file: every table from one snapshot, streamed to CSV in constant memory, with manifest and dictionary.

All of it is written to a hidden folder beside the target, which takes the target's name when it is complete: a
folder of that name is always a whole data file. Only its owner may read it, since it holds personal data.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from psycopg.abc import Buffer

from declarations.dataset import describing, dictionary
from declarations.dataset.columns import Table
from declarations.dataset.errors import FolderInUse
from declarations.dataset.manifest import Exported, Manifest
from declarations.dataset.query import rows_of, select_of
from declarations.dataset.snapshot import Snapshot, snapshot
from declarations.dataset.tables import TABLES

EVERY_TABLE = tuple(TABLES.values())
_LINES_AT_ONCE = 500

Watch = Callable[[Table, int, int], None]
"""Told of a table, the rows written so far and the rows there are, from time to time and at the end."""


def export(directory: Path, *, tables: Sequence[Table] = EVERY_TABLE, watch: Watch | None = None) -> Manifest:
    """Write the tables as at now into a new folder, or an empty one. Raises FolderInUse where it holds anything.

    Must not be inside a transaction: the snapshot is a transaction of its own.
    """
    with _appearing_whole(directory) as folder:
        with snapshot() as held:
            exported = tuple(_table(table, folder, held, watch) for table in tables)
        manifest = Manifest(as_at=held.as_at, server_version=held.server_version, tables=exported)
        for name, content in (
            ("data_dictionary.csv", dictionary.as_csv(tables)),
            ("data_dictionary.md", dictionary.as_markdown(tables)),
            ("datapackage.json", describing.data_package(manifest, tables)),
            ("dcat.jsonld", describing.catalogue_record(manifest, tables)),
            ("manifest.json", manifest.encoded()),
        ):
            with _written(folder / name) as file:
                file.write(content)
    return manifest


def export_parquet(directory: Path, *, tables: Sequence[Table] = EVERY_TABLE, watch: Watch | None = None) -> int:
    """The same as Parquet, `TABLE/ym=YYYY-MM/part-0.parquet`, with the dictionary; how many rows. Raises as `export`
    does, and AnalyticsMissing."""
    from declarations.dataset import parquet  # only here: pyarrow takes memory that CSV does without

    return _by_month(parquet.write_partitions, directory, tables, watch)


def export_stata(directory: Path, *, tables: Sequence[Table] = EVERY_TABLE, watch: Watch | None = None) -> int:
    """The same for Stata, `TABLE/ym=YYYY-MM/part-N.dta`."""
    from declarations.dataset import stata  # only here, and pandas takes more

    return _by_month(stata.write_partitions, directory, tables, watch)


def _by_month(
    write_partitions: Callable[[Table, Path, Snapshot], Iterator[int]],
    directory: Path,
    tables: Sequence[Table],
    watch: Watch | None,
) -> int:
    written = 0
    with _appearing_whole(directory) as folder:
        with snapshot() as held:
            for table in tables:
                rows, total = 0, held.count(rows_of(table)) if watch else 0
                for some in write_partitions(table, folder / table.name, held):
                    rows += some
                    if watch:
                        watch(table, rows, total)
                written += rows
        with _written(folder / "data_dictionary.csv") as file:
            file.write(dictionary.as_csv(tables))
    return written


def _table(table: Table, folder: Path, held: Snapshot, watch: Watch | None) -> Exported:
    """Stream one table into its file."""
    started, path, tally = time.perf_counter(), folder / f"{table.name}.csv", _Tally()
    total = held.count(rows_of(table)) if watch else 0
    with held.csv_of(select_of(table)) as lines, _written(path) as file:
        for block in tally.blocks(lines):
            file.write(block)
            if watch:
                watch(table, tally.rows, total)
    return Exported(
        table=table.name,
        file=path.name,
        rows=tally.rows,
        bytes=tally.bytes,
        sha256=tally.sha256.hexdigest(),
        columns=tuple(column.name for column in table.columns),
        seconds=round(time.perf_counter() - started, 3),
    )


class _Tally:
    """Counts and hashes the lines that go by, and gives each the ending CRLF that RFC 4180 wants."""

    def __init__(self) -> None:
        self.rows, self.bytes, self.sha256 = -1, 0, sha256()  # the heading is not a row

    def blocks(self, lines: Iterable[Buffer]) -> Iterator[bytes]:
        """The lines in blocks of some hundred."""
        coming = iter(lines)
        while some := [memoryview(line)[:-1] for line in islice(coming, _LINES_AT_ONCE)]:
            block = b"\r\n".join([*some, b""])
            self.rows += len(some)
            self.bytes += len(block)
            self.sha256.update(block)
            yield block


@contextmanager
def _written(path: Path) -> Iterator[BinaryIO]:
    """A new file that is on the disk when the block ends."""
    with path.open("xb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _appearing_whole(directory: Path) -> Iterator[Path]:
    """A hidden folder that becomes `directory` when the block ends well, and disappears when it does not."""
    target = directory.absolute()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise FolderInUse(f"{directory} is there already and not empty: name a new folder.")
    target.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
    try:
        yield folder
        folder.replace(target)
    except BaseException:
        shutil.rmtree(folder)
        raise
