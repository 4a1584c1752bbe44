"""`manage.py draw_wco`: write docs/wco.md."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from declarations.drawing.wco import wco_page


class Command(BaseCommand):
    help = "Write docs/wco.md from the table of WCO elements and fields."

    def handle(self, *args: Any, **options: Any) -> None:
        page = settings.BASE_DIR / "docs" / "wco.md"
        page.write_text(wco_page(), encoding="utf-8")
        self.stdout.write(f"{page.relative_to(settings.BASE_DIR)} written")
