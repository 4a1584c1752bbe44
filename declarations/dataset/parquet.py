"""The data file as Parquet, for DuckDB, Spark and their like: one snapshot, streamed, in partitions `ym=` by month."""

from collections.abc import Generator
from pathlib import Path

from declarations.dataset.batches import batches_of, schema_of, together
from declarations.dataset.columns import Table
from declarations.dataset.snapshot import Snapshot

try:
    from pyarrow import parquet
except ImportError:  # the service itself runs without
    parquet = None

ROW_GROUP = 10_000
"""Rows that are held until they are written, and that a reader may skip together: some 15 MB of a month."""


def write_month(table: Table, part: Path, month: str, held: Snapshot) -> Generator[int]:
    """A month (YYYY-MM) as one file in the folder `part`; yields the rows of each row group as it is written."""
    with (
        batches_of(table, month, held) as batches,
        parquet.ParquetWriter(part / "part-0.parquet", schema_of(table), compression="zstd") as writer,
    ):
        for rows in together(batches, rows=ROW_GROUP):
            writer.write_table(rows)
            yield rows.num_rows
