"""The data file for Stata 14 and later (.dta, format 118): by month, and in parts, so that memory stays flat.

A column is called as in the other files; its label is the variable's. What has few codes, and yes and no, are numbers
with value labels, the same in every part. Stata has no whole numbers above 2,147,483,620 and no decimals: such figures
are doubles (15 digits). Its instants are milliseconds, in UTC. Parts are put together by `append`. Needs pandas
(requirements-analytics.txt).
"""

from collections.abc import Generator, Mapping
from pathlib import Path
from typing import Any

from declarations.dataset.batches import batches_of, together
from declarations.dataset.columns import Column, Kind, Table, choices_of
from declarations.dataset.errors import AnalyticsMissing
from declarations.dataset.snapshot import Snapshot

try:
    import pyarrow
    from pandas.io.stata import StataWriterUTF8
except ImportError:  # the service itself runs without
    StataWriterUTF8 = None

ROWS_A_PART = 10_000
_LONGEST_LABEL, _LONGEST_TEXT = 80, 2045
"""Characters of a label; bytes of a text that stands in the row itself: longer ones become Stata's strL."""
_YES_NO: Mapping[int, str] = {0: "no", 1: "yes"}


def write_month(table: Table, part: Path, month: str, held: Snapshot) -> Generator[int]:
    """A month (YYYY-MM) as files of some thousand rows in the folder `part`; yields the rows of each as it is written.
    Raises AnalyticsMissing."""
    if StataWriterUTF8 is None:
        raise AnalyticsMissing("pandas is not installed: pip install -r requirements-analytics.txt")
    with batches_of(table, month, held) as batches:
        for number, rows in enumerate(together(batches, rows=ROWS_A_PART)):
            _write(table, rows, part / f"part-{number}.dta")
            yield rows.num_rows


def _write(table: Table, rows: Any, path: Path) -> None:
    columns = {column.name: _cells(column, rows[column.name]) for column in table.columns}
    frame = pyarrow.table(columns).to_pandas(date_as_object=False, types_mapper=None, split_blocks=True)
    writer = StataWriterUTF8(
        path,
        frame,
        convert_dates={column.name: _TIMES[column.kind] for column in table.columns if column.kind in _TIMES},
        write_index=False,
        data_label=table.name,
        variable_labels={column.name: column.label[:_LONGEST_LABEL] for column in table.columns},
        convert_strl=[name for name, cells in columns.items() if _is_long(cells)],
        value_labels={column.name: dict(labels) for column in table.columns if (labels := _labels(column))},
        version=118,
    )
    writer.write_file()


_TIMES = {Kind.DAY: "td", Kind.INSTANT: "tc"}


def _labels(column: Column) -> Mapping[int, str]:
    """The value labels of a column, empty where it has none: texts of few codes are numbered in the order of these."""
    if column.kind is Kind.FLAG:
        return _YES_NO
    codes = choices_of(column)
    if column.kind is Kind.WHOLE:
        return {int(code): label for code, label in codes.items()}
    return {number: _told(code, label) for number, (code, label) in enumerate(codes.items(), 1)}


def _told(code: str, label: str) -> str:
    return code if code == label else f"{code} ({label})"


def _cells(column: Column, cells: Any) -> Any:
    """The cells as Stata can have them."""
    if column.kind is Kind.DECIMAL:
        return cells.cast(pyarrow.float64())
    if column.kind is Kind.WHOLE:
        return cells.cast(pyarrow.float64()) if cells.null_count else cells
    if column.kind is Kind.FLAG:
        return cells.cast(pyarrow.int8()).cast(pyarrow.float64())
    if column.kind is Kind.DAY:
        return cells.cast(pyarrow.timestamp("ms"))
    if column.kind is Kind.INSTANT:
        return cells.cast(pyarrow.timestamp("us")).cast(pyarrow.timestamp("ms"), safe=False)
    if codes := choices_of(column):
        numbered = pyarrow.compute.index_in(cells, pyarrow.array(list(codes)))
        return pyarrow.compute.add(numbered, 1).cast(pyarrow.float64())
    return cells.fill_null("")


def _is_long(cells: Any) -> bool:
    is_text = pyarrow.types.is_string(cells.type)
    return is_text and (pyarrow.compute.max(pyarrow.compute.binary_length(cells)).as_py() or 0) > _LONGEST_TEXT
