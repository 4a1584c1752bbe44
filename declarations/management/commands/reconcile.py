"""`manage.py reconcile`: after a restore, what the agencies know and the store does not, and the other way round."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from declarations.dataset.snapshot import snapshot
from declarations.verifying import ask_agencies, differences


class Command(BaseCommand):
    help = "List each difference between what the simulated agencies and what the store knows. Exit 1 if there is one."

    def handle(self, *args: Any, **options: Any) -> None:
        told = ask_agencies(settings.AGENCY_URLS)
        with snapshot():
            found = list(differences(told))
        for each in found:
            self.stdout.write(f"{each.number}: {each.why}")
        if found:
            sys.exit(1)
