"""Every page, empty, with errors and filled in, in both languages and at both widths: nothing against WCAG 2.2 AA.

axe finds what a machine can find. The rest (an order that makes sense, words that say where a link leads) is in the
journeys, which go by what can be read and by the keyboard.
"""

from typing import Any

import pytest

from tests.browser.filling import begun_amendment
from tests.browser.pages import PAGES
from tests.browser.visitor import Visitor
from tests.flows.trader import Trader
from tests.forms import balls, export_form, goods_item, import_form
from tests.papers import pdf

WRONG = {
    "direction": "IMPORT",
    "own_reference": "WRONG EVERYWHERE",
    "declaration_type": "0",
    "customs_office": "00",
    "gross_mass": "1",
    "importer": {"party_code": "1", "name": "NOBODY"},
    "consignor": {"name": "SOMEBODY", "country": "XX"},
    "packages": {"count": 1, "unit": "??", "marks": "NONE"},
    "transport": {"documents": ["A"], "vessel_name": "PACIFIC STAR", "arrival_on": "1999-01-01"},
    "invoice": {"number": "1", "incoterm": "XXX", "currency": "XXX", "amount": "1"},
    "goods_items": [goods_item(commodity_code="1", origin="XX", invoice_amount="2", net_mass="9")],
}


@pytest.fixture(scope="module")
def scene(house, officer, chromium, sessions) -> dict[str, Any]:
    """Declarations and drafts in the states that the pages are about, and what the firm's pages show."""
    trader = Trader(house.stack.address)
    held = trader.lodged(import_form(script="P-V2", items=[goods_item(), balls(), goods_item()]))["number"]
    asked = trader.lodged(export_form(script="V2"))["number"]
    officer.act(asked, "ask", text="OF WHAT ARE THE BALLS MADE?")
    trader.attached(asked, pdf(b"for the pages"), name="material.pdf", media="application/pdf", kind="PHOTOGRAPH")
    amended = trader.lodged(export_form(script="V2"))
    form = export_form(script="V2") | {"own_reference": amended["own_reference"], "remarks": "SECOND LOT"}
    trader.amended(amended["number"], form)
    lodged = draft(trader, import_form(items=[balls()]))
    trader.lodged({}, path=f"/drafts/{lodged}/lodge")
    whole = draft(trader, import_form(items=[goods_item(), balls()]))
    broker = Visitor(chromium, house.stack.address)
    broker.sign_in(sessions)
    broker.open(f"/declarations/drafts/{whole}/template").fill("#name", "SOY SAUCE")
    broker.page.click("main form button")
    amending = amending_drafts(broker, trader, officer)
    broker.close()
    [[person]] = house.sql("SELECT id FROM traders_user WHERE username = 'demo-broker'")
    return {
        "held": held,
        "asked": asked,
        "question": trader.account(asked)["questions"][0]["id"],
        "amended": amended["number"],
        "amending": amending,
        "released": trader.lodged(export_form(script="V1"))["number"],
        "awaited": trader.lodged(import_form(script="V1", condition="Z", items=[balls()]))["number"],
        "undirected": draft(trader, {}),
        "begun": draft(trader, {"direction": "IMPORT"}),
        "one": draft(trader, {"direction": "IMPORT", "goods_items": [{"commodity_code": "2103100005"}]}),
        "draft": whole,
        "wrong": draft(trader, WRONG),
        "lodged": lodged,
        "endpoint": trader.done("POST", "/webhook-endpoints", {"url": "http://localhost:9/told"})["endpoint"]["id"],
        "person": person,
    }


def test_a_page_that_another_window_was_quicker_than_is_accessible(visit, trader, language):
    number = draft(trader, {"direction": "IMPORT", "gross_mass": "1"})
    person = visit(language=language)
    page = person.open(f"/declarations/drafts/{number}/transport")
    seen = trader.ask("GET", f"/drafts/{number}").headers["ETag"]
    trader.done("PUT", f"/drafts/{number}", {"direction": "IMPORT", "gross_mass": "2"}, **{"If-Match": seen})

    page.fill("#gross_mass", "3")
    page.locator("button.govuk-button[value=continue]").first.click()
    page.wait_for_selector("#conflict-title")

    assert page.locator("#gross_mass").input_value() == "3"
    assert person.violations() == []


def draft(trader: Trader, said: dict[str, Any]) -> str:
    """A draft that says this; its number."""
    return trader.done("POST", "/drafts", said)["number"]


def amending_drafts(broker: Visitor, trader: Trader, officer: Any) -> dict[str, str]:
    """Drafts that amend: one as it begins, one that is ready, one whose declaration changed meanwhile."""
    drafts = {}
    for name in ("begun", "ready", "behind"):
        form = export_form(script="V2")
        number = trader.lodged(form)["number"]
        drafts[name] = begun_amendment(broker.page, number)
        if name != "begun":
            amended = form | {"remarks": "SECOND LOT"}
            tag = trader.ask("GET", f"/drafts/{drafts[name]}").headers["ETag"]
            trader.done("PUT", f"/drafts/{drafts[name]}", amended, **{"If-Match": tag})
    officer.act(number, "ask", text="OF WHAT ARE THE BALLS MADE?")
    return drafts


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_empty_with_errors_and_filled_in(visit, scene, name, language):
    row, found = PAGES[name], {}
    person = visit(row.to, language=language)
    for state, address in row.addresses().items():
        page = person.open(address.format(**scene))
        assert page.locator("html").get_attribute("lang") == language
        if state == "wrong":
            person.is_told_what_is_wrong()
        found[state] = person.violations()
    if row.sent:
        for place, text in row.typed.items():
            page.fill(place, text)
        found["typed"] = person.violations()
        page.locator(row.sent).first.click()
        person.is_told_what_is_wrong()
        found["refused"] = person.violations()
    assert found == {state: [] for state in found}
