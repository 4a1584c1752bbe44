"""`manage.py audit_generated --seed S --percent P`: results of audits for made-up declarations, in the sandbox."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from declarations.audits.playing import NothingToAudit, audit_generated


class Command(BaseCommand):
    help = "Play the audit of some generated imports, chosen by chance: what was planted is found. Only in the sandbox."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which run, and how many of it."""
        parser.add_argument("--seed", type=int, required=True, help="The seed they were generated from.")
        parser.add_argument("--percent", type=float, default=30.0, help="Of the imports.")
        parser.add_argument("--after-days", type=int, default=60, help="So long after each was lodged.")

    def handle(self, *args: Any, seed: int, percent: float, after_days: int, **options: Any) -> None:
        try:
            count, wrong = audit_generated(seed, percent=percent, after=timedelta(days=after_days))
        except NothingToAudit as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{count:,} imports audited, {wrong:,} found wrong.")
