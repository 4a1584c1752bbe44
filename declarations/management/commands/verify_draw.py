"""`manage.py verify_draw --day D`: whether the random draw of a day is what was promised before it."""

import sys
from argparse import ArgumentParser
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandError

from declarations import clearance
from declarations.selection.draws import faults, published


class Command(BaseCommand):
    help = "Draw a day again from its key, and compare with its commitment and with what was kept. Exit 1 if unlike."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which day, and where to put what others can check."""
        parser.add_argument("--day", type=date.fromisoformat, required=True, help="The day in Japan, 2026-11-25.")
        parser.add_argument("--publish", type=Path, help="Write the day as JSON for clients/verify_draw.py.")

    def handle(self, *args: Any, day: date, publish: Path | None, **options: Any) -> None:
        promised = clearance.day_to_verify(day)
        if promised is None:
            raise CommandError(
                f"The key of {day} is not shown: the day was not committed to, or cases of it still wait."
            )
        drawn = list(clearance.drawn_on(day))
        if publish:
            publish.write_bytes(msgspec.json.format(msgspec.json.encode(published(promised, drawn)), indent=1))
        counted, taken = Counter(each.stratum for each in drawn), Counter(e.stratum for e in drawn if e.is_random)
        self.stdout.write(f"{'stratum':<16}{'share':>8}{'declared':>10}{'drawn':>8}")
        for stratum, share in promised.shares.items():
            self.stdout.write(f"{stratum:<16}{share:>8}{counted[stratum]:>10,}{taken[stratum]:>8,}")
        self.stdout.write(f"committed {promised.committed_at.isoformat()}: {promised.commitment}")
        if found := faults(promised, drawn):
            self.stdout.write("\n".join(found))
            sys.exit(1)
        self.stdout.write("The draw is as promised.")
