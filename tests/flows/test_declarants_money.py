"""The declarant's payments and what goes without them, over HTTP: deferment, release before permit, AEO release."""

import itertools

import pytest

from tests.flows.trader import holds
from tests.forms import aeo_release_form, balls, import_form

pytestmark = pytest.mark.xdist_group("house")  # one stack serves them all

_references = itertools.count(1)


def test_what_is_owed_is_paid_once_and_in_full(house, trader):
    account = trader.lodged(import_form(items=[balls()]))
    number, path = account["number"], f"/declarations/{account['number']}/payment"
    short = trader.ask("POST", path, {"method": "PAY", "amount": "24999", "reference": "BANK-1"})
    assert (short.status, short.json()["owed"], house.ledger(number)) == (422, "25000", [("DEMAND", 25000)])

    paid = trader.paid(account)

    assert (paid["status"], paid["duty"]["payment"], paid["duty"]["owed"]) == ("RELEASED", "PAYMENT", "0")
    again = trader.ask("POST", path, {"method": "PAY", "amount": "25000", "reference": "BANK-1"})
    assert (again.status, again.json()["type"].rpartition("/")[2]) == (409, "nothing-owed")
    assert house.ledger(number) == [("DEMAND", 25000), ("PAYMENT", 25000)]
    assert trader.history(number) == ["LODGED", "PAID", "RELEASED"]


def test_payment_is_deferred_against_a_security_which_the_later_payment_frees(house, trader):
    account = trader.lodged(import_form(items=[balls()]))
    number = account["number"]

    deferred = trader.paid(account, method="DEFER", reference="DEMO-SECURITY")

    assert (deferred["status"], deferred["duty"]["payment"], deferred["duty"]["owed"]) == ("RELEASED", "DEFERMENT", "0")
    assert house.sql(
        "SELECT due_on::text, secures::int FROM declarations_ledgerentry WHERE kind = 'DEFERMENT' AND declaration_id ="
        " (SELECT id FROM declarations_declaration WHERE number = %s)",
        number,
    ) == [("2024-11-05", 25000)]
    paid = {"method": "PAY_DEFERRED", "amount": "25000", "reference": "BANK-2"}
    trader.act(number, "payment", paid)
    assert house.secured(number) == 0
    assert house.ledger(number) == [("DEMAND", 25000), ("DEFERMENT", 25000), ("DEFERRED_PAYMENT", 25000)]
    assert trader.history(number) == ["LODGED", "DEFERRED", "RELEASED", "PAID"]


def test_goods_leave_before_the_permit_when_an_officer_allows_it(house, trader, officer):
    account = trader.lodged(import_form(script="V2", items=[balls()]))
    number = account["number"]
    wanted = {"reason_code": "01", "reason": "PERISHABLE", "security": "DEMO-SECURITY", "amount": "60000"}

    applied = trader.act(number, "release-before-permit", wanted)

    assert (applied["status"], [each["kind"] for each in applied["applications"]]) == ("LODGED", ["EARLY_RELEASE"])
    officer.decided(number, "early-release", approves=True, remarks="Perishable.")
    early = trader.account(number)
    assert (early["status"], holds(early)) == ("RELEASED_EARLY", ["DOCUMENT_EXAMINATION", "PAYMENT"])
    assert (house.secured(number), early.get("released_at")) == (60000, None)
    assert trader.paid(account)["status"] == "RELEASED_EARLY"
    officer.act(number, "examine", result="IN_ORDER", remarks="Read.")
    assert (trader.account(number)["status"], house.secured(number)) == ("RELEASED", 0)
    early_events = ["LODGED", "APPLIED", "APPLICATION_DECIDED", "RELEASED_EARLY", "PAID", "EXAMINED", "RELEASED"]
    assert trader.history(number) == early_events


def test_goods_that_an_agency_has_not_confirmed_do_not_leave_before_the_permit(trader):
    number = trader.lodged(import_form(script="P-V2"))["number"]
    trader.settles(number, "ASKED")
    wanted = {"reason_code": "01", "reason": "PERISHABLE", "security": "DEMO-SECURITY", "amount": "60000"}

    refused = trader.ask("POST", f"/declarations/{number}/release-before-permit", wanted)

    assert (refused.status, refused.json()["type"].rpartition("/")[2]) == (409, "early-release-impossible")
    assert refused.json()["holds"] == ["FD: the agency has been asked"]
    assert trader.history(number) == ["LODGED"]


def declared(trader, *releases):
    """The duty declaration of these releases."""
    body = {"own_reference": f"DUTY-{next(_references)}", "releases": [release["number"] for release in releases]}
    return trader.lodged(body, path="/duty-declarations")


def test_an_aeo_release_and_its_duty_declared_singly_and_collectively(house, aeo_trader):
    one, two, three = (aeo_trader.lodged(aeo_release_form(), path="/release-declarations") for _ in range(3))
    assert {(each["status"], each["duty"]["owed"], each["duty_due_on"]) for each in (one, two, three)} == {
        ("RELEASED", "0", "2024-09-30")
    }

    single, collective = declared(aeo_trader, one), declared(aeo_trader, two, three)

    assert (single["total_to_pay"], collective["total_to_pay"]) == ("20000", "40000")
    assert aeo_trader.done("GET", f"/duty-declarations/{collective['number']}") == collective
    for release in (one, two, three):
        account = aeo_trader.account(release["number"])
        assert (account["status"], account["version"], account["duty"]["owed"]) == ("RELEASED", 2, "20000")
        aeo_trader.paid(account, method="DEFER", reference="DEMO-SECURITY-AEO")
        assert aeo_trader.history(release["number"]) == ["LODGED", "RELEASED", "DUTY_DECLARED", "DEFERRED"]
        assert house.ledger(release["number"]) == [("DEMAND", 20000), ("DEFERMENT", 20000)]
    with pytest.raises(AssertionError, match="declared already"):
        declared(aeo_trader, one)
