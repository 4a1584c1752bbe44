"""`manage.py create_demonstration`: traders, mandates, users and API clients to try the service with."""

from typing import Any

from django.core.management.base import BaseCommand

from declarations.traders.demonstration import create_demonstration
from singlewindow.demonstration.show import table


class Command(BaseCommand):
    help = "Create the demonstration's traders, users and API clients. Only where SANDBOX is on."

    def handle(self, *args: Any, **options: Any) -> None:
        logins = create_demonstration()
        self.stdout.write("API clients (client credentials at /oauth/token)")
        self.stdout.write(table(("client", "secret", "for"), [(x.name, x.secret, x.about) for x in logins.clients]))
        self.stdout.write("\nPeople (sign in at /login; officers at /console/)")
        self.stdout.write(table(("user", "password", "for"), [(x.name, x.secret, x.about) for x in logins.users]))
