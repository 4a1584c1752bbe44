"""`manage.py create_demonstration`: traders, mandates, users and API clients to try the service with."""

from typing import Any

from declarations.traders.demonstration import create_demonstration
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Create the demonstration's traders, users and API clients. Only where SANDBOX is on."

    def handle(self, *args: Any, **options: Any) -> None:
        logins = create_demonstration()
        self.stdout.write(str(logins))
