"""`manage.py unit_prices VALUES QUANTITIES --csv FILE`: the unit prices of two tables that are out."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from declarations.dataset.errors import NotATable
from declarations.dataset.models import LedgerTable
from declarations.dataset.releasing.writing import unit_prices_csv


class Command(BaseCommand):
    help = "Write unit prices: of each cell of which a released VALUE and a released QUANTITY table both tell."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which two tables, and where to."""
        parser.add_argument("values", help="Name of the released table of values.")
        parser.add_argument("quantities", help="Name of that of quantities: the same axes, the same where.")
        parser.add_argument("--csv", type=Path, required=True, help="Write it into this new file.")

    def handle(self, *args: Any, values: str, quantities: str, csv: Path, **options: Any) -> None:
        try:
            tables = [LedgerTable.objects.get(name=name) for name in (values, quantities)]
            prices = unit_prices_csv(*tables)
            with csv.open("xb") as file:
                file.write(prices)
        except (LedgerTable.DoesNotExist, NotATable, OSError) as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{csv}: {len(tables[0].figures):,} cells.")
