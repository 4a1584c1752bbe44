"""`manage.py load_offices FILE`: customs offices."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from declarations.tariff.code_list_loading import load_offices
from declarations.tariff.csv_file import BrokenFile


class Command(BaseCommand):
    help = "Load customs offices. Loading the same file twice changes nothing; what a file leaves out stays."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file."""
        parser.add_argument("file", type=Path, help="CSV file; its format is told in tariff/code_list_loading.py")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_offices(options["file"])
        except (BrokenFile, OSError) as refused:
            raise CommandError(f"{options['file']}: nothing was changed.\n{refused}") from refused
        self.stdout.write(
            f"Customs offices: {loaded.added} added, {loaded.changed} changed, {loaded.same} as they were."
        )
