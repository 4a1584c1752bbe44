"""The officer's acts at the console over HTTP: real sign-in, real forms; goods and money move by real processes."""

from urllib.error import HTTPError

import pytest

from tests.flows.desk import Desk
from tests.flows.trader import holds
from tests.forms import balls, changed, export_form, goods_item, import_form

pytestmark = pytest.mark.xdist_group("house")  # one stack serves them all


def test_officers_are_let_in_and_traders_are_not(house, officer):
    assert "Log out" in officer.first_page
    with pytest.raises(HTTPError) as refusal:
        Desk(house.stack.address, username="demo-broker")
    assert refusal.value.code == 403


def test_a_form_without_its_token_does_nothing(trader, officer):
    number = trader.lodged(import_form(script="V2", items=[balls()]))["number"]
    path = f"{officer.address}/console/declarations/declaration/{number}/refuse/"

    with pytest.raises(HTTPError) as refusal:
        officer.browser.open(path, b"confirmed=on&ground=Other+ground&explanation=Art.+67.")

    assert (refusal.value.code, trader.history(number)) == (403, ["LODGED"])


def test_papers_that_are_not_in_order_hold_until_they_are(trader, officer):
    account = trader.lodged(import_form(script="V2", items=[balls()]))
    number = account["number"]
    trader.paid(account)

    wrong = officer.act(number, "examine", result="NOT_IN_ORDER", remarks="Quantity differs.")
    held = officer.act(number, "release")
    right = officer.act(number, "examine", result="IN_ORDER", remarks="Explained.")

    assert wrong == f"{number}: examined, not in order. What still holds it stands below."
    assert held.startswith(f"{number}: It is not released: something still holds it. holds: documents are examined.")
    assert right == f"{number}: examined, in order. Nothing holds it any more: it is released."
    assert trader.account(number)["status"] == "RELEASED"
    assert trader.history(number) == ["LODGED", "PAID", "EXAMINED", "EXAMINED", "RELEASED"]


def test_a_raised_category_has_the_goods_inspected(trader, officer):
    account = trader.lodged(import_form(script="P-V1"))
    number = account["number"]

    assert officer.act(number, "raise", category="3", reason="Unknown maker.") == f"{number}: raised to category 3."

    raised = trader.account(number)
    assert (raised["category"], "GOODS_INSPECTION" in holds(raised)) == (3, True)
    officer.act(number, "examine", result="IN_ORDER", remarks="Opened two cartons.")
    assert "GOODS_INSPECTION" not in holds(trader.account(number))
    assert trader.history(number) == ["LODGED", "SELECTED", "EXAMINED"]


def test_a_lower_category_takes_a_second_officer(trader, officer, chief):
    account = trader.lodged(import_form(script="V3", items=[balls()]))
    number = account["number"]
    trader.paid(account)
    officer.act(number, "lower", category="1", reason="Known goods.")

    own = officer.decided(number, "lower-category", approves=True, remarks="Mine.")

    assert "Another officer decides, not who asked for it." in own
    assert (trader.account(number)["category"], trader.history(number)) == (3, ["LODGED", "PAID", "APPLIED"])
    assert chief.decided(number, "lower-category", approves=True, remarks="Agreed.").endswith("approved.")
    lowered = trader.account(number)
    assert (lowered["category"], lowered["status"]) == (1, "RELEASED")
    assert trader.history(number) == ["LODGED", "PAID", "APPLIED", "APPLICATION_DECIDED", "SELECTED", "RELEASED"]


def test_what_no_rate_computes_is_assessed_by_hand_and_paid(trader, officer):
    wine = goods_item(commodity_code="2204210201", description="WINE", origin="US", quantity="100", quantity_unit="L")
    number = trader.lodged(import_form(items=[wine]))["number"]
    assert "DUTY_NOT_COMPUTED" in holds(trader.settles(number, "CONFIRMED"))

    told = officer.act(number, "assess", duty_1="15000", internal_tax_1="10000", reason="Analysed.")

    assert told == f"{number}: assessed. The total is 52,400 yen."
    assessed = trader.account(number)
    assert (assessed["version"], assessed["duty"]["total_to_pay"], holds(assessed)) == (2, "52400", ["PAYMENT"])
    assert trader.paid(assessed)["status"] == "RELEASED"
    assert trader.history(number) == ["LODGED", "PERMIT_CHECK_SETTLED", "ASSESSED", "PAID", "RELEASED"]


def test_less_duty_after_the_release_is_approved_and_paid_back(house, trader, officer):
    form = import_form(items=[balls()])
    account = trader.lodged(form)
    number = account["number"]
    trader.paid(account)
    trader.amended(
        number, changed(changed(form, "/goods_items/0/invoice_amount", "100000"), "/invoice/amount", "100000")
    )
    assert officer.decided(number, "reassessment", approves=True, remarks="Shown.").endswith("approved.")
    assert trader.account(number)["duty"]["refundable"] == "10000"

    assert officer.act(number, "refund", reference="BANK-9") == f"{number}: 10,000 yen are paid back."

    assert "refundable" not in trader.account(number)["duty"]
    assert house.ledger(number) == [("DEMAND", 25000), ("PAYMENT", 25000), ("REDUCTION", 10000), ("REFUND", 10000)]
    decided = ["APPLIED", "APPLICATION_DECIDED", "AMENDED", "REFUNDED"]
    assert trader.history(number) == ["LODGED", "PAID", "RELEASED", *decided]


def test_a_declined_change_leaves_what_was_permitted(trader, officer):
    form = export_form()
    number = trader.lodged(form)["number"]
    trader.amended(number, changed(form, "/gross_mass", "4200"))

    assert officer.decided(number, "change", approves=False, remarks="Not shown.").endswith("declined.")

    [asked] = trader.account(number)["applications"]
    assert (asked["outcome"], asked["remarks"], trader.account(number)["version"]) == ("DECLINED", "Not shown.", 1)
    assert trader.history(number) == ["LODGED", "RELEASED", "APPLIED", "APPLICATION_DECIDED"]


def test_a_refusal_ends_the_questions_and_what_was_paid_is_paid_back(house, trader, officer):
    account = trader.lodged(import_form(script="P-V3"))
    number = account["number"]
    trader.paid(account)
    trader.settles(number, "ASKED")
    ground = "Customs Act Art. 70 (other law not complied with)"

    assert officer.act(number, "refuse", ground=ground, explanation="No notification.") == f"{number}: refused."

    trader.settles(number, "CANCELLED")
    assert (trader.account(number)["status"], officer.offers(number)) == ("REFUSED", ["refund"])
    officer.act(number, "refund", reference="BANK-9")
    assert house.ledger(number)[-1] == ("REFUND", 39400)
    assert trader.history(number) == ["LODGED", "PAID", "REFUSED", "REFUNDED"]
