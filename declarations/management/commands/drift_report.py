"""`manage.py drift_report --since D --until D`: whether imports are still what they were."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from declarations.audits.drifting import compare
from declarations.selection.learning.model import FILE, BrokenModel, load


class Command(BaseCommand):
    help = "Compare the imports of some days with those before them: the population stability index of each thing said."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which days."""
        for name, words in (("since", "First day."), ("until", "Last day.")):
            parser.add_argument(f"--{name}", type=date.fromisoformat, required=True, metavar="DAY", help=words)
            about = f"{words} Of what it is compared with; left out: as many days before."
            parser.add_argument(f"--before-{name}", type=date.fromisoformat, metavar="DAY", help=about)
        parser.add_argument("--model", type=Path, help="Folder of a model, to compare also what it says.")

    def handle(self, *args: Any, model: Path | None, **told: Any) -> None:
        before = (told["before_since"], told["before_until"])
        if any(before) != all(before):
            raise CommandError("--before-since and --before-until go together.")
        try:
            learned = load(model / FILE) if model else None
        except BrokenModel as wrong:
            raise CommandError(str(wrong)) from wrong
        found = compare(
            (told["since"], told["until"]), before=before if all(before) else None, at=timezone.now(), model=learned
        )
        self.stdout.write(
            f"{found.rows_now:,} goods items of {found.now[0]} to {found.now[1]} beside {found.rows_before:,}"
            f" of {found.before[0]} to {found.before[1]}"
        )
        self.stdout.write(f"{'':<22}{'index':>8}{'by chance':>11}   moved")
        for each in found.drifts:
            self.stdout.write(f"{each.name:<22}{each.index:>8.3f}{each.by_chance:>11.3f}   {each.verdict}")
