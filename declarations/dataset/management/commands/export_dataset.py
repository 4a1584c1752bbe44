"""`manage.py export_dataset DIRECTORY`: the data file, as at now."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from declarations.dataset.columns import Table
from declarations.dataset.errors import AnalyticsMissing, FolderInUse, NoSuchColumn, NotAsWritten, NotToGoOnFrom
from declarations.dataset.export import MONTHS_AT_ONCE, export
from declarations.dataset.manifest import Form, Manifest
from declarations.dataset.tables import SOURCE, TABLES, narrowed
from declarations.long_work import Teller, long_work

_REFUSED = (FolderInUse, NoSuchColumn, NotToGoOnFrom, NotAsWritten, AnalyticsMissing)


class Command(BaseCommand):
    requires_system_checks: list[str] = []  # they load every page of the service: 25 MB that are no part of this
    help = "Write the data file from one snapshot: a CSV file each table, a data dictionary and a manifest."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path, help="The folder to make; it must not hold anything yet.")
        form = parser.add_mutually_exclusive_group()
        form.set_defaults(form=Form.CSV)
        for other, files in {Form.PARQUET: "Parquet", Form.STATA: "Stata's .dta"}.items():
            words = f"{files} in partitions by month, instead of CSV."
            form.add_argument(f"--{other.value}", dest="form", action="store_const", const=other, help=words)
        parser.add_argument("--table", action="append", choices=TABLES, help="Only this table; may be repeated.")
        parser.add_argument(
            "--columns",
            type=lambda names: names.split(","),
            metavar="NAME,...",
            help=f"Only these, in the order of the file; '{SOURCE}' names the source document's thirteen.",
        )
        parser.add_argument(
            "--since",
            type=Path,
            metavar="EARLIER",
            help="An earlier data file: months in which nothing has changed since are copied from it.",
        )
        parser.add_argument(
            "--at-once",
            type=int,
            default=MONTHS_AT_ONCE,
            metavar="N",
            choices=range(1, 65),
            help="Months that are written side by side, each by a connection of its own. %(default)s here.",
        )

    def handle(self, *args: Any, directory: Path, table: list[str] | None, verbosity: int, **options: Any) -> None:
        chosen: Sequence[Table] = [TABLES[name] for name in TABLES if not table or name in table]
        try:
            if options["columns"]:
                chosen = narrowed(chosen, options["columns"])
            with long_work(f"Data file {directory.name}") as work:
                manifest = export(
                    directory,
                    form=options["form"],
                    tables=chosen,
                    since=options["since"],
                    watch=_Tables(work, chosen),
                    at_once=options["at_once"],
                )
                work.result = f"{manifest.rows:,} rows."
        except _REFUSED as refused:
            raise CommandError(str(refused)) from refused
        if verbosity:
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
