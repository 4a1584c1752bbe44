"""`manage.py export_dataset DIRECTORY`: the data file, as at now."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from declarations.dataset.columns import Table
from declarations.dataset.errors import AnalyticsMissing, FolderInUse
from declarations.dataset.export import export, export_parquet, export_stata
from declarations.dataset.manifest import Manifest
from declarations.dataset.tables import TABLES

_WIDTH = 40


class Command(BaseCommand):
    help = "Write the data file from one snapshot: a CSV file each table, a data dictionary and a manifest."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path, help="The folder to make; it must not hold anything yet.")
        form = parser.add_mutually_exclusive_group()
        form.add_argument("--parquet", action="store_true", help="Parquet in partitions by month, instead of CSV.")
        form.add_argument("--stata", action="store_true", help="Stata's .dta in partitions by month, instead of CSV.")
        parser.add_argument("--table", action="append", choices=TABLES, help="Only this table; may be repeated.")

    def handle(self, *args: Any, directory: Path, table: list[str] | None, verbosity: int, **options: Any) -> None:
        chosen = [TABLES[name] for name in TABLES if not table or name in table]
        watched = verbosity > 0 and sys.stderr.isatty()
        watch = _draw_bar if watched else None
        try:
            if options["parquet"] or options["stata"]:
                write = export_parquet if options["parquet"] else export_stata
                rows = write(directory, tables=chosen, watch=watch)
                self.stdout.write(f"{rows:,} rows in {directory}")
                return
            manifest = export(directory, tables=chosen, watch=watch)
        except (FolderInUse, AnalyticsMissing) as refused:
            raise CommandError(str(refused)) from refused
        if verbosity:
            self._tell(manifest, directory)

    def _tell(self, manifest: Manifest, directory: Path) -> None:
        self.stdout.write(f"{'table':<20}{'rows':>14}{'seconds':>10}  sha256")
        for written in manifest.tables:
            self.stdout.write(f"{written.table:<20}{written.rows:>14,}{written.seconds:>10.2f}  {written.sha256[:12]}")
        self.stdout.write(f"{directory}, as at {manifest.as_at.isoformat(timespec='seconds')}")


def _draw_bar(table: Table, rows: int, total: int) -> None:
    """One line that grows in place; on standard error, since standard output is for results."""
    filled = _WIDTH * rows // total if total else _WIDTH
    ending = "\n" if rows >= total else ""
    bar = "#" * filled + "." * (_WIDTH - filled)
    print(f"\r{table.name:<20}{bar} {rows:>12,}", end=ending, file=sys.stderr, flush=True)
