"""Five journeys of an officer, from what is on the screen to what the store says then."""

import pytest

from tests.browser.officer import DESK, act, confirm, fill, follow, look_up, press, told
from tests.flows.trader import checks
from tests.forms import balls, changed, import_form

# Before whatever the other journeys left in the queue.
FIRST = "UPDATE declarations_declaration SET next_action_at = now() - interval '9999 days' WHERE number = %s"
TAKINGS = "SELECT ended FROM declarations_taking JOIN declarations_declaration d ON d.id = declaration_id"
TROUBLE = """
    INSERT INTO singlewindow_trouble (kind, row_id, failures, error, first_at, last_at, due_at, dead_at)
    SELECT 'advance', id::text, 12, 'KeyError in read (rows.py:1)', now(), now(), now(), now()
      FROM declarations_declaration WHERE number = %s RETURNING id, row_id
"""
DUE = "UPDATE declarations_declaration SET next_action_by = 'SYSTEM', next_action_at = now() WHERE number = %s"


@pytest.fixture
def desk_of(visit):
    """Somebody at the console, on its front page: `desk_of("demo-officer")`."""
    return lambda username: visit(username).open(DESK)


def test_the_next_case_is_taken_from_the_queue_examined_and_released(house, trader, desk_of):
    account = trader.lodged(import_form(script="V2", items=[balls()]))
    number = account["number"]
    trader.paid(account)
    house.sql(FIRST, number)
    page, other = desk_of("demo-officer"), desk_of("demo-chief-officer")

    follow(page, "Work queue")
    page.get_by_label("Category").select_option("2")
    press(page, "Narrow")
    assert "Overdue 9999 d" in page.get_by_role("row", name=number).inner_text()
    press(page, "Take the next case")
    assert told(page) == f"{number}: it is on your desk."
    look_up(other, number)
    assert "On the desk of demo-officer" in other.locator(".marks").first.inner_text()

    follow(page, "Examine")
    press(page, f"Examine {number}")
    assert page.locator(".errorlist").all_inner_texts() == [
        "This field is required.",
        "This field is required.",
        "Confirm that you mean it.",
    ]
    fill(page, What_was_found="In order", Remarks="Invoice and packing list agree.")
    done = confirm(page, f"Examine {number}")

    assert done == f"{number}: examined, in order. Nothing holds it any more: it is released."
    assert trader.history(number) == ["LODGED", "PAID", "EXAMINED", "RELEASED"]
    assert trader.account(number)["status"] == "RELEASED"
    assert house.sql(f"{TAKINGS} WHERE number = %s", number) == [("ACTED",)]


def test_goods_are_inspected_again_after_their_value_was_amended(trader, desk_of):
    form = import_form(script="V3", items=[balls()])
    account = trader.lodged(form)
    number, page = account["number"], desk_of("demo-officer")
    look_up(page, number)
    found = {"What_was_found": "Not in order", "Remarks": "The invoice of the maker says 700,000."}
    assert act(page, "Examine", number, **found).endswith("What still holds it stands below.")

    dearer = changed(changed(form, "/goods_items/0/invoice_amount", "700000"), "/invoice/amount", "700000")
    amended = trader.amended(number, dearer)

    page.reload()
    follow(page, "version 2")
    assert page.locator("tbody tr").all_inner_texts() == [
        "Invoice, amount Changed\t200000\t700000",
        "Item 1, invoice amount Changed\t200000\t700000",
    ]
    follow(page, number)
    act(page, "Examine", number, What_was_found="In order", Remarks="As amended.")
    assert trader.paid(amended)["status"] == "RELEASED"
    assert int(amended["duty"]["total_to_pay"]) > int(account["duty"]["total_to_pay"])
    assert trader.history(number) == ["LODGED", "EXAMINED", "AMENDED", "EXAMINED", "PAID", "RELEASED"]


def test_a_refused_permit_is_overridden_by_two_officers(trader, desk_of):
    account = trader.lodged(import_form(script="R-V1"))
    number = account["number"]
    trader.settles(number, "REFUSED")
    trader.paid(account)
    page, other = desk_of("demo-officer"), desk_of("demo-chief-officer")

    look_up(page, number)
    proposed = act(page, "Propose to override", number, Reason="The certificate was shown.")
    assert proposed == f"{number}: the override is proposed. Another officer decides."
    assert page.get_by_role("link", name="Decide the override").count() == 0
    assert checks(trader.account(number)) == ["REFUSED"]

    look_up(other, number)
    assert "The certificate was shown." in other.locator(".permits").inner_text()
    done = act(other, "Decide the override", number, Decision="Approve", Remarks="Agreed.")

    assert done == f"{number}: overridden. The check holds the goods no longer."
    assert checks(trader.reaches(number, "RELEASED")) == ["OVERRIDDEN"]
    assert trader.history(number)[-4:] == ["APPLIED", "APPLICATION_DECIDED", "PERMIT_CHECK_SETTLED", "RELEASED"]


def test_a_lowered_category_is_refused_to_who_proposed_it_and_what_was_typed_is_kept(trader, desk_of):
    account = trader.lodged(import_form(script="V3", items=[balls()]))
    number = account["number"]
    trader.paid(account)
    page, other = desk_of("demo-chief-officer"), desk_of("demo-senior-officer")
    look_up(page, number)
    proposed = act(page, "Propose lower category", number, Category="1 simplified examination", Reason="Known goods.")
    assert proposed == f"{number}: category 1 is proposed. Another officer decides."
    assert "Another officer decides, not who asked for it." in page.locator("#content").inner_text()

    page.goto(f"{page.url}applications/lower-category/decide/")
    fill(page, Decision="Approve", Remarks="Mine, in many words.")
    own = confirm(page, f"Decide {number}")

    assert "Another officer decides, not who asked for it." in own
    assert page.get_by_label("Remarks").input_value() == "Mine, in many words."
    assert trader.account(number)["category"] == 3
    look_up(other, number)
    done = act(other, "Decide", number, Decision="Approve", Remarks="Agreed.")
    assert done.endswith("approved.")
    assert (trader.account(number)["category"], trader.account(number)["status"]) == (1, "RELEASED")


def test_work_that_was_given_up_is_tried_again_and_done(house, trader, desk_of):
    number = trader.lodged(import_form(script="V2", items=[balls()]))["number"]
    [(dead, row)] = house.sql(TROUBLE, number)
    page = desk_of("demo-chief-officer")

    follow(page, "Failing work")
    page.get_by_role("row", name=row).get_by_role("checkbox").check()
    page.get_by_role("combobox", name="Action").select_option("Try again what was given up")
    press(page, "Go")

    assert told(page) == "1 of 1 are tried again."
    house.sql(DUE, number)
    assert house.until(lambda: not house.sql("SELECT 1 FROM singlewindow_trouble WHERE id = %s", dead))
    [(by, error)] = house.sql("SELECT by, error FROM singlewindow_replay ORDER BY id DESC LIMIT 1")
    assert (by, error) == ("demo-chief-officer", "KeyError in read (rows.py:1)")
