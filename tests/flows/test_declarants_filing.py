"""How a declaration comes in, over HTTP: from a draft, queued, before its goods, as XML, as a parcel, in a file."""

import json
from datetime import date, datetime, time, timedelta

import pytest

from declarations.tariff.office_hours import JAPAN, next_opening
from tests.declarations.wco.documents import MEDIA_TYPE, import_pair
from tests.flows.trader import checks, holds
from tests.forms import balls, changed, import_form, parcel_form, short_parcel_form

pytestmark = pytest.mark.xdist_group("house")  # one stack serves them all

TODAY = date.today()
SUNDAY = datetime.combine(TODAY + timedelta(days=7 - TODAY.isoweekday() or 7), time(10), tzinfo=JAPAN)  # the next one


def test_a_draft_is_changed_looked_at_and_lodged_under_its_number(trader):
    form = import_form()
    draft = trader.ask("POST", "/drafts", changed(form, "/customs_office", ...))
    number = draft.json()["number"]
    validation = trader.done("GET", f"/drafts/{number}?validate=true")["validation"]
    assert validation["is_complete"] is False
    assert [(error["pointer"], error["code"]) for error in validation["errors"]] == [("/customs_office", "required")]

    trader.done("PUT", f"/drafts/{number}", form, **{"If-Match": draft.headers["ETag"]})
    looked_at = trader.done("GET", f"/drafts/{number}?validate=true")["validation"]
    lodged = trader.lodged(None, path=f"/drafts/{number}/lodge")

    assert (looked_at["is_complete"], looked_at["dry_run"]["outcome"]) == (True, "ACCEPTED")
    assert looked_at["dry_run"]["estimate"]["total_to_pay"] == lodged["duty"]["total_to_pay"] == "39400"
    assert (lodged["number"], lodged["status"], lodged["own_reference"]) == (number, "LODGED", form["own_reference"])
    kept = trader.done("GET", f"/drafts/{number}")
    assert (kept["state"], kept["declaration"]) == ("LODGED", f"/api/v1/declarations/{number}")
    trader.paid(lodged)
    assert checks(trader.reaches(number, "RELEASED")) == ["CONFIRMED"]


def test_what_is_queued_on_a_sunday_is_declared_when_the_office_opens(house, trader):
    form = changed(import_form(condition="K"), "/transport/arrival_on", TODAY.isoformat())
    account = trader.lodged(form, **{"Sandbox-Clock": SUNDAY.isoformat()})
    number = account["number"]
    assert (account["status"], holds(account)) == ("REGISTERED", ["OPENING"])
    assert datetime.fromisoformat(account["lodged_at"]) == next_opening(SUNDAY)

    house.sql(  # the office opens
        "UPDATE declarations_declaration SET lodged_at = now(), lodged_on = current_date, next_action_at = now()"
        " WHERE number = %s",
        number,
    )
    opened = trader.reaches(number, "LODGED")
    assert (opened["version"], checks(opened), holds(opened)) == (2, ["DUE"], ["PERMIT_PENDING", "PAYMENT"])
    house.sql(  # and the agency's turn comes
        "UPDATE permits_permitcheck SET due_at = now()"
        " WHERE subject = (SELECT id::text FROM declarations_declaration WHERE number = %s)",
        number,
    )
    trader.settles(number, "CONFIRMED")

    assert trader.paid(opened)["status"] == "RELEASED"
    assert trader.history(number) == ["REGISTERED", "LODGED", "PERMIT_CHECK_SETTLED", "PAID", "RELEASED"]


def test_a_preliminary_declaration_is_made_the_main_one_by_the_arrival_of_its_goods(trader):
    account = trader.lodged(import_form(items=[balls()], condition="Z"))
    number = account["number"]
    assert holds(account) == ["ARRIVAL", "PAYMENT"]
    assert holds(trader.paid(account)) == ["ARRIVAL"]

    arrived = trader.act(number, "arrival", {"bonded_area": "1AW01"}, **{"Sandbox-Clock": "2024-08-07T10:00:00+09:00"})

    assert (arrived["status"], arrived["version"]) == ("RELEASED", 2)
    assert (arrived["arrived_at"], arrived["lodged_on"]) == ("2024-08-07T01:00:00Z", "2024-08-07")
    assert trader.history(number) == ["LODGED", "PAID", "ARRIVED", "RELEASED"]


def test_a_wco_document_is_declared_and_released(trader):
    raw, form = import_pair()
    headers = {"Idempotency-Key": form["own_reference"], "media": MEDIA_TYPE}

    account = trader.done("POST", "/declarations", raw, **headers)

    assert (account["own_reference"], account["duty"]["total_to_pay"]) == (form["own_reference"], "39400")
    trader.paid(account)
    assert checks(trader.reaches(account["number"], "RELEASED")) == ["CONFIRMED"]
    assert trader.done("GET", f"/declarations/{account['number']}/versions/1") == form


def test_a_small_parcel_is_released_in_the_reply(trader):
    account = trader.lodged(short_parcel_form(), path="/small-parcels")

    assert (account["status"], account["duty"]["total_to_pay"]) == ("RELEASED", "0")
    assert trader.history(account["number"]) == ["LODGED", "RELEASED"]


def test_the_lines_of_a_file_are_declared_each_for_itself(house, trader):
    food, parcel, wrong = import_form(), parcel_form(), import_form(customs_office="ZZ")
    file = b"".join(json.dumps(form).encode() + b"\n" for form in (food, parcel, wrong))
    headers = {"Idempotency-Key": f"file-{food['own_reference']}", "media": "application/x-ndjson"}
    batch = trader.done("POST", "/batches", file, **headers)["id"]

    house.until(lambda: trader.done("GET", f"/batches/{batch}")["state"] == "FINISHED")

    rows = trader.done("GET", f"/batches/{batch}/rows")["items"]
    assert [(row["row"], row["status"]) for row in rows] == [(1, "ACCEPTED"), (2, "ACCEPTED"), (3, "REFUSED")]
    assert rows[2]["problem"]["type"].endswith("/declaration-refused")
    assert trader.account(rows[1]["number"])["status"] == "RELEASED"
    trader.paid(trader.account(rows[0]["number"]))
    assert checks(trader.reaches(rows[0]["number"], "RELEASED")) == ["CONFIRMED"]
