"""The page of the WCO mapping is what the table says."""

from django.conf import settings

from declarations.drawing.wco import wco_page


def test_the_page_is_up_to_date():
    page = settings.BASE_DIR / "docs" / "wco.md"

    assert page.read_text(encoding="utf-8") == wco_page(), "run: python manage.py draw_wco"
