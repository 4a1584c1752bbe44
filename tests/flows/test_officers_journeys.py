"""Five journeys of an officer at the console, from the queue to the end, over HTTP on real processes."""

import pytest

from tests.flows.trader import checks, holds
from tests.forms import balls, changed, import_form

pytestmark = pytest.mark.xdist_group("house")  # one stack serves them all
# Before whatever the other journeys left in the queue.
FIRST = "UPDATE declarations_declaration SET next_action_at = now() - interval '9999 days' WHERE number = %s"


def test_a_case_is_claimed_from_the_queue_examined_and_released(house, trader, officer, chief):
    account = trader.lodged(import_form(script="V2", items=[balls()]))
    number = account["number"]
    trader.paid(account)
    house.sql(FIRST, number)

    assert officer.takes_next(category="2") == f"{number}: it is on your desk."

    assert "On the desk of demo-officer" in chief.case(number)
    assert "Overdue 9999 d" in officer.page("/console/queue/?category=2")
    told = officer.act(number, "examine", result="IN_ORDER", remarks="Invoice and packing list agree.")
    assert told == f"{number}: examined, in order. Nothing holds it any more: it is released."
    assert trader.account(number)["status"] == "RELEASED"
    ended = "SELECT ended FROM declarations_taking JOIN declarations_declaration d ON d.id = declaration_id"
    assert house.sql(f"{ended} WHERE number = %s", number) == [("ACTED",)]


def test_goods_are_inspected_again_after_their_value_was_amended(trader, officer):
    form = import_form(script="V3", items=[balls()])
    account = trader.lodged(form)
    number = account["number"]
    wrong = officer.act(number, "examine", result="NOT_IN_ORDER", remarks="The invoice of the maker says 700,000.")
    assert wrong.endswith("What still holds it stands below.")

    dearer = changed(changed(form, "/goods_items/0/invoice_amount", "700000"), "/invoice/amount", "700000")
    amended = trader.amended(number, dearer)

    assert int(amended["duty"]["total_to_pay"]) > int(account["duty"]["total_to_pay"])
    side_by_side = officer.page(f"/console/declarations/declaration/{number}/versions/")
    assert "2 places changed" in side_by_side
    assert "Invoice, amount Changed" in side_by_side
    assert "GOODS_INSPECTION" in holds(trader.account(number))
    officer.act(number, "examine", result="IN_ORDER", remarks="As amended.")
    assert trader.paid(trader.account(number))["status"] == "RELEASED"


def test_a_refused_permit_is_overridden_by_two_officers(trader, officer, chief):
    account = trader.lodged(import_form(script="R-V1"))
    number = account["number"]
    trader.settles(number, "REFUSED")
    trader.paid(account)

    officer.on_check(number, "override", reason="The certificate was shown.")
    chief.on_check(number, "decide-override", decision="APPROVE", remarks="Agreed.")

    assert checks(trader.reaches(number, "RELEASED")) == ["OVERRIDDEN"]


def test_a_lowered_category_is_refused_to_who_proposed_it_and_what_was_typed_is_kept(trader, chief, senior):
    account = trader.lodged(import_form(script="V3", items=[balls()]))
    number = account["number"]
    trader.paid(account)
    chief.act(number, "lower", category="1", reason="Known goods.")

    own = chief.decided_page(number, "lower-category", approves=True, remarks="Mine, in many words.")

    assert "Another officer decides, not who asked for it." in own
    assert "Mine, in many words." in own
    assert trader.account(number)["category"] == 3
    assert senior.decided(number, "lower-category", approves=True, remarks="Agreed.").endswith("approved.")
    assert trader.account(number)["status"] == "RELEASED"


def test_work_that_was_given_up_is_tried_again_and_done(house, trader, chief):
    number = trader.lodged(import_form(script="V2", items=[balls()]))["number"]
    trouble = """
    INSERT INTO singlewindow_trouble (kind, row_id, failures, error, first_at, last_at, due_at, dead_at)
    SELECT 'advance', id::text, 12, 'KeyError in read (rows.py:1)', now(), now(), now(), now()
      FROM declarations_declaration WHERE number = %s RETURNING id
    """
    [[dead]] = house.sql(trouble, number)

    assert chief.replays(dead) == "1 of 1 are tried again."

    due = "UPDATE declarations_declaration SET next_action_by = 'SYSTEM', next_action_at = now() WHERE number = %s"
    house.sql(due, number)
    assert house.until(lambda: not house.sql("SELECT 1 FROM singlewindow_trouble WHERE id = %s", dead))
    [(by, error)] = house.sql("SELECT by, error FROM singlewindow_replay ORDER BY id DESC LIMIT 1")
    assert (by, error) == ("demo-chief-officer", "KeyError in read (rows.py:1)")
