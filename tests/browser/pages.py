"""Every page of the forms in the states that it can be in, for the tests of accessibility.

A state is an address, or what comes of typing and sending. `tests/declarations/web/test_pages.py` holds the table
against the URL configuration: a page that is in no row, and not among the exceptions, fails it.
"""

from typing import Any

from msgspec import Struct

SEND = "main form button:not([name]):not(.link-button):not(.govuk-button--secondary):not(.govuk-button--warning)"
GRAVE = "form#act button.govuk-button--warning"
CONTINUE = "button.govuk-button[value=continue]"
HIDDEN = "\N{RIGHT-TO-LEFT OVERRIDE}"  # a character that nothing may hold
SMILE = "\N{SLIGHTLY SMILING FACE}"  # one that no telegram may hold
DRAFT = "/declarations/drafts/"
FIRM = "/declarations/firm"


class Row(Struct, frozen=True):
    """One page. `typed` goes by selectors of its fields, at the last of its addresses; `sent` is the button after
    which it says what is wrong.
    """

    empty: str = ""
    filled: str = ""
    wrong: str = ""  # an address that says at once what is wrong
    typed: dict[str, str] = {}
    sent: str = ""
    to: str = "demo-broker"

    def addresses(self) -> dict[str, str]:
        """Those that it has, by the state."""
        every = {"empty": self.empty, "wrong": self.wrong, "filled": self.filled}
        return {state: address for state, address in every.items() if address}


def _of_draft(page: str = "", **row: Any) -> Row:
    """A page of a draft: of one that says nothing, a whole one, and one that is wrong everywhere."""
    at = f"/{page}" if page else ""
    judged = "" if page in {"", "check"} else "?check=1"
    return Row(
        empty=f"{DRAFT}{{begun}}{at}", filled=f"{DRAFT}{{draft}}{at}", wrong=f"{DRAFT}{{wrong}}{at}{judged}", **row
    )


