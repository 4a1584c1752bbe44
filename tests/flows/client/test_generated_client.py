"""The sandbox driven by a client that is generated from the service's own document, with its typed models."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings

from tests.forms import own_reference

pytestmark = pytest.mark.xdist_group("house")  # one stack serves them all

TODAY = date.today()
RELEASED, CHECKED = ("RELEASED", []), ("CONFIRMED",)
ENDS = {"CONFIRMED", "REFUSED"}
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


def soy_sauce(models, *, price):
    """Soy sauce that a food notification covers."""
    claim = models.PermitClaim(law="FD", permit_number="FD26-000123")
    return models.GoodsItem(
        commodity_code="2103100005",
        description="SOY SAUCE",
        origin="SG",
        invoice_amount=price,
        quantity="20",
        quantity_unit="KG",
        permits=[claim],
    )


def golf_balls(models, *, price):
    """Golf balls, which no other law binds."""
    return models.GoodsItem(
        commodity_code="9506320003",
        description="GOLF BALLS",
        origin="FR",
        invoice_amount=price,
        quantity="100",
        quantity_unit="NO",
    )


def declaration(models, script, item, **changes):
    """An import of one item, made of the generated models."""
    said = {
        "direction": models.ImportDeclarationDirection.IMPORT,
        "own_reference": own_reference(script),
        "declaration_type": "C",
        "customs_office": "1A",
        "bonded_area": "1AW01",
        "packages": models.Packages(count=4, unit="CT"),
        "gross_mass": "220",
        "invoice": models.Invoice(number="INV-1", incoterm="CIP", currency="JPY", amount=item.invoice_amount),
        "goods_items": [item],
        "importer": models.Party(party_code="12345678901239000", name="ZAIMUSOKEN CO., LTD"),
        "consignor": models.OverseasParty(name="SOY SAUCE INTERNATIONAL LTD", country="SG"),
        "transport": models.ImportTransport(
            documents=["SGTYO2600001"],
            vessel_name="PACIFIC STAR",
            arrival_on=TODAY,
            loading_place="SGSIN",
            unloading_port="TYO",
        ),
        "delivery_place": "KASUMIGASEKI, CHIYODA-KU, TOKYO",
        "e_commerce": False,
    }
    return models.ImportDeclaration(**{**said, **changes})


@pytest.fixture(scope="module")
def lodged(customs):
    """One declaration for each token of the sandbox, all lodged at once: its account, as the reply told it."""
    models = customs.models
    forms = {
        token: declaration(
            models,
            token if token.startswith("V") else f"{token}-V1",
            (golf_balls if token.startswith("V") else soy_sauce)(models, price="9000"),
        )
        for token in SANDBOX
    }
    with ThreadPoolExecutor(6) as senders:
        answers = dict(zip(forms, senders.map(customs.lodge, forms.values()), strict=True))
    assert {token: answer.status_code for token, answer in answers.items()} == dict.fromkeys(SANDBOX, 201)
    return {token: answer.parsed for token, answer in answers.items()}


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

    house.until(lambda: len(came()) >= len(expected))

    assert came() == expected
    house.wait(number, lambda account: account["goods_items"][0]["permit_checks"][0]["status"] in ENDS)
    events = customs.function("get_events").sync(number=number, client=customs.client).items
    assert [event.name for event in events].count("PERMIT_CHECK_SETTLED") == 1


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


def test_what_is_owed_is_paid_and_the_goods_are_released(customs, house):
    models = customs.models
    account = customs.lodge(declaration(models, "A-V1", soy_sauce(models, price="200000"))).parsed
    demand = models.PaymentMessage(method="PAY", amount=account.duty.total_to_pay, reference="BANK-1")

    paid = customs.function("post_payments").sync(number=account.number, client=customs.client, body=demand)

    assert (account.duty.payment, paid.duty.payment) == ("OWED", "PAYMENT")
    house.released(account.number)
    assert customs.look(account.number).released_at > account.lodged_at


def test_a_lodging_sent_again_gets_the_same_bytes(customs):
    form = declaration(customs.models, "V1", golf_balls(customs.models, price="9000"))
    first, again = customs.lodge(form), customs.lodge(form)

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert first.parsed == again.parsed
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    assert first.headers["Location"].endswith(first.parsed.number)


def test_a_refusal_is_a_problem_with_every_error(customs):
    models = customs.models
    invoice = models.Invoice(number="INV-1", incoterm="CIP", currency="JPY", amount="1")
    refused = customs.lodge(
        declaration(models, "V1", golf_balls(models, price="9000"), invoice=invoice, customs_office="ZZ")
    )

    assert refused.status_code == 422
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert isinstance(refused.parsed, models.Problem)
    assert refused.parsed.type_.endswith("/declaration-refused")
    assert {"/invoice/amount", "/customs_office"} <= {error.pointer for error in refused.parsed.errors}
    assert all(error.law and error.message_ja and error.remedy for error in refused.parsed.errors)


def test_a_reference_that_was_used_names_the_first_declaration(customs, lodged):
    models = customs.models
    again = declaration(models, "V1", golf_balls(models, price="9000"), own_reference=lodged["A"].own_reference)
    refused = customs.lodge(again, key="another-key")

    assert refused.status_code == 409
    assert refused.parsed.existing.endswith(lodged["A"].number)


def test_a_dry_run_is_another_answer_of_the_same_function(customs):
    models = customs.models
    form = declaration(models, "V1", soy_sauce(models, price="200000"))
    told = customs.function("post_declarations").sync(client=customs.client, body=form, dry_run=True)

    assert isinstance(told, models.DryRun)
    assert (told.outcome, [need.law for need in told.requirements]) == ("ACCEPTED", ["FD"])


def test_pages_follow_one_another_by_their_cursors(customs, lodged):
    page, seen = customs.function("get_declarations"), []
    asked = {"limit": 5, "direction": "IMPORT", "lodged_on": lodged["A"].lodged_on}
    cursor = None
    while True:
        told = page.sync(client=customs.client, **asked, **({"cursor": cursor} if cursor else {}))
        seen += [row.number for row in told.items]
        if not told.next_:
            break
        [cursor] = parse_qs(urlsplit(told.next_).query)["cursor"]

    assert len(seen) == len(set(seen)) >= len(SANDBOX)
    assert {account.number for account in lodged.values()} <= set(seen)


def test_a_version_is_a_declaration_of_its_direction_again(customs, lodged):
    said = customs.function("get_version").sync(number=lodged["A"].number, version=1, client=customs.client)

    assert isinstance(said, customs.models.ImportDeclaration)
    assert (said.own_reference, said.transport.arrival_on) == (lodged["A"].own_reference, TODAY)


def test_a_parcel_is_lodged_by_its_short_form(customs):
    models = customs.models
    parcel = models.ImportParcel(
        direction=models.ImportParcelDirection.IMPORT,
        own_reference=own_reference("V1"),
        customs_office="1A",
        bonded_area="1AW01",
        importer=models.ParcelParty(name="HANAKO ZEIKAN", address=models.Address(lines=["3-1-1 KASUMIGASEKI"])),
        consignor=models.OverseasParty(name="BOOKSELLER INC", country="US"),
        waybill="HAWB-0001",
        flight="NH105",
        gross_mass="1.2",
        commodity_code="4901990004",
        description="PRINTED BOOKS",
        origin="US",
        value=models.Charge(currency="JPY", amount="4800"),
        quantity="1",
        quantity_unit="KG",
        arrival_on=TODAY,
        loading_place="USLAX",
        unloading_port="NRT",
        delivery_place="CHIYODA-KU TOKYO",
        e_commerce=True,
        platform_name="EXAMPLE MARKET",
    )
    send = customs.function("post_small_parcels")
    told = send.sync(client=customs.client, body=parcel, idempotency_key=parcel.own_reference)

    assert isinstance(told, models.Account), told
    assert told.status == "RELEASED"


def test_code_lists_and_rates_are_read_with_their_days(customs):
    lists = {"chapter": "code_lists"}
    rules = customs.function("get_code_list_entries", **lists).sync(name="rules", client=customs.client, limit=200)
    rates = customs.function("get_exchange_rates", **lists).sync(client=customs.client, currency="USD", limit=1)

    assert date(2025, 10, 12) in {entry.valid_from for entry in rules.items}
    assert isinstance(rates.items[0].valid_from, date)
    assert rates.items[0].recorded_at.tzinfo is not None
