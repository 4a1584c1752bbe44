"""`manage.py generate_declarations --count N --seed S`: made-up declarations. Only where SANDBOX is on."""

import os
import sys
import time
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from declarations.dataset.errors import NoRoomToGenerate
from declarations.dataset.generating.declaring import Plan
from declarations.dataset.generating.running import generate


class Command(BaseCommand):
    help = "Generate made-up declarations of made-up traders, lodged, paid and released. Only where SANDBOX is on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What is wanted, and where what was planted is written."""
        parser.add_argument("--count", type=int, required=True, help="How many declarations.")
        parser.add_argument("--seed", type=int, required=True, help="The seed, 0 to 99999; each is used once.")
        parser.add_argument("--from", dest="first", type=date.fromisoformat, default=date(2024, 1, 1), metavar="DAY")
        parser.add_argument("--to", dest="last", type=date.fromisoformat, default=date(2024, 6, 30), metavar="DAY")
        parser.add_argument("--diversion", type=float, default=30.0, help="Points, in the typhoon's week.")
        parser.add_argument("--misdeclared", type=float, default=2.0, help="Percent of imports.")
        parser.add_argument("--drawn", type=float, default=5.0, help="Percent that chance selects for examination.")
        parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="As many as there are cores.")
        parser.add_argument("--truth", type=Path, help="Write what was planted into this new file, JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        plan = self._plan(options)
        began = time.perf_counter()
        watched = options["verbosity"] > 0 and sys.stderr.isatty()
        try:
            watch = self._tell if watched else None
            truth = generate(plan, at=timezone.now(), processes=options["processes"], watch=watch)
        except NoRoomToGenerate as refused:
            raise CommandError(str(refused)) from refused
        seconds = time.perf_counter() - began
        if options["truth"]:
            with options["truth"].open("xb") as file:
                file.write(msgspec.json.format(msgspec.json.encode(truth)))
        self.stdout.write(
            f"{plan.count:,} declarations of {plan.firms:,} traders in {seconds:.1f} s, {plan.count / seconds:,.0f} a"
            f" second; {len(truth.misdeclared):,} misdeclared; in the week of {truth.diversion.monday} at office"
            f" {truth.diversion.office} {truth.diversion.elsewhere} of {truth.diversion.declarations} went elsewhere."
        )

    def _plan(self, options: dict[str, Any]) -> Plan:
        is_in_order = options["first"] <= options["last"]
        if min(options["count"], options["processes"]) < 1 or not 0 <= options["seed"] <= 99_999 or not is_in_order:
            raise CommandError(
                "--count and --processes are 1 or more, --seed from 0 to 99999, and --to is not before --from."
            )
        if options["truth"] and options["truth"].exists():
            raise CommandError(f"{options['truth']} is there already: name a new file.")
        names = ("count", "seed", "first", "last", "diversion", "misdeclared", "drawn")
        return Plan(**{name: options[name] for name in names})

    def _tell(self, done: int) -> None:
        self.stderr.write(f"\r{done:>12,}", ending="")
        self.stderr.flush()
