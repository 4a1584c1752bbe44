"""`manage.py load_exchange_rates FILE`: the weekly customs rates."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from declarations.long_work import long_work
from declarations.tariff.csv_file import BrokenFile
from declarations.tariff.exchange_loading import load_exchange_rates, read_exchange_rates
from declarations.tariff.tables import table


class Command(BaseCommand):
    help = "Load weekly rates of exchange. Loading the same file twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file."""
        parser.add_argument("file", type=Path, help="CSV file; its format is told in tariff/exchange_loading.py")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with long_work(f"Rates of exchange {options['file'].name}") as work:
                loaded = load_exchange_rates(read_exchange_rates(options["file"]), at=timezone.now())
                work.result = f"{loaded.added} rates added, {loaded.corrected} corrected, {loaded.same} known already."
        except (BrokenFile, OSError) as refused:
            raise CommandError(f"{options['file']}: nothing was changed.\n{refused}") from refused
        self.stdout.write(work.result)
        if loaded.gaps:
            gaps = [(currency, str(first), str(last)) for currency, first, last in loaded.gaps]
            self.stdout.write("Days without a rate, on which the week before them stands in:")
            self.stdout.write(table(("currency", "from", "to"), gaps))
