"""`manage.py export_dataset DIRECTORY`: the data file, as at now."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from declarations.dataset.columns import Table
from declarations.dataset.errors import AnalyticsMissing, FolderInUse, NoSuchColumn
from declarations.dataset.export import MONTHS_AT_ONCE, export, export_parquet, export_stata
from declarations.dataset.manifest import Manifest
from declarations.dataset.tables import SOURCE, TABLES, narrowed
from declarations.long_work import Teller, long_work


class Command(BaseCommand):
    requires_system_checks = ()  # they load every page of the service: 25 MB that are no part of this
    help = "Write the data file from one snapshot: a CSV file each table, a data dictionary and a manifest."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path, help="The folder to make; it must not hold anything yet.")
        form = parser.add_mutually_exclusive_group()
        form.add_argument("--parquet", action="store_true", help="Parquet in partitions by month, instead of CSV.")
        form.add_argument("--stata", action="store_true", help="Stata's .dta in partitions by month, instead of CSV.")
        parser.add_argument(
            "--at-once",
            type=int,
            default=MONTHS_AT_ONCE,
            metavar="N",
            choices=range(1, 65),
            help="Months that are written side by side, each by a connection of its own. %(default)s here.",
        )
        parser.add_argument("--table", action="append", choices=TABLES, help="Only this table; may be repeated.")
        parser.add_argument(
            "--columns",
            type=lambda names: names.split(","),
            metavar="NAME,...",
            help=f"Only these, in the order of the file; '{SOURCE}' names the source document's thirteen.",
        )

    def handle(self, *args: Any, directory: Path, table: list[str] | None, verbosity: int, **options: Any) -> None:
        chosen: Sequence[Table] = [TABLES[name] for name in TABLES if not table or name in table]
        manifest, at_once = None, options["at_once"]
        try:
            if options["columns"]:
                chosen = narrowed(chosen, options["columns"])
            with long_work(f"Data file {directory.name}") as work:
                watch = _Tables(work, chosen)
                if options["parquet"] or options["stata"]:
                    write = export_parquet if options["parquet"] else export_stata
                    rows = write(directory, tables=chosen, watch=watch, at_once=at_once)
                else:
                    manifest = export(directory, tables=chosen, watch=watch, at_once=at_once)
                    rows = sum(each.rows for each in manifest.tables)
                work.result = f"{rows:,} rows."
        except (FolderInUse, NoSuchColumn, AnalyticsMissing) as refused:
            raise CommandError(str(refused)) from refused
        if manifest is None:
            self.stdout.write(f"{rows:,} rows in {directory}")
        elif verbosity:
            self._tell(manifest, directory)

    def _tell(self, manifest: Manifest, directory: Path) -> None:
        self.stdout.write(f"{'table':<20}{'rows':>14}{'seconds':>10}  sha256")
        for written in manifest.tables:
            self.stdout.write(f"{written.table:<20}{written.rows:>14,}{written.seconds:>10.2f}  {written.sha256[:12]}")
        self.stdout.write(f"{directory}, as at {manifest.as_at.isoformat(timespec='seconds')}")


class _Tables:
    """How far the whole file is: so many tables, and a part of the one that is written, in hundredths of a table."""

    def __init__(self, work: Teller, chosen: Sequence[Table]) -> None:
        self._work, self._places = work, {table.name: place for place, table in enumerate(chosen)}

    def __call__(self, table: Table, rows: int, total: int) -> None:
        part = min(100, 100 * rows // total) if total else 100
        self._work(100 * self._places[table.name] + part, 100 * len(self._places))
