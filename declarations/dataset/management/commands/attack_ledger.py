"""`manage.py attack_ledger`: whoever has every released table and a solver; 1 where anything is given away."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from declarations.dataset.disclosure.solving import SolverMissing
from declarations.dataset.releasing.ledger import assault


class Command(BaseCommand):
    help = "Attack all released tables together, as somebody outside could; 1 where a hidden cell is known."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = assault()
        except SolverMissing as missing:
            raise CommandError(str(missing)) from missing
        told = (
            f"{found.tables} tables, {found.hidden:,} hidden cells: {found.exact} recovered, {found.close} too close."
        )
        if found.close:
            raise CommandError(told)
        self.stdout.write(told)
