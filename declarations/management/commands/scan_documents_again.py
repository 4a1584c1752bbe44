"""`manage.py scan_documents_again`: after the scanner was away for so long that documents wait for a person."""

from typing import Any

from django.core.management.base import BaseCommand

from declarations.clearance.scanning import scan_again


class Command(BaseCommand):
    help = "Have the documents scanned again that no verdict came for, however often the scanner was asked."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Documents: {scan_again()} are due to be scanned again.")
