"""`manage.py clean_up`: delete what is kept for a time only, where that time is over. The dispatcher does it hourly."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from declarations import clearance


class Command(BaseCommand):
    help = "Delete the drafts that were kept for their 90 days."

    def handle(self, *args: Any, **options: Any) -> None:
        deleted = clearance.clean_up_drafts(timezone.now())
        self.stdout.write(f"{deleted:,} drafts deleted.")
