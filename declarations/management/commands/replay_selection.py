"""`manage.py replay_selection --since D --until D`: every selection of these days done again from what is stored."""

import sys
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from declarations.audits.replaying import Replaying


class Command(BaseCommand):
    help = (
        "Do the selections of some days again from what is stored, and compare. Exit 1 where one comes out otherwise."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which days."""
        parser.add_argument("--since", type=date.fromisoformat, required=True, metavar="DAY", help="First day.")
        parser.add_argument("--until", type=date.fromisoformat, required=True, metavar="DAY", help="Last day.")

    def handle(self, *args: Any, since: date, until: date, **options: Any) -> None:
        replaying, unlike = Replaying(), 0
        for each in replaying.differences(since, until, at=timezone.now()):
            unlike += 1
            self.stdout.write(f"{each.number}\n  kept   {each.kept}\n  again  {each.again}")
        self.stdout.write(f"{replaying.done:,} selections done again, {unlike:,} come out otherwise.")
        if unlike:
            sys.exit(1)
