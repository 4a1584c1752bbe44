"""The rows of a table as Arrow record batches, streamed by month: for files other than CSV. Needs pyarrow
(requirements-analytics.txt).

Cells are as they are stored: nothing here opens in a spreadsheet, so no formula has to be made harmless.
"""

import io
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from psycopg.abc import Buffer

from declarations.dataset.columns import Kind, Table
from declarations.dataset.errors import AnalyticsMissing
from declarations.dataset.query import select_of
from declarations.dataset.snapshot import Snapshot

# What Arrow lets go is given back at once, not kept for later; read when it is loaded.
os.environ.setdefault("MIMALLOC_PURGE_DELAY", "0")

try:
    import pyarrow
    from pyarrow import csv
except ImportError:  # the service itself runs without
    pyarrow = None
else:
    pyarrow.set_cpu_count(1)  # each month that is written has a thread already
    pyarrow.set_io_thread_count(1)

_BLOCK = 1 << 18


@contextmanager
def batches_of(table: Table, month: str, held: Snapshot) -> Iterator[Iterable[Any]]:
    """The rows of a month (YYYY-MM), some thousand at a time. Raises AnalyticsMissing."""
    if pyarrow is None:
        raise AnalyticsMissing("pyarrow is not installed: pip install -r requirements-analytics.txt")
    convert = csv.ConvertOptions(
        column_types=schema_of(table), strings_can_be_null=True, quoted_strings_can_be_null=False
    )
    read = csv.ReadOptions(block_size=_BLOCK, use_threads=False)
    parse = csv.ParseOptions(newlines_in_values=True)
    with held.csv_of(select_of(table, month=month, is_raw=True)) as lines:
        yield csv.open_csv(_Stream(lines), read_options=read, parse_options=parse, convert_options=convert)


def together(batches: Iterable[Any], *, rows: int) -> Iterator[Any]:
    """The batches put together to tables of at least so many rows; the last has what is left."""
    waiting: list[Any] = []
    for batch in batches:
        waiting.append(batch)
        if sum(each.num_rows for each in waiting) >= rows:
            yield pyarrow.Table.from_batches(waiting)
            waiting = []
    if waiting:
        yield pyarrow.Table.from_batches(waiting)


def schema_of(table: Table) -> Any:
    """The types of its columns."""
    types = {
        Kind.TEXT: pyarrow.string(),
        Kind.LIST: pyarrow.string(),
        Kind.WHOLE: pyarrow.int64(),
        Kind.DECIMAL: pyarrow.decimal128(20, 6),
        Kind.DAY: pyarrow.date32(),
        Kind.INSTANT: pyarrow.timestamp("us", tz="UTC"),
        Kind.FLAG: pyarrow.bool_(),
    }
    return pyarrow.schema([(column.name, types[column.kind]) for column in table.columns])


class _Stream(io.RawIOBase):
    """The lines of a query as a file that is read on: never more of them at once than is asked for."""

    def __init__(self, lines: Iterable[Buffer]) -> None:
        self._lines = iter(lines)
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        wanted = len(buffer)
        parts, have = [self._left], len(self._left)
        while have < wanted and (line := next(self._lines, None)) is not None:
            parts.append(bytes(line))
            have += len(parts[-1])
        data = b"".join(parts)
        buffer[: min(wanted, have)] = data[:wanted]
        self._left = data[wanted:]
        return min(wanted, have)
