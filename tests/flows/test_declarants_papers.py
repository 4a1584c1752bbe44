"""The declarant's papers over HTTP: what an agency asks for, and what an officer asks."""

import pytest

from tests import papers
from tests.flows.trader import checks, holds
from tests.forms import balls, import_form

pytestmark = pytest.mark.xdist_group("house")  # one stack serves them all


def test_documents_that_an_agency_asks_for_are_sent_to_it_and_the_goods_released(house, trader):
    account = trader.lodged(import_form(script="D-V1"))
    number = account["number"]
    trader.paid(account)
    asked = trader.settles(number, "DOCUMENTS_REQUIRED")
    [check] = asked["goods_items"][0]["permit_checks"]
    assert (holds(asked), check["next_action_by"], check["reason_code"]) == (
        ["PERMIT_DOCUMENTS"],
        "DECLARANT",
        "FD-D01",
    )
    certificate = papers.pdf()

    kept = trader.attached(
        number,
        certificate,
        name="certificate.pdf",
        media="application/pdf",
        kind="CERTIFICATE_OF_ORIGIN",
        item=1,
        law="FD",
    )

    released = trader.reaches(number, "RELEASED")
    assert (kept["scan"], kept["item"], kept["law"], checks(released)) == ("CLEAN", 1, "FD", ["CONFIRMED"])
    assert trader.ask("GET", f"/documents/{kept['id']}/content").data == certificate
    sent = "SELECT question->'documents'->0->>'sha256', id::text FROM permits_permitcheck WHERE subject = ("
    sent += "SELECT id::text FROM declarations_declaration WHERE number = %s)"
    [(digest, check_id)] = house.sql(sent, number)
    assert (digest, house.agency("FD")["calls"][check_id]) == (kept["sha256"], 2)
    assert trader.history(number) == ["LODGED", "PAID", "DOCUMENT_ATTACHED", "PERMIT_CHECK_SETTLED", "RELEASED"]


def test_an_officers_question_is_answered_with_a_document(trader, officer):
    account = trader.lodged(import_form(items=[balls()], script="V2"))
    number = account["number"]
    trader.paid(account)
    assert officer.act(number, "ask", text="Of which material?") == f"{number}: the declarant is asked."
    [question] = trader.account(number)["questions"]
    assert (question["text"], holds(trader.account(number))) == (
        "Of which material?",
        ["QUESTION", "DOCUMENT_EXAMINATION"],
    )
    kept = trader.attached(number, b"Rubber, 46 g.", name="data sheet.txt", media="text/plain")

    answered = trader.act(number, f"questions/{question['id']}/answer", {"text": "RUBBER", "documents": [kept["id"]]})

    [read] = answered["questions"]
    assert (holds(answered), read["answer"], read["documents"]) == (["DOCUMENT_EXAMINATION"], "RUBBER", [kept["id"]])
    officer.act(number, "examine", result="IN_ORDER", remarks="Read.")
    asked = ["QUESTION_ASKED", "DOCUMENT_ATTACHED", "QUESTION_ANSWERED", "EXAMINED"]
    assert trader.history(number) == ["LODGED", "PAID", *asked, "RELEASED"]
