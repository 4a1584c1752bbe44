"""The data file: every table from one snapshot, streamed by month in constant memory, with manifest and dictionary.

All of it is written to a hidden folder beside the target, which takes the target's name when it is complete: a
folder of that name is always a whole data file. Only its owner may read it, since it holds personal data.
"""

import os
import shutil
import tempfile
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from declarations.dataset import describing, dictionary
from declarations.dataset.columns import Table
from declarations.dataset.errors import FolderInUse
from declarations.dataset.manifest import Exported, Manifest
from declarations.dataset.query import count_of, months_of, select_of
from declarations.dataset.side_by_side import Write, Written, side_by_side
from declarations.dataset.snapshot import Snapshot, snapshot
from declarations.dataset.tables import TABLES

EVERY_TABLE = tuple(TABLES.values())
MONTHS_AT_ONCE = min(4, os.cpu_count() or 1)
_LINES_AT_ONCE, _BYTES_AT_ONCE = 500, 1 << 20

Watch = Callable[[Table, int, int], None]
"""Told of a table, the rows written so far and the rows there are, from time to time and at the end."""


def export(
    directory: Path,
    *,
    tables: Sequence[Table] = EVERY_TABLE,
    watch: Watch | None = None,
    at_once: int = MONTHS_AT_ONCE,
) -> Manifest:
    """Write the tables as at now into a new folder, or an empty one. Raises FolderInUse where it holds anything.

    Must not be inside a transaction: the snapshot is a transaction of its own, and each of the months that are written
    `at_once` has a connection of its own.
    """
    with _appearing_whole(directory) as folder:
        with snapshot() as held:
            exported = tuple(_table(table, folder, held, watch, at_once) for table in tables)
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


def export_parquet(
    directory: Path,
    *,
    tables: Sequence[Table] = EVERY_TABLE,
    watch: Watch | None = None,
    at_once: int = MONTHS_AT_ONCE,
) -> int:
    """The same as Parquet, `TABLE/ym=YYYY-MM/part-0.parquet`, with the dictionary; how many rows. Raises as `export`
    does, and AnalyticsMissing."""
    from declarations.dataset import parquet  # only here: pyarrow takes memory that CSV does without

    return _partitioned(parquet.write_month, directory, tables, watch, at_once)


def export_stata(
    directory: Path,
    *,
    tables: Sequence[Table] = EVERY_TABLE,
    watch: Watch | None = None,
    at_once: int = MONTHS_AT_ONCE,
) -> int:
    """The same for Stata, `TABLE/ym=YYYY-MM/part-N.dta`."""
    from declarations.dataset import stata  # only here, and pandas takes more

    return _partitioned(stata.write_month, directory, tables, watch, at_once)


def _partitioned(
    write_month: Callable[[Table, Path, str, Snapshot], Generator[int]],
    directory: Path,
    tables: Sequence[Table],
    watch: Watch | None,
    at_once: int,
) -> int:
    written = 0
    with _appearing_whole(directory) as folder:
        with snapshot() as held:
            for table in tables:
                write, months = partial(write_month, table, folder / table.name), held.column_of(months_of(table))
                written += sum(some.rows for some in _watched(table, write, months, held, watch, at_once))
        with _written(folder / "data_dictionary.csv") as file:
            file.write(dictionary.as_csv(tables))
    return written


def _table(table: Table, folder: Path, held: Snapshot, watch: Watch | None, at_once: int) -> Exported:
    """One table into its file: each month beside it, and then after the month before."""
    started, path, tally = time.perf_counter(), folder / f"{table.name}.csv", _Tally()
    months, whole, rows = held.column_of(months_of(table)), set(), 0
    coming = deque(months)
    columns = tuple(column.name for column in table.columns)
    write = partial(_write_month, table, path)
    with _written(path) as file:
        file.write(tally.of(",".join(columns).encode() + b"\r\n"))
        for some in _watched(table, write, months, held, watch, at_once):
            rows += some.rows
            if some.is_whole:
                whole.add(some.month)
            while coming and coming[0] in whole:
                _move(_of_month(path, coming.popleft()), file, tally)
    return Exported(
        table=table.name,
        file=path.name,
        rows=rows,
        bytes=tally.bytes,
        sha256=tally.sha256.hexdigest(),
        columns=columns,
        seconds=round(time.perf_counter() - started, 3),
    )


def _watched(
    table: Table, write: Write, months: Sequence[str], held: Snapshot, watch: Watch | None, at_once: int
) -> Iterator[Written]:
    """The months of a table as they are written, told to whoever watches."""
    rows, total = 0, held.count(count_of(table)) if watch else 0
    for some in side_by_side(write, months, held, at_once=at_once):
        rows += some.rows
        if watch:
            watch(table, rows, total)
        yield some


def _write_month(table: Table, path: Path, month: str, held: Snapshot) -> Generator[int]:
    """The lines of a month, each with the ending CRLF that RFC 4180 wants."""
    with held.csv_of(select_of(table, month=month)) as lines, _of_month(path, month).open("xb") as file:
        coming = islice(lines, 1, None)  # the heading stands once for all
        while some := [memoryview(line)[:-1] for line in islice(coming, _LINES_AT_ONCE)]:
            file.write(b"\r\n".join([*some, b""]))
            yield len(some)


def _of_month(path: Path, month: str) -> Path:
    return path.with_suffix(f".{month}")


def _move(source: Path, target: BinaryIO, tally: "_Tally") -> None:
    with source.open("rb") as file:
        while block := file.read(_BYTES_AT_ONCE):
            target.write(tally.of(block))
    source.unlink()


class _Tally:
    """Counts and hashes the bytes that go by."""

    def __init__(self) -> None:
        self.bytes, self.sha256 = 0, sha256()

    def of(self, block: bytes) -> bytes:
        """The same bytes."""
        self.bytes += len(block)
        self.sha256.update(block)
        return block


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
