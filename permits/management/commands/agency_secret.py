"""`manage.py agency_secret FD`: the secret to hand to an agency, so that it can sign what it sends."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from permits.agencies import secret_of
from permits.models import Agency


class Command(BaseCommand):
    help = "Print the secret with which an agency signs its callbacks (Standard Webhooks)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("agency", help="our code of the agency, such as FD")

    def handle(self, *args: Any, **options: Any) -> None:
        code = options["agency"]
        if not Agency.objects.filter(code=code).exists():
            known = ", ".join(Agency.objects.order_by("code").values_list("code", flat=True))
            raise CommandError(f"There is no agency {code}. There are: {known}.")
        self.stdout.write(secret_of(code))
