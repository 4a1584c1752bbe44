"""`manage.py release_table NAME FILE`: a table protected beside everything that is out, and released."""

import json
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from declarations.dataset.disclosure.solving import SolverMissing
from declarations.dataset.errors import NotATable, NotReleasable
from declarations.dataset.models import Population
from declarations.dataset.releasing.dimensions import tabulation_of
from declarations.dataset.releasing.ledger import release
from declarations.dataset.releasing.writing import plain_csv


class Command(BaseCommand):
    help = 'Release a table: {"measure": "VALUE", "axes": [["hs2"], ["country"]], "where": {"month": ["2024-05"]}}.'

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What it is called, what it counts, who releases it, and where to."""
        parser.add_argument("name", help="What it is called: letters, digits, hyphens.")
        parser.add_argument("file", type=Path, help="What it counts, JSON.")
        parser.add_argument("--by", required=True, help="Who releases it.")
        parser.add_argument("--generated", action="store_true", help="Of made-up declarations, and of no others.")
        parser.add_argument("--csv", type=Path, help="Write it into this new file as well.")

    def handle(self, *args: Any, name: str, file: Path, by: str, generated: bool, **options: Any) -> None:
        population = Population.GENERATED if generated else Population.DECLARED
        try:
            tabulation = tabulation_of(json.loads(file.read_bytes()))
            table = release(tabulation, name=name, population=population, by=by, at=timezone.now())
        except (OSError, ValueError, NotATable, NotReleasable, SolverMissing) as refused:
            raise CommandError(str(refused)) from refused
        if options["csv"]:
            with options["csv"].open("xb") as written:
                written.write(plain_csv(table))
        why = Counter(reason for _, reason in table.reasons)
        told = ", ".join(f"{count} {reason}" for reason, count in sorted(why.items())) or "none"
        self.stdout.write(f"{name}: {len(table.figures):,} cells; hidden: {told}.")
