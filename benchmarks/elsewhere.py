"""The trade statistics of a month by PostgreSQL, and by DuckDB and Spark on the Parquet files: seconds, one table.

`python -m singlewindow.devstack with -- python -m benchmarks.elsewhere [--items 5000000]` fills a store of its own as
`benchmarks.export` does, writes its Parquet files, and asks each three times; the first time tells what starting costs
(for Spark, of a session too). It asserts that all say the same.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import django

django.setup()

from django.utils import timezone  # noqa: E402

from benchmarks.export import fill  # noqa: E402
from declarations.dataset.export import export  # noqa: E402
from declarations.dataset.manifest import Form  # noqa: E402
from declarations.dataset.models import Population  # noqa: E402
from declarations.dataset.statistics import counting  # noqa: E402
from declarations.dataset.statistics.elsewhere import trade_of_month  # noqa: E402
from declarations.dataset.statistics.masking import place_of  # noqa: E402
from declarations.models import GoodsItem  # noqa: E402
from tests.declarations.dataset.engines import HAS_SPARK, asked_by_spark, by_duckdb, spark  # noqa: E402

MAY, TIMES = date(2024, 5, 1), 3
Rows = list[tuple[Any, ...]]


def by_postgresql() -> Rows:
    """From the declarations themselves."""
    cells = counting.trade(counting.Scope(MAY, Population.GENERATED, timezone.now()))
    return sorted((*place_of(cell), cell.value) for cell in cells)


def main() -> None:
    """Fill, export, ask; a line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=5_000_000)
    parser.add_argument("--filled", action="store_true", help="The store is filled already.")
    said = parser.parse_args()
    if not said.filled:
        fill(said.items)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "file"
        began = time.perf_counter()
        rows = export(folder, form=Form.PARQUET).rows
        print(
            f"{rows:,} of {GoodsItem.objects.count():,} goods items in {time.perf_counter() - began:.0f} s", flush=True
        )
        expected = _asked("PostgreSQL", by_postgresql)
        assert _asked("DuckDB", lambda: by_duckdb(folder, trade_of_month(MAY))) == expected
        if HAS_SPARK:
            began = time.perf_counter()
            session = spark()
            print(f"{'Spark starts':<14}{time.perf_counter() - began:>8.2f} s")
            assert _asked("Spark", lambda: asked_by_spark(session, folder, trade_of_month(MAY))) == expected
            session.stop()
        print(f"{len(expected):,} cells, the same by each")


def _asked(name: str, ask: Callable[[], Rows]) -> Rows:
    taken = []
    for _ in range(TIMES):
        began = time.perf_counter()
        rows = ask()
        taken.append(time.perf_counter() - began)
    print(f"{name:<14}" + "".join(f"{each:>8.2f}" for each in taken) + " s", flush=True)
    return rows


if __name__ == "__main__":
    sys.exit(main())
