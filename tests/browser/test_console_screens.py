"""Pictures of the console for the documentation: `SCREENS=docs/screens make test-browser ARGS="-k console_screens"`."""

import os
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.browser.officer import DESK
from tests.flows.trader import Trader
from tests.forms import balls, changed, export_form, goods_item, import_form
from tests.house import House

LARGEST = 250_000  # bytes of a picture
CASE = "/console/declarations/declaration/{held}/"
PAGES = {
    "console": DESK,
    "console-dashboard": "/console/dashboard/",
    "console-queue": "/console/queue/",
    "console-case": CASE,
    "console-act": CASE + "examine/",
    "console-audit": "/console/audit/?number={held}",
    "console-list": "/console/declarations/declaration/?desk=all",
}


@pytest.fixture(scope="module")
def scene(house, officer):
    """A day's work: cases of every category, one with all that a case can have."""
    today = House(house.stack)  # with a token of its own: the first one may be too old by now
    for script, items in (("V1", [balls()]), ("V2", [balls()]), ("V3", [balls()]), ("R-V1", None), ("A-V1", None)) * 3:
        today.lodged(import_form(script=script, items=items))
    next_week = (date.today() + timedelta(days=7)).isoformat()
    for script in ("V1", "V1", "V2"):
        today.lodged(changed(export_form(script=script), "/transport/departure_on", next_week))
    held = today.lodged(import_form(script="P-V3", items=[goods_item(), balls()]))["number"]
    trader = Trader(house.stack.address)
    trader.settles(held, "ASKED")
    officer.act(held, "ask", text="Is the sauce for retail sale?")
    return {"held": held}


@pytest.mark.parametrize("name", PAGES)
def test_screens_are_taken_of_the_console(visit, scene, tmp_path, name):
    folder = Path(os.environ.get("SCREENS") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    page = visit("demo-chief-officer").open(PAGES[name].format(**scene))
    page.wait_for_load_state("networkidle")

    picture = page.screenshot(path=folder / f"{name}.png")

    assert len(picture) < LARGEST
