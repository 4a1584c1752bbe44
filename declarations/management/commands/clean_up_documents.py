"""`manage.py clean_up_documents`: files in the storage that no row tells of."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from declarations import filing


class Command(BaseCommand):
    help = (
        "Delete files that no document tells of: what a crash between file and row left. Fail where a file is missing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How old an orphan must be: a younger one may be an upload that is just being recorded."""
        parser.add_argument("--older-than-hours", type=float, default=24.0)

    def handle(self, *args: Any, **options: Any) -> None:
        before = timezone.now() - timedelta(hours=options["older_than_hours"])
        found = filing.clean_up(before=before)
        self.stdout.write(f"Documents: {found.kept} files kept, {found.deleted} orphans deleted.")
        if found.missing:
            raise CommandError(f"{len(found.missing)} documents have no file: {', '.join(found.missing[:20])}")
