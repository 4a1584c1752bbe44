"""`manage.py dispatch`: run the dispatcher until it is told to stop."""

from typing import Any

from django.core.management.base import BaseCommand

from singlewindow.dispatch import Dispatcher


class Command(BaseCommand):
    help = "Read what is owed from PostgreSQL and hand ids to Celery."

    def handle(self, *args: Any, **options: Any) -> None:
        Dispatcher().run()
