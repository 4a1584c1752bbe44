"""`manage.py draw_naccs`: write docs/naccs.md."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from declarations.drawing.naccs import naccs_page


class Command(BaseCommand):
    help = "Write docs/naccs.md from the table of NACCS procedures."

    def handle(self, *args: Any, **options: Any) -> None:
        page = settings.BASE_DIR / "docs" / "naccs.md"
        page.write_text(naccs_page(), encoding="utf-8")
        self.stdout.write(f"{page.relative_to(settings.BASE_DIR)} written")
