"""Rows of the data file a second: raw COPY of the same rows to nowhere, the exports as CSV and Parquet; their memory.

`python -m singlewindow.devstack with -- python -m benchmarks.export [--items N] [--at-once N] [--columns NAME,...]`
fills a durable stack of its own: 2,000 declarations by the generator, and copies of them by SQL (new ids and numbers,
five goods items each), since what is read is measured here and not how it came. Each export is `manage.py
export_dataset` as a process of its own, from its start to its end; its memory is the most that it held resident, and
never less than this process held when it started it. The exports `-since` come after a declaration more, and go on from
the file before it. It prints and asserts nothing.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from declarations.dataset.columns import Table  # noqa: E402
from declarations.dataset.export import MONTHS_AT_ONCE  # noqa: E402
from declarations.dataset.generating.declaring import Plan  # noqa: E402
from declarations.dataset.generating.running import generate  # noqa: E402
from declarations.dataset.models import GeneratedRun  # noqa: E402
from declarations.dataset.query import select_of  # noqa: E402
from declarations.dataset.side_by_side import side_by_side  # noqa: E402
from declarations.dataset.snapshot import Snapshot, snapshot  # noqa: E402
from declarations.dataset.tables import TABLES, narrowed  # noqa: E402
from declarations.models import Declaration, GoodsItem  # noqa: E402

ORIGINALS, ITEMS_EACH, AT_ONCE = 2_000, 5, 10
LAST = date(2024, 6, 28)
FORMS = {"csv": (), "parquet": ("--parquet",), "stata": ("--stata",)}
# Copy `n`, and goods item `k` of it, keep the first 48 bits of an id, by which goods items are kept in the month of
# their version.
_ID = "(left(%s::text, 13) || right(md5(%s::text || '/' || n), 20))::uuid"
_ITEM_ID = "(left(%s::text, 13) || right(md5(%s::text || '/' || n || '/' || k), 20))::uuid"


def _id(of: str, form: str = _ID) -> str:
    return form % (of, of)


# Of each table the columns that a copy has for itself.
_OWN = {
    "declarations_submission": {
        "id": _id("told.id"),
        "idempotency_key": "idempotency_key || '/' || n",
        "body": "'{}'",
        "reply": "'{}'",
    },
    "declarations_version": {
        "id": _id("told.id"),
        "declaration_id": _id("declaration_id"),
        "submission_id": _id("submission_id"),
        "steps": "'[]'",
    },
    "declarations_goodsitem": {
        "id": _id("told.id", _ITEM_ID),
        "version_id": _id("version_id"),
        "number": "k",
    },
    "declarations_assessedduty": {"goods_item_id": _id("goods_item_id", _ITEM_ID), "steps": "'[]'"},
    "declarations_ledgerentry": {"id": _id("told.id"), "declaration_id": _id("declaration_id")},
    "declarations_examination": {"id": _id("told.id"), "declaration_id": _id("declaration_id")},
    "declarations_declaration": {
        "id": _id("told.id"),
        # the month stays in front; no number that is allotted has small letters
        "number": "left(told.number, 2) || translate(lpad(to_hex(n), 3, '0'), '0123456789', 'ghijklmnop')"
        " || right(told.number, 6)",
        "own_reference": "own_reference || '/' || n",
    },
}
_BY_ITEM = ("declarations_goodsitem", "declarations_assessedduty")
_ONE_ITEM = {
    "declarations_goodsitem": "told.number = 1",
    "declarations_assessedduty": "EXISTS (SELECT FROM declarations_goodsitem item WHERE item.id = goods_item_id"
    " AND item.number = 1)",
    "declarations_version": "told.number = 1",
}


def fill(items: int) -> None:
    """So many goods items in the store."""
    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    plan = Plan(count=ORIGINALS, seed=1, first=date(2024, 1, 1), last=LAST, misdeclared=0)
    generate(plan, at=timezone.now())
    copies = -(-items // ITEMS_EACH // ORIGINALS)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        for table in _OWN:
            cursor.execute(f"CREATE TEMPORARY TABLE first_{table} AS SELECT * FROM {table} told WHERE {_one(table)}")
        for first in range(1, copies + 1, AT_ONCE):
            with transaction.atomic():
                for table in _OWN:
                    _copy(cursor, table, first, min(first + AT_ONCE - 1, copies))
        cursor.execute("VACUUM ANALYZE")


def _one(table: str) -> str:
    return _ONE_ITEM.get(table, "true")


def _copy(cursor: object, table: str, first: int, last: int) -> None:
    cursor.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table])
    columns = [name for (name,) in cursor.fetchall()]
    named, told = ", ".join(columns), ", ".join(_OWN[table].get(name, f"told.{name}") for name in columns)
    times = f", generate_series(1, {ITEMS_EACH}) k" if table in _BY_ITEM else ""
    source = f"first_{table} told, generate_series(%s::int, %s::int) n{times}"
    cursor.execute(f"INSERT INTO {table} ({named}) SELECT {told} FROM {source}", [first, last])


def raw(tables: Sequence[Table], at_once: int) -> int:
    """What the exports select, by COPY to nowhere: what PostgreSQL gives at most. How many rows."""
    months = [f"{day:%Y-%m}" for day in Declaration.objects.dates("lodged_on", "month")]
    with snapshot() as held:
        return sum(
            some.rows
            for table in tables
            for some in side_by_side(partial(_dropped, table), months, held, at_once=at_once)
        )


def _dropped(table: Table, month: str, held: Snapshot) -> Generator[int]:
    with held.csv_of(select_of(table, month=month)) as lines:
        yield sum(1 for _ in lines) - 1


def exported(folder: Path, *options: str) -> tuple[int, int]:
    """An export as a process of its own: the bytes that it wrote, and the most it held in memory."""
    child = subprocess.Popen([sys.executable, "manage.py", "export_dataset", str(folder), *options])
    _, status, used = os.wait4(child.pid, 0)
    assert status == 0
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()), used.ru_maxrss * 1024


def one_more() -> None:
    """A declaration more, in one of the months."""
    seed = 1 + GeneratedRun.objects.latest("seed").seed
    generate(Plan(count=1, seed=seed, first=LAST, last=LAST, misdeclared=0), at=timezone.now())


def timed(what: Callable[[], object]) -> tuple[float, object]:
    """Seconds, and what came of it."""
    began = time.perf_counter()
    came = what()
    return time.perf_counter() - began, came


def main() -> None:
    """Fill, then each in turn; a line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=5_000_000)
    parser.add_argument("--filled", action="store_true", help="The store is filled already.")
    parser.add_argument("--at-once", type=int, default=MONTHS_AT_ONCE, help="Months read side by side.")
    parser.add_argument("--columns", help="As of the command: only these.")
    parser.add_argument("--only", nargs="*", default=["raw", "csv", "csv-since", "parquet", "parquet-since"])
    said = parser.parse_args()
    if not said.filled:
        taken, _ = timed(lambda: fill(said.items))
        print(f"filled in {taken:.0f} s", flush=True)
    items, declarations = GoodsItem.objects.count(), Declaration.objects.count()
    print(f"{items:,} goods items of {declarations:,} declarations", flush=True)
    tables: Sequence[Table] = tuple(TABLES.values())
    options: tuple[str, ...] = ("--at-once", str(said.at_once))
    if said.columns:
        tables, options = narrowed(tables, said.columns.split(",")), (*options, "--columns", said.columns)
    baseline = None
    with tempfile.TemporaryDirectory() as place:
        for name in said.only:
            if name == "raw":
                baseline, _ = timed(lambda: raw(tables, said.at_once))
                print(f"raw COPY       {baseline:7.1f} s  {items / baseline:10,.0f} rows/s", flush=True)
                continue
            form, _, is_since = name.partition("-")
            how = [*FORMS[form], *options]
            if is_since:
                one_more()
                how += ["--since", f"{place}/{form}"]
            taken, (written, held) = timed(partial(exported, Path(place) / name, *how))
            ratio = f"  {baseline / taken:.2f} of raw COPY" if baseline else ""
            print(
                f"{name:<13}  {taken:7.1f} s  {items / taken:10,.0f} rows/s  {written / 1e6:8,.0f} MB written"
                f"  {held / 1e6:5.0f} MB held{ratio}",
                flush=True,
            )


if __name__ == "__main__":
    main()
