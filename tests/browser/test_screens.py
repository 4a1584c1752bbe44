"""Pictures of the main pages for the documentation: `SCREENS=docs/screens make test-browser ARGS="-k screens"`."""

import os
from pathlib import Path

import pytest

from tests.browser.filling import begun_amendment
from tests.browser.visitor import Visitor
from tests.flows.trader import Trader
from tests.forms import balls, goods_item, import_form
from tests.papers import pdf

LARGEST = 200_000  # bytes of a picture
PAGES = {
    "list": ("/declarations/lodged", "en"),
    "status": ("/declarations/{held}", "en"),
    "status-ja": ("/declarations/{held}", "ja"),
    "amendment": ("/declarations/drafts/{amending}/amendment", "en"),
    "receipt": ("/declarations/{held}/receipt", "en"),
    "firm": ("/declarations/firm/programs", "en"),
    "grid": ("/declarations/drafts/{draft}/grid", "en"),
    "tasks": ("/declarations/drafts/{draft}", "en"),
    "tasks-ja": ("/declarations/drafts/{draft}", "ja"),
    "item": ("/declarations/drafts/{whole}/items/1", "en"),
    "incoming": ("/declarations/drafts/{whole}/incoming", "en"),
    "check": ("/declarations/drafts/{whole}/check", "en"),
    "sign-in-ja": ("/login", "ja"),
}


@pytest.fixture(scope="module")
def scene(house, officer, chromium, sessions):
    """A declaration in the middle of its life, a draft that amends it, and a draft that is half done."""
    trader = Trader(house.stack.address)
    form = import_form(script="P-V2", items=[goods_item(), balls()])
    held = trader.lodged(form)["number"]
    trader.attached(held, pdf(b"for the pictures"), name="invoice.pdf", media="application/pdf", kind="INVOICE")
    officer.act(held, "ask", text="Is the sauce for retail sale?")
    amended = form | {"remarks": "SECOND LOT", "gross_mass": "219500"}
    trader.amended(held, amended, reason="THE MASS WAS WRONG")
    person = Visitor(chromium, house.stack.address)
    person.sign_in(sessions)
    amending = begun_amendment(person.page, held)
    person.close()
    items = [goods_item(description="DARK SOY SAUCE", invoice_amount="250000"), balls()]
    dearer = amended | {"goods_items": items, "invoice": form["invoice"] | {"amount": "450000"}}
    trader.done("PUT", f"/drafts/{amending}", dearer, **{"If-Match": f'"{amending}-1"'})
    half = {name: value for name, value in import_form().items() if name not in {"invoice", "own_reference"}}
    return {
        "held": held,
        "amending": amending,
        "draft": trader.done("POST", "/drafts", half | {"own_reference": "HALF-DONE"})["number"],
        "whole": trader.done("POST", "/drafts", form | {"own_reference": "WHOLE"})["number"],
    }


@pytest.mark.parametrize("name", PAGES)
def test_screens_are_taken_of_the_main_pages(visit, scene, tmp_path, name):
    address, language = PAGES[name]
    folder = Path(os.environ.get("SCREENS") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    page = visit("" if address == "/login" else "demo-broker", language=language).open(address.format(**scene))

    picture = page.screenshot(path=folder / f"{name}.png")

    assert len(picture) < LARGEST
