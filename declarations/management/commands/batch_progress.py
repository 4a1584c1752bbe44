"""`manage.py batch_progress ID`: a bar that follows a batch until it is finished."""

import time
from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from declarations.models import Batch

_WIDTH = 40
_LOOK_AGAIN_SECONDS = 0.25


class Command(BaseCommand):
    help = "Follow a batch until every row of it is answered."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The batch."""
        parser.add_argument("id", type=UUID, help="the batch's id, as its Location tells it")

    def handle(self, *args: Any, **options: Any) -> None:
        while True:
            batch = Batch.objects.filter(id=options["id"]).first()
            if batch is None:
                raise CommandError(f"There is no batch {options['id']}.")
            self.stdout.write(f"\r{bar(batch)}", ending="")
            self.stdout.flush()
            if batch.finished_at is not None:
                self.stdout.write("")
                return
            time.sleep(_LOOK_AGAIN_SECONDS)


def bar(batch: Batch) -> str:
    """Its progress in one line."""
    answered = batch.accepted + batch.refused
    filled = _WIDTH * answered // batch.rows if batch.rows else 0
    drawn = "█" * filled + "·" * (_WIDTH - filled)
    return f"{drawn} {answered:,} of {batch.rows:,}: {batch.accepted:,} accepted, {batch.refused:,} refused"
