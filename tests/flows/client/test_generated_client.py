"""A client that is generated from the service's own document, with its typed models, does what a trader would do."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.flows.client.messages import TODAY, declaration, golf_balls, soy_sauce
from tests.forms import own_reference

pytestmark = pytest.mark.xdist_group("house")  # one stack serves them all


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

    assert len(seen) == len(set(seen)) >= len(lodged)
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
