"""`manage.py draw_acts`: write docs/acts.md and docs/acts.svg."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from declarations.drawing.acts import acts_page, acts_picture


class Command(BaseCommand):
    help = "Write docs/acts.md and docs/acts.svg from the table of states and acts."

    def handle(self, *args: Any, **options: Any) -> None:
        docs = settings.BASE_DIR / "docs"
        for name, text in (("acts.md", acts_page()), ("acts.svg", acts_picture())):
            (docs / name).write_text(text, encoding="utf-8")
            self.stdout.write(f"docs/{name} written")
