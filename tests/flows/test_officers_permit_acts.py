"""The officer's acts on permit checks at the console over HTTP: override, paper answer, ask again, contradiction."""

from datetime import UTC, datetime

import pytest

from permits.question import AnswerStatus, PermitAnswer, PermitNotice, to_wire
from permits.signing import secret_for, signed_headers
from tests.flows.trader import checks
from tests.forms import import_form

pytestmark = pytest.mark.xdist_group("house")  # one stack serves them all
REASON = {"reason": "The certificate was shown."}


def lodged_and_paid(trader, script, *expected):
    """The number of a declaration whose permit check stands so, and that nothing else holds."""
    account = trader.lodged(import_form(script=script))
    trader.settles(account["number"], *expected)
    trader.paid(account)
    return account["number"]


def the_check(house, number):
    """The id of its permit check, and how often the agency was asked."""
    [found] = house.sql(
        "SELECT permits_permitcheck.id::text, attempts FROM permits_permitcheck JOIN declarations_declaration"
        " ON declarations_declaration.id::text = subject WHERE number = %s",
        number,
    )
    return found


def test_two_officers_override_an_agencys_refusal(trader, officer, chief):
    number = lodged_and_paid(trader, "R-V1", "REFUSED")
    proposed = officer.on_check(number, "override", **REASON)
    assert proposed == f"{number}: the override is proposed. Another officer decides."
    assert trader.account(number)["status"] == "LODGED"

    done = chief.on_check(number, "decide-override", decision="APPROVE", remarks="Agreed.")

    assert done == f"{number}: overridden. The check holds the goods no longer."
    released = trader.reaches(number, "RELEASED")
    [check] = released["goods_items"][0]["permit_checks"]
    assert (check["status"], check["decided_by"]) == ("OVERRIDDEN", "officer")
    decided = ["APPLIED", "APPLICATION_DECIDED", "PERMIT_CHECK_SETTLED", "RELEASED"]
    assert trader.history(number) == ["LODGED", "PERMIT_CHECK_SETTLED", "PAID", *decided]


def test_an_override_is_not_approved_by_who_proposed_it(trader, chief):
    number = lodged_and_paid(trader, "R-V1", "REFUSED")
    chief.on_check(number, "override", **REASON)

    told = chief.on_check(number, "decide-override", decision="APPROVE", remarks="Mine.")

    assert "Another officer decides, not who asked for it." in told
    assert checks(trader.account(number)) == ["REFUSED"]
    declined = chief.on_check(number, "decide-override", decision="DECLINE", remarks="Taken back.")
    assert declined == f"{number}: the override is declined. The check stays as it is."
    assert checks(trader.account(number)) == ["REFUSED"]


def test_the_agencys_paper_releases_what_its_machine_never_answered(house, trader, officer):
    number = lodged_and_paid(trader, "P-V1", "ASKED")
    [reference] = [
        row[0]
        for row in house.sql(
            "SELECT agency_reference FROM permits_permitcheck WHERE id = %s", the_check(house, number)[0]
        )
    ]
    paper = {
        "status": "CONFIRMED",
        "reference": reference,
        "permit_number": "FD-PAPER-1",
        "decided_by": "Station chief",
    }

    told = officer.on_check(number, "paper-answer", **paper, **REASON)

    assert told == f"{number}: the agency's answer is recorded."
    [check] = trader.reaches(number, "RELEASED")["goods_items"][0]["permit_checks"]
    assert (check["status"], check["permit_number"]) == ("CONFIRMED", "FD-PAPER-1")
    names = ["LODGED", "PAID", "PERMIT_CHECK_TAKEN_OVER", "PERMIT_CHECK_SETTLED", "RELEASED"]
    assert trader.history(number) == names


def test_an_officer_has_the_agency_asked_again_at_once(house, trader, officer):
    number = lodged_and_paid(trader, "P-V1", "ASKED")
    check_id, attempts = the_check(house, number)

    assert officer.on_check(number, "ask-again", **REASON) == f"{number}: the agency is asked again."

    house.until(lambda: the_check(house, number)[1] > attempts)
    assert house.agency("FD")["calls"][check_id] == attempts + 1
    assert trader.history(number) == ["LODGED", "PAID", "PERMIT_CHECK_TAKEN_OVER"]


def test_a_contradiction_of_the_agency_is_looked_at_and_the_settlement_stands(house, trader, officer):
    number = lodged_and_paid(trader, "A-V1", "CONFIRMED")
    check_id, _ = the_check(house, number)
    [(reference,)] = house.sql("SELECT agency_reference FROM permits_permitcheck WHERE id = %s", check_id)
    refusal = PermitAnswer(
        reference=reference, status=AnswerStatus.REFUSED, reason_code="FD-R09", reason_text="Recalled.", decided_by="FD"
    )
    body = to_wire(PermitNotice(agency="FD", idempotency_key=check_id, subject_version=1, answer=refusal))
    secret = secret_for("FD", root=house.stack.environment["AGENCY_SECRET"])
    headers = signed_headers(body, message_id=f"{check_id}.9", secret=secret, at=datetime.now(UTC))
    address = f"{house.stack.address}/agency/v1/answers"
    answer = house.door.http.request(
        "POST", address, body=body, headers={**headers, "Content-Type": "application/json"}
    )
    assert (answer.status, answer.json()) == (200, {"effect": "CONFLICT"})

    told = officer.on_check(number, "close-contradiction", **REASON)

    assert told == f"{number}: the contradiction is closed. The settlement stands."
    account = trader.account(number)
    assert (account["status"], checks(account)) == ("RELEASED", ["CONFIRMED"])
    assert trader.history(number)[-2:] == ["RELEASED", "PERMIT_CHECK_TAKEN_OVER"]
    assert officer.offers(number) == ["audit"]
