"""Every page, empty, with errors and filled in, in both languages and at both widths: nothing against WCAG 2.2 AA.

axe finds what a machine can find. The rest (an order that makes sense, words that say where a link leads) is in the
journeys, which go by what can be read and by the keyboard.
"""

from typing import Any

import pytest

from tests.browser.filling import begun_amendment
from tests.browser.visitor import WIDTHS, Visitor
from tests.flows.trader import Trader
from tests.forms import balls, export_form, goods_item, import_form
from tests.papers import pdf

SUBMIT = "main form button:not([name]):not(.link-button):not(.govuk-button--secondary):not(.govuk-button--warning)"
GRAVE = "form#act button.govuk-button--warning"


@pytest.fixture(scope="module")
def amending(house, officer, chromium, sessions) -> dict[str, str]:
    """Drafts that amend: one as it begins, one that is ready, one whose declaration changed meanwhile."""
    trader = Trader(house.stack.address)
    person = Visitor(
        chromium, house.stack.address, username="demo-broker", language="en", scripts=True, width=WIDTHS[0]
    )
    person.sign_in(sessions)
    drafts = {}
    for name in ("begun", "ready", "behind"):
        form = export_form(script="V2")
        number = trader.lodged(form)["number"]
        drafts[name] = begun_amendment(person.page, number)
        if name != "begun":
            amended = form | {"remarks": "SECOND LOT"}
            tag = trader.ask("GET", f"/drafts/{drafts[name]}").headers["ETag"]
            trader.done("PUT", f"/drafts/{drafts[name]}", amended, **{"If-Match": tag})
    officer.act(number, "ask", text="Of what are the balls made?")
    person.close()
    return drafts


@pytest.fixture(scope="module")
def scene(house, officer, amending) -> dict[str, Any]:
    """Declarations in the states that the pages are about, and what the firm's pages show."""
    trader = Trader(house.stack.address)
    held = trader.lodged(import_form(script="P-V2", items=[goods_item(), balls(), goods_item()]))["number"]
    asked = trader.lodged(export_form(script="V2"))["number"]
    officer.act(asked, "ask", text="Of what are the balls made?")
    trader.attached(asked, pdf(b"for the pages"), name="material.pdf", media="application/pdf", kind="PHOTOGRAPH")
    amended = trader.lodged(export_form(script="V2"))
    form = export_form(script="V2") | {"own_reference": amended["own_reference"], "remarks": "SECOND LOT"}
    trader.amended(amended["number"], form)
    return {
        "held": held,
        "asked": asked,
        "question": trader.account(asked)["questions"][0]["id"],
        "amended": amended["number"],
        "amending": amending,
        "released": trader.lodged(export_form(script="V1"))["number"],
        "awaited": trader.lodged(import_form(script="V1", condition="Z", items=[balls()]))["number"],
        "draft": trader.done("POST", "/drafts", import_form(items=[goods_item(), balls()]))["number"],
        "endpoint": trader.done("POST", "/webhook-endpoints", {"url": "http://localhost:9/told"})["endpoint"]["id"],
    }


# A page: its name, its address, what is filled in (None: nothing can be), and what sends it.
PAGES = {
    "drafts": ("/declarations/drafts", None, ""),
    "commodities": ("/declarations/commodities?q=soy", None, ""),
    "outline": ("/declarations/drafts/{draft}", None, ""),
    "parties": ("/declarations/drafts/{draft}/parties", None, ""),
    "items": ("/declarations/drafts/{draft}/items", None, ""),
    "one item": ("/declarations/drafts/{draft}/items/1", None, ""),
    "incoming": ("/declarations/drafts/{draft}/incoming", None, ""),
    "check": ("/declarations/drafts/{draft}/check", None, ""),
    "list": ("/declarations/lodged", {"#q": "SBX", "#since": "yesterday"}, SUBMIT),
    "list, nothing found": ("/declarations/lodged?q=nothing-like-it", None, ""),
    "list, of one status": ("/declarations/lodged?status=LODGED", None, ""),
    "held": ("/declarations/{held}", None, ""),
    "asked": ("/declarations/{asked}", None, ""),
    "released": ("/declarations/{released}", None, ""),
    "changes": ("/declarations/{amended}/versions/2", None, ""),
    "receipt": ("/declarations/{held}/receipt", None, ""),
    "permit": ("/declarations/{released}/permit", None, ""),
    "pay": ("/declarations/{held}/pay", {"#reference": "\U0001f642"}, SUBMIT),
    "answer": ("/declarations/{asked}/questions/{question}/answer", {"#text": "\U0001f642"}, SUBMIT),
    "attach": ("/declarations/{held}/documents/attach", {}, SUBMIT),
    "withdraw": ("/declarations/{held}/withdraw", {"#reason": "\U0001f642"}, GRAVE),
    "arrive": ("/declarations/{awaited}/arrive", {"#bonded_area": "9ZZ"}, SUBMIT),
    "release before permit": (
        "/declarations/{held}/release-before-permit",
        {"#reason_code": "1", "#security": "NO-SUCH"},
        SUBMIT,
    ),
    "amend": ("/declarations/{held}/amend", None, ""),
    "amendment, its tasks": ("/declarations/drafts/{amending[begun]}", None, ""),
    "amendment, a section": ("/declarations/drafts/{amending[begun]}/declaration", None, ""),
    "amendment, its grid": (
        "/declarations/drafts/{amending[begun]}/grid",
        {"[name='goods_items.0.invoice_amount']": "many"},
        ".sticky button[value=check]",
    ),
    "amendment, side by side": (
        "/declarations/drafts/{amending[ready]}/amendment",
        {"#reason": "\U0001f642"},
        "form#amendment button",
    ),
    "amendment, changed meanwhile": ("/declarations/drafts/{amending[behind]}/amendment", None, ""),
    "firm": ("/declarations/firm", None, ""),
    "people": ("/declarations/firm/people", None, ""),
    "invite": ("/declarations/firm/people/invite", {"#username": "a b"}, SUBMIT),
    "mandates": ("/declarations/firm/mandates", None, ""),
    "give a mandate": ("/declarations/firm/mandates/give", {"#broker": "NOSUCHBROKER"}, SUBMIT),
    "programs": ("/declarations/firm/programs", None, ""),
    "register a program": ("/declarations/firm/programs/register", {"#client_id": "a b"}, SUBMIT),
    "program": ("/declarations/firm/programs/demo-reader", {"#name": ""}, SUBMIT),
    "keys": ("/declarations/firm/programs/demo-reader/keys", {"#jwks": "{}"}, SUBMIT),
    "webhooks": ("/declarations/firm/webhooks", None, ""),
    "register an endpoint": ("/declarations/firm/webhooks/register", {"#url": "ftp://example.com"}, SUBMIT),
    "endpoint": ("/declarations/firm/webhooks/{endpoint}", {"#url": ""}, SUBMIT),
    "send again": ("/declarations/firm/webhooks/{endpoint}/replay", {"#since": "then"}, SUBMIT),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_empty_with_errors_and_filled_in(visit, scene, name, language):
    address, filled, submit = PAGES[name]
    person = visit(language=language)
    page = person.open(address.format(**scene))
    assert page.locator("html").get_attribute("lang") == language
    found = {"empty": person.violations()}
    if filled is not None:
        for place, text in filled.items():
            page.fill(place, text)
        found["filled"] = person.violations()
        page.locator(submit).first.click()
        person.is_told_what_is_wrong()
        found["error"] = person.violations()
    assert found == {state: [] for state in found}
