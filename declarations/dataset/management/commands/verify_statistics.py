"""`manage.py verify_statistics`: whether every release can still be counted from the declarations, byte for byte."""

from hashlib import sha256
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from declarations.dataset.models import Release
from declarations.dataset.statistics.publishing import rebuilt


class Command(BaseCommand):
    help = "Count every release anew, as it was known when it was published, and compare it; 1 where one differs."

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = []
        for release in Release.objects.order_by("month", "id"):
            is_same = sha256(rebuilt(release)).hexdigest() == release.sha256
            self.stdout.write(f"{release}, {release.get_population_display()}: {'the same' if is_same else 'DIFFERS'}")
            wrong += [] if is_same else [str(release)]
        if wrong:
            raise CommandError(f"Cannot be counted so any more: {', '.join(wrong)}")
