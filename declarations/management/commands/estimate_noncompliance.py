"""`manage.py estimate_noncompliance --since D --until D`: the rate of declarations that are not in order."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from declarations.audits.noncompliance import noncompliance


class Command(BaseCommand):
    help = "Estimate how many declarations of some days are not in order, with the 95 percent interval."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which days."""
        parser.add_argument("--since", type=date.fromisoformat, required=True, help="First day, 2026-11-01.")
        parser.add_argument("--until", type=date.fromisoformat, required=True, help="Last day.")

    def handle(self, *args: Any, since: date, until: date, **options: Any) -> None:
        told = noncompliance(since, until, known_at=timezone.now())
        if told is None:
            self.stdout.write("Nothing that was selected in these days has a result.")
            return
        self.stdout.write(f"{told.rate:.2%} not in order, between {told.low:.2%} and {told.high:.2%}")
        self.stdout.write(
            f"{told.declarations:,} declarations, {told.results:,} results, {told.unknown:,} selected without one,"
            f" {told.not_covered:,} in strata without any"
        )
