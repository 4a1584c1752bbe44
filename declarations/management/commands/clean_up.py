"""`manage.py clean_up`: delete what is kept for a time only, where that time is over. The dispatcher does it hourly."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from declarations import clearance


class Command(BaseCommand):
    help = "Delete drafts and batches that were kept for their 90 days."

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        drafts, batches = clearance.clean_up_drafts(at), clearance.clean_up_batches(at)
        self.stdout.write(f"{drafts:,} drafts and {batches:,} batches deleted.")
