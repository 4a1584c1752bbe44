"""Every outcome of the sandbox, driven and looked at through the generated client."""

import re

import pytest
from django.conf import settings

from tests.flows.client.messages import declaration, soy_sauce

pytestmark = pytest.mark.xdist_group("house")  # one stack serves them all

RELEASED, CHECKED = ("RELEASED", []), ("CONFIRMED",)
# Token -> state and holds in the end, and what the agency has said by then. V: goods that no other law binds.
SANDBOX = {
    "A": (RELEASED, CHECKED),
    "R": (("LODGED", ["PERMIT_REFUSED"]), ("REFUSED",)),
    "D": (("LODGED", ["PERMIT_DOCUMENTS"]), ("DOCUMENTS_REQUIRED",)),
    "I": (RELEASED, CHECKED),
    "M": (RELEASED, CHECKED),
    "Q": (("LODGED", ["PERMIT_PARTLY"]), ("PARTLY_CONFIRMED",)),
    "P": (("LODGED", ["PERMIT_PENDING"]), ("ASKED",)),
    "X": (RELEASED, CHECKED),
    "O": (RELEASED, CHECKED),
    "L3": (RELEASED, CHECKED),
    "F500": (RELEASED, CHECKED),
    "T": (RELEASED, CHECKED),
    "V1": (RELEASED, ()),
    "V2": (("LODGED", ["DOCUMENT_EXAMINATION"]), ()),
    "V3": (("LODGED", ["GOODS_INSPECTION"]), ()),
}
# Token -> what came of our calls, or of the agency's own notices, in order.
CALLS = {
    "A": ["APPLIED"],
    "R": ["APPLIED"],
    "F500": ["FAILED http-500", "FAILED http-500", "APPLIED"],
    "T": ["FAILED timeout", "APPLIED"],
}
NOTICES = {"L3": ["APPLIED"], "X": ["APPLIED", "REPEATED"], "O": ["APPLIED", "LATE"]}
CAME_OF = {token: ("CALLED", came) for token, came in CALLS.items()}
CAME_OF |= {token: ("CALLED_BACK", came) for token, came in NOTICES.items()}


def stands(account):
    """State and holds."""
    return account.status, [str(hold.code.value) for hold in account.holds or []]


def test_the_readme_names_every_token_that_is_driven_here():
    readme = (settings.BASE_DIR / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`SBX-([A-Z][0-9]*)-…`", readme)) | set(re.findall(r"`(V[0-9])`", readme))

    assert named == set(SANDBOX)


@pytest.mark.parametrize("token", SANDBOX)
def test_a_token_of_the_sandbox_ends_as_the_readme_says(customs, house, lodged, token):
    (status, holds), said = SANDBOX[token]
    told = lodged[token]
    assert isinstance(told, customs.models.Account)

    def is_there(account):
        checks = tuple(check["status"] for item in account["goods_items"] for check in item.get("permit_checks", ()))
        return account["status"] == status and checks == said

    house.wait(told.number, is_there)
    account = customs.look(told.number)

    assert stands(account) == (status, holds)
    assert tuple(check.status for item in account.goods_items for check in item.permit_checks or []) == said
    assert bool(account.released_at) is (status == "RELEASED")
    events = customs.function("get_events").sync(number=told.number, client=customs.client).items
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert (events[0].name, events[0].at.tzinfo is not None) == ("LODGED", True)


@pytest.mark.parametrize(
    ("token", "status", "code", "turn"),
    [("R", "REFUSED", "FD-R01", "OFFICER"), ("D", "DOCUMENTS_REQUIRED", "FD-D01", "DECLARANT")],
)
def test_what_an_agency_refuses_or_asks_for_has_its_reason(customs, house, lodged, token, status, code, turn):
    number = lodged[token].number
    house.wait(number, lambda account: account["goods_items"][0]["permit_checks"][0]["status"] == status)

    [check] = customs.look(number).goods_items[0].permit_checks

    assert (check.reason_code, check.next_action_by, bool(check.reason_text)) == (code, turn, True)


@pytest.mark.parametrize("token", CAME_OF)
def test_a_token_does_to_the_permit_check_what_it_says(customs, house, lodged, token):
    number, (act, expected) = lodged[token].number, CAME_OF[token]

    def came():
        rows = house.sql(
            "SELECT concat_ws(' ', effect, nullif(error_code, '')) FROM permits_permitcheckattempt"
            "  JOIN permits_permitcheck ON permits_permitcheck.id = permit_check_id"
            "  JOIN declarations_declaration ON declarations_declaration.id::text = subject"
            " WHERE number = %s AND act = %s ORDER BY permits_permitcheckattempt.id",
            number,
            act,
        )
        return [row[0] for row in rows]

    def settlements():
        events = customs.function("get_events").sync(number=number, client=customs.client).items
        return [event.name for event in events].count("PERMIT_CHECK_SETTLED")

    house.until(lambda: len(came()) >= len(expected))

    assert came() == expected
    house.until(lambda: settlements() > 0)
    assert settlements() == 1


def test_an_agency_that_never_answers_is_overdue_and_an_officers_turn(customs, house):
    number = customs.lodge(declaration(customs.models, "P-V1", soy_sauce(customs.models, price="9000"))).parsed.number
    house.wait(number, lambda account: account["holds"][0]["party"] == "AGENCY")

    house.sql(  # its hard limit passes
        "UPDATE permits_permitcheck SET overdue_at = now()"
        " WHERE subject = (SELECT id::text FROM declarations_declaration WHERE number = %s)",
        number,
    )
    house.wait(number, lambda account: account["holds"][0]["code"] == "PERMIT_OVERDUE")

    account = customs.look(number)
    [check] = account.goods_items[0].permit_checks
    assert stands(account) == ("LODGED", ["PERMIT_OVERDUE"])
    assert (check.status, check.next_action_by, account.holds[0].party.value) == ("OVERDUE", "OFFICER", "OFFICER")