BEFORE_LODGING = {
    "start": Row(filled="/declarations"),
    "drafts": Row(empty="/declarations/drafts", to="demo-unmandated"),
    "drafts, templates": Row(
        filled="/declarations/drafts", typed={"#number": "8Z5K0Q3M7T1"}, sent="button[value=copy]"
    ),
    "templates": Row(empty="/declarations/templates", to="demo-unmandated"),
    "templates, some": Row(filled="/declarations/templates"),
    "commodities": Row(empty="/declarations/commodities", filled="/declarations/commodities?q=soy"),
    "direction": Row(empty=f"{DRAFT}{{undirected}}/direction"),
    "outline": Row(empty=f"{DRAFT}{{begun}}", filled=f"{DRAFT}{{draft}}"),
    "outline, wrong": Row(filled=f"{DRAFT}{{wrong}}"),
    "the declaration itself": _of_draft("declaration", typed={"#own_reference": HIDDEN}, sent=CONTINUE),
    "parties": _of_draft("parties", typed={"[id='consignor.name']": HIDDEN}, sent=CONTINUE),
    "transport": _of_draft("transport"),
    "invoice": _of_draft("invoice"),
    "items": Row(empty=f"{DRAFT}{{begun}}/items", filled=f"{DRAFT}{{draft}}/items"),
    "items, wrong": Row(filled=f"{DRAFT}{{wrong}}/items"),
    "one item": Row(
        empty=f"{DRAFT}{{one}}/items/1",
        filled=f"{DRAFT}{{draft}}/items/1",
        wrong=f"{DRAFT}{{wrong}}/items/1?check=1",
        typed={"[id='goods_items.0.description']": HIDDEN},
        sent=CONTINUE,
    ),
    "permits": Row(
        empty=f"{DRAFT}{{begun}}/permits", filled=f"{DRAFT}{{draft}}/permits", wrong=f"{DRAFT}{{one}}/permits?check=1"
    ),
    "incoming": Row(
        empty=f"{DRAFT}{{draft}}/incoming",
        typed={"#block": "commodity_code\tprice\n1\tmany"},
        sent="button[value=items]:not(.link-button)",
    ),
    "grid": _of_draft("grid"),
    "check": Row(
        empty=f"{DRAFT}{{begun}}/check",
        wrong=f"{DRAFT}{{wrong}}/check",
        filled=f"{DRAFT}{{draft}}/check",
        sent="#lodge-form button[value=lodge]",
    ),
    "discard": Row(filled=f"{DRAFT}{{draft}}/discard"),
    "save as template": Row(empty=f"{DRAFT}{{draft}}/template", typed={"#name": ""}, sent="main form button"),
    "lodged": Row(filled=f"{DRAFT}{{lodged}}/lodged"),
}
AFTER_LODGING = {
    "list": Row(filled="/declarations/lodged", typed={"#q": "SBX", "#since": "yesterday"}, sent=SEND),
    "list of a firm that is new": Row(empty="/declarations/lodged", to="demo-unmandated"),
    "list, nothing found": Row(filled="/declarations/lodged?q=nothing-like-it"),
    "list, of one status": Row(filled="/declarations/lodged?status=LODGED"),
    "held": Row(filled="/declarations/{held}"),
    "asked": Row(filled="/declarations/{asked}"),
    "released": Row(filled="/declarations/{released}"),
    "changes": Row(filled="/declarations/{amended}/versions/2"),
    "receipt": Row(filled="/declarations/{held}/receipt"),
    "permit": Row(filled="/declarations/{released}/permit"),
    "pay": Row(empty="/declarations/{held}/pay", typed={"#reference": SMILE}, sent=SEND),
    "answer": Row(empty="/declarations/{asked}/questions/{question}/answer", typed={"#text": SMILE}, sent=SEND),
    "attach": Row(empty="/declarations/{held}/documents/attach", sent=SEND),
    "withdraw": Row(empty="/declarations/{held}/withdraw", typed={"#reason": SMILE}, sent=GRAVE),
    "arrive": Row(empty="/declarations/{awaited}/arrive", typed={"#bonded_area": "9ZZ"}, sent=SEND),
    "release before permit": Row(
        empty="/declarations/{held}/release-before-permit",
        typed={"#reason_code": "1", "#security": "NO-SUCH"},
        sent=SEND,
    ),
    "amend": Row(filled="/declarations/{held}/amend"),
    "amendment, its tasks": Row(filled=f"{DRAFT}{{amending[begun]}}"),
    "amendment, a section": Row(filled=f"{DRAFT}{{amending[begun]}}/declaration"),
    "amendment, its grid": Row(
        filled=f"{DRAFT}{{amending[begun]}}/grid",
        typed={"[name='goods_items.0.invoice_amount']": "many"},
        sent=".govuk-button-group button[value=check]",
    ),
    "amendment": Row(
        filled=f"{DRAFT}{{amending[ready]}}/amendment", typed={"#reason": SMILE}, sent="form#amendment button"
    ),
    "amendment, changed meanwhile": Row(filled=f"{DRAFT}{{amending[behind]}}/amendment"),
}
OF_THE_FIRM = {
    "firm": Row(filled=FIRM),
    "people": Row(filled=f"{FIRM}/people"),
    "person": Row(filled=f"{FIRM}/people/{{person}}"),
    "invite": Row(empty=f"{FIRM}/people/invite", typed={"#username": "a b"}, sent=SEND),
    "mandates": Row(empty=f"{FIRM}/mandates", to="demo-unmandated"),
    "mandates, some": Row(filled=f"{FIRM}/mandates", to="demo-importer"),
    "give a mandate": Row(empty=f"{FIRM}/mandates/give", typed={"#broker": "NOSUCHBROKER"}, sent=SEND),
    "programs": Row(empty=f"{FIRM}/programs", to="demo-importer"),
    "programs, some": Row(filled=f"{FIRM}/programs"),
    "register a program": Row(empty=f"{FIRM}/programs/register", typed={"#client_id": "a b"}, sent=SEND),
    "program": Row(filled=f"{FIRM}/programs/demo-reader", typed={"#name": ""}, sent=SEND),
    "keys": Row(empty=f"{FIRM}/programs/demo-reader/keys", typed={"#jwks": ""}, sent=SEND),
    "webhooks": Row(empty=f"{FIRM}/webhooks", to="demo-unmandated"),
    "webhooks, some": Row(filled=f"{FIRM}/webhooks"),
    "register an endpoint": Row(empty=f"{FIRM}/webhooks/register", typed={"#url": "ftp://example.com"}, sent=SEND),
    "endpoint": Row(filled=f"{FIRM}/webhooks/{{endpoint}}", typed={"#url": ""}, sent=SEND),
    "send again": Row(empty=f"{FIRM}/webhooks/{{endpoint}}/replay", typed={"#since": "then"}, sent=SEND),
}
OUTSIDE = {
    "home": Row(filled="/"),
    "statistics": Row(empty="/statistics", filled="/statistics?of=generated"),
    "account": Row(filled="/account"),
    "not for traders": Row(filled="/research"),
    "not there": Row(filled="/declarations/00000000000"),
    "a problem": Row(filled="/problems/csrf"),
}
PAGES = BEFORE_LODGING | AFTER_LODGING | OF_THE_FIRM | OUTSIDE

# Routes of the forms that show no page of their own, each with the reason.
_NOT_LOOKED_AT = "is only posted to; looked at, it leads back to its page"
NO_PAGES = {
    **dict.fromkeys(("delete-view", "person-link", "revoke-mandate", "program-secret", "revoke-key"), _NOT_LOOKED_AT),
    **dict.fromkeys(("webhook-secret", "webhook-ping", "webhook-delete"), _NOT_LOOKED_AT),
    "progress": "is a part of the page `status`, which fetches it by itself",
    "document": "is a file that somebody attached",
    "qr": "is a picture on the papers",
    **dict.fromkeys(("receipt-pdf", "permit-pdf"), "is a file; tests/browser/test_papers.py looks into it"),
}
