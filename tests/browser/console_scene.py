"""What the console's pages are looked at with: cases in the states that they are about, and what was proposed."""

from typing import Any

from playwright.sync_api import Page

from tests.flows.desk import Desk
from tests.flows.trader import Trader
from tests.forms import balls, changed, export_form, goods_item, import_form
from tests.house import House
from tests.papers import pdf

_CHECK = """
    SELECT c.id::text FROM permits_permitcheck c JOIN declarations_declaration d ON d.id::text = c.subject
     WHERE d.number = %s
"""
_TROUBLE = """
    INSERT INTO singlewindow_trouble (kind, row_id, failures, error, first_at, last_at, due_at, dead_at)
    VALUES ('advance', gen_random_uuid()::text, 12, 'KeyError in read (rows.py:1)', now(), now(), now(), now())
"""
_MODEL = """
    INSERT INTO selection_learnedmodel (sha256, origin, metrics, registered_by, registered_at)
    VALUES (%s, '{"trained_on": {}, "chosen_on": {}, "settings": {}}', '{"precision": 0.41}', 'officer:demo', now())
"""
WINE = {"commodity_code": "2204210201", "description": "WINE", "origin": "US", "quantity": "100", "quantity_unit": "L"}
DAYS = {"first_month": "2024-04", "last_month": "2024-05", "expires_on": "2027-06-30"}


def cases(house: House, trader: Trader, officer: Desk, chief: Desk) -> dict[str, Any]:
    """Declarations by what there is to see of each, and the ids that their pages' addresses name."""
    held = trader.lodged(import_form(script="P-V2", items=[goods_item(), balls(), goods_item()]))["number"]
    paper = trader.attached(held, pdf(b"held"), name="invoice.pdf", media="application/pdf", kind="INVOICE")
    officer.act(held, "ask", text="Of what are the balls made?")
    officer.act(held, "lower", category="1", reason="Known goods.")
    refused = trader.lodged(import_form(script="R-V1"))["number"]
    trader.settles(refused, "REFUSED")
    chief.on_check(refused, "override", reason="The certificate was shown.")
    return {
        "held": held,
        "paper": paper["id"],
        "refused": refused,
        "check": house.sql(_CHECK, refused)[0][0],
        "amended": _amended(trader),
        "wine": trader.lodged(import_form(items=[goods_item(**WINE)]))["number"],
        "overpaid": _overpaid(trader, officer),
        "released": trader.lodged(export_form())["number"],
        "client": house.sql("SELECT id::text FROM traders_apiclient WHERE client_id = 'demo-reader'")[0][0],
    }


def _amended(trader: Trader) -> str:
    form = import_form(script="V3", items=[balls()])
    number = trader.lodged(form)["number"]
    trader.amended(number, form | {"remarks": "SECOND LOT"})
    return number


def _overpaid(trader: Trader, officer: Desk) -> str:
    form = import_form(items=[balls()])
    account = trader.lodged(form)
    number = account["number"]
    trader.paid(account)
    cheaper = changed(changed(form, "/goods_items/0/invoice_amount", "100000"), "/invoice/amount", "100000")
    trader.amended(number, cheaper)
    officer.decided(number, "reassessment", approves=True, remarks="Shown.")
    return number


def work(house: House, trader: Trader) -> None:
    """Work that was given up, a file of declarations, and a learned model."""
    house.sql(_TROUBLE)
    house.sql(_MODEL, "0" * 64)
    trader.done("POST", "/batches", b"{}\n", media="application/x-ndjson", **{"Idempotency-Key": "a-file"})


def proposed(page: Page) -> str:
    """A risk profile, proposed in the console; the address of the proposal."""
    page.goto("/console/selection/riskprofile/add/")
    page.fill("#id_code", "SAUCES")
    page.fill("#id_title", "Sauces in bulk")
    page.select_option("#id_category", "2")
    page.fill("#id_valid_from", "2024-01-01")
    page.fill("#id_commodity_prefix", "2103")
    page.fill("#id_proposal_reason", "Found twice in a month.")
    page.click("[name=_save]")
    page.wait_for_url("**/singlewindow/proposal/**")
    return page.url


def policy(page: Page) -> str:
    """What a learned model's word is to count, proposed; the address of its page."""
    page.goto(f"/console/selection-models/{'0' * 64}/")
    page.fill("#id_g", "0.1")
    page.fill("#id_document_from", "10")
    page.fill("#id_reason", "Only watched at first.")
    page.click(".act-form button")
    page.wait_for_url("**/selection-policies/**")
    return page.url


def project(page: Page) -> str:
    """A research project that was applied for; the address of its page."""
    page.goto("/research/apply")
    page.fill("[name=title]", "Sauces")
    page.fill("[name=purpose]", "TO KNOW")
    page.fill("[name=legal_ground]", "AGREEMENT")
    for name, value in DAYS.items():
        page.fill(f"[name={name}]", value)
    page.check("[name=columns][value=month]")
    page.click("main button[type=submit]")
    page.wait_for_url("**/research/projects/**")
    return page.url
