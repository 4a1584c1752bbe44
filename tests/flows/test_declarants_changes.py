"""The declarant's changes over HTTP: amend before the release and after it, withdraw; real workers ask the agencies."""

import pytest

from tests.flows.trader import checks, holds
from tests.forms import balls, changed, export_form, goods_item, import_form

pytestmark = pytest.mark.xdist_group("house")  # one stack serves them all


def test_an_amended_item_is_asked_anew_and_its_neighbour_keeps_its_confirmation(house, trader):
    form = import_form(items=[goods_item(), goods_item(description="SOY SAUCE, DARK")])
    number = trader.lodged(form)["number"]
    trader.settles(number, "CONFIRMED", "CONFIRMED")

    amended = trader.amended(number, changed(form, "/goods_items/1/description", "SOY SAUCE, LIGHT"))

    assert (amended["status"], amended["version"], checks(amended)) == ("LODGED", 2, ["CONFIRMED", "DUE"])
    confirmed = trader.settles(number, "CONFIRMED", "CONFIRMED", told=3)
    asked = house.sql(
        "SELECT id::text, item_number, subject_version, superseded_in FROM permits_permitcheck"
        " WHERE subject = (SELECT id::text FROM declarations_declaration WHERE number = %s)"
        " ORDER BY subject_version, item_number",
        number,
    )
    assert [row[1:] for row in asked] == [(1, 1, None), (2, 1, 2), (2, 2, None)]
    assert [house.agency("FD")["calls"][row[0]] for row in asked] == [1, 1, 1]
    assert trader.paid(confirmed)["status"] == "RELEASED"
    settled = ["PERMIT_CHECK_SETTLED"]
    assert trader.history(number) == ["LODGED", *settled * 2, "AMENDED", *settled, "PAID", "RELEASED"]


def test_more_value_after_the_release_demands_the_difference(house, trader):
    form = import_form(items=[balls()])
    account = trader.lodged(form)
    number = account["number"]
    assert (account["duty"]["total_to_pay"], trader.paid(account)["status"]) == ("25000", "RELEASED")
    more = changed(changed(form, "/goods_items/0/invoice_amount", "300000"), "/invoice/amount", "300000")

    amended = trader.amended(number, more)

    assert (amended["status"], amended["version"]) == ("RELEASED", 2)
    assert (amended["duty"]["total_to_pay"], amended["duty"]["owed"]) == ("35000", "10000")
    paid = trader.paid(amended, reference="BANK-2")
    assert (paid["duty"]["owed"], paid["duty"]["payment"]) == ("0", "PAYMENT")
    assert house.ledger(number) == [("DEMAND", 25000), ("PAYMENT", 25000), ("DEMAND", 10000), ("PAYMENT", 10000)]
    assert trader.history(number) == ["LODGED", "PAID", "RELEASED", "AMENDED", "PAID"]


def test_a_change_of_a_permitted_export_is_made_when_an_officer_approves(trader, officer):
    form = export_form()
    number = trader.lodged(form)["number"]

    asked = trader.amended(number, changed(form, "/gross_mass", "4200"), reason="WEIGHED AGAIN")

    assert (asked["status"], asked["version"]) == ("RELEASED", 1)
    assert [(each["kind"], each["reason"]) for each in asked["applications"]] == [("CHANGE", "WEIGHED AGAIN")]
    told = officer.decided(number, "change", approves=True, remarks="Weighed.")
    assert told == f"{number}: change of what was permitted (export): approved."
    now = trader.account(number)
    assert (now["status"], now["version"], now["applications"][0]["outcome"]) == ("RELEASED", 2, "APPROVED")
    assert trader.done("GET", f"/declarations/{number}/versions/2")["gross_mass"] == "4200"
    assert trader.history(number) == ["LODGED", "RELEASED", "APPLIED", "APPLICATION_DECIDED", "AMENDED"]


def test_a_withdrawal_ends_the_questions_and_owes_back_what_was_paid(house, trader):
    account = trader.lodged(import_form(script="P-V1"))
    number = account["number"]
    trader.paid(account)
    trader.settles(number, "ASKED")

    gone = trader.withdrawn(number, reason="SOLD AT SEA")

    assert (gone["status"], holds(gone), checks(gone)) == ("WITHDRAWN", [], ["CANCELLED"])
    assert (gone["duty"]["owed"], gone["duty"]["refundable"]) == ("0", "39400")
    assert house.ledger(number) == [("DEMAND", 39400), ("PAYMENT", 39400), ("REDUCTION", 39400)]
    assert trader.history(number) == ["LODGED", "PAID", "WITHDRAWN"]
