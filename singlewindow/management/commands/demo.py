"""`manage.py demo`: lodge the samples through HTTP and show what came of them."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from singlewindow.demonstration.show import show


class Command(BaseCommand):
    help = "Lodge the sample declarations through HTTP; exit 0 only if each reached the state it must."

    def handle(self, *args: Any, **options: Any) -> None:
        if not show(settings.PUBLIC_URL, self.stdout.write):
            raise CommandError("a sample did not reach the state it must")
