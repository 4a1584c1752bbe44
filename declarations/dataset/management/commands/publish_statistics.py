"""`manage.py publish_statistics --month YYYY-MM --vintage V`: a month's statistics, kept as published."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from declarations.dataset.errors import NotPublishable
from declarations.dataset.models import Population, Vintage
from declarations.dataset.statistics.publishing import files_of, publish


def _month(text: str) -> date:
    return date.fromisoformat(f"{text}-01")


class Command(BaseCommand):
    help = "Publish a month's trade statistics, invoice currencies and choice of office, and write them as files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which month, how final, whose declarations, and where to."""
        parser.add_argument("--month", type=_month, required=True, help="YYYY-MM.")
        parser.add_argument("--vintage", type=str.upper, choices=Vintage.values, required=True)
        parser.add_argument("--generated", action="store_true", help="Of made-up declarations, and of no others.")
        parser.add_argument("--directory", type=Path, help="Write plain CSV and SDMX-CSV here as well.")

    def handle(self, *args: Any, month: date, vintage: str, generated: bool, **options: Any) -> None:
        population = Population.GENERATED if generated else Population.DECLARED
        try:
            release = publish(month, vintage=Vintage(vintage), population=population, at=timezone.now())
        except NotPublishable as refused:
            raise CommandError(str(refused)) from refused
        if directory := options["directory"]:
            directory.mkdir(parents=True, exist_ok=True)
            for name, content in files_of(release).items():
                (directory / name).write_bytes(content)
        self.stdout.write(f"{release}, {release.trade.count():,} cells, sha256 {release.sha256[:12]}")
