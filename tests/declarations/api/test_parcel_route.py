"""Small parcels over HTTP: a short form, lodged as any declaration, refused in its own words."""

import json

import msgspec
import pytest

from declarations import contract
from declarations.data import DeclarationData, ExportDeclaration, ImportDeclaration, number_text
from declarations.data.parcel import ExportParcel, ImportParcel, Parcel
from declarations.models import Declaration, Submission, Version
from declarations.parcels import _SHORT_POINTERS, full, short_pointer
from tests.doors import CLOCK
from tests.forms import changed, own_reference, short_parcel_form

pytestmark = pytest.mark.django_db
TOLD = "2026-11-20T10:00:00+09:00"  # e-commerce and delivery are to be told


def export_parcel(**changes):
    """Golf balls of 20,000 yen from a firm with a code."""
    return {
        "direction": "EXPORT",
        "own_reference": own_reference("V1"),
        "customs_office": "1A",
        "bonded_area": "1AW01",
        "exporter": {"party_code": "DEMOEXPORT01", "name": "DEMONSTRATION EXPORTER CO., LTD"},
        "consignee": {"name": "GOLFER", "country": "US"},
        "waybill": "HAWB-0002",
        "flight": "NH106",
        "gross_mass": "5",
        "commodity_code": "9506320003",
        "description": "GOLF BALLS",
        "origin": "JP",
        "value": {"currency": "JPY", "amount": "20000"},
        "quantity": "100",
        "quantity_unit": "NO",
        "departure_on": "2024-08-10",
        "loading_port": "NRT",
        "destination": "USLAX",
        **changes,
    }


def send(program, parcel, *, key="parcel", clock=CLOCK):
    return program.post("/small-parcels", parcel, **{"Idempotency-Key": key, "Sandbox-Clock": clock})


def errors(answer):
    return {(error["code"], error["pointer"]) for error in answer.json()["errors"]}


def test_an_imported_parcel_is_released_in_the_reply_and_kept_as_sent(broker):
    parcel = short_parcel_form()
    answer = send(broker, parcel)
    account = answer.json()

    assert answer.status_code == 201, account
    assert (account["status"], account["duty"]["total_to_pay"]) == ("RELEASED", "0")
    assert broker.account(account["number"])["number"] == account["number"]
    version = Version.objects.get()
    assert (version.declaration_type, version.cargo_kind, version.trader_name) == ("MANIFEST", "S", "HANAKO ZEIKAN")
    assert version.transport_documents == ["HAWB-0001"]
    assert json.loads(Submission.objects.get().body) == parcel


def test_an_exported_parcel_is_released_in_the_reply(broker):
    account = send(broker, export_parcel()).json()

    assert (account["direction"], account["status"], account["duty"]["customs_value"]) == (
        "EXPORT",
        "RELEASED",
        "20000",
    )


def test_a_retry_gets_the_same_bytes_and_another_body_is_refused(broker):
    parcel = short_parcel_form()
    first, again = send(broker, parcel), send(broker, parcel)
    other = send(broker, short_parcel_form())

    assert again.content == first.content
    assert again["Idempotency-Replayed"] == "true"
    assert other.status_code == 422
    assert other.json()["type"].endswith("/idempotency-key-reused")
    assert Declaration.objects.count() == 1


def test_a_refusal_points_into_the_short_form_and_so_does_its_replay(broker):
    parcel = short_parcel_form(
        value={"currency": "JPY", "amount": "10001"}, flight="PACIFIC STAR", loading_place="JPTYO", package_count=0
    )
    refused, again = send(broker, parcel), send(broker, parcel)

    assert refused.status_code == again.status_code == 422
    assert (
        errors(refused)
        == errors(again)
        == {
            ("PA-902", "/value/amount"),
            ("PA-909", "/flight"),
            ("CN-308", "/loading_place"),
            ("CN-301", "/package_count"),
        }
    )
    assert again["Idempotency-Replayed"] == "true"
    assert not Declaration.objects.exists()


def test_an_advisory_points_into_the_short_form_wherever_it_is_told(broker):
    account = send(broker, short_parcel_form(arrival_on="2024-08-07")).json()

    told = [(each["code"], each["pointer"]) for each in account["advisories"]]
    assert told == [("CN-311", "/arrival_on")]
    [version] = broker.get(f"/declarations/{account['number']}/versions").json()["items"]
    assert [(each["code"], each["pointer"]) for each in version["advisories"]] == told
    kept = broker.get("/receipts/parcel").json()["findings"]
    assert [(each["code"], each["pointer"]) for each in kept] == told


def test_an_export_is_refused_by_value_and_destination(broker):
    parcel = export_parcel(value={"currency": "JPY", "amount": "200001"}, destination="IRTHR")

    assert errors(send(broker, parcel)) == {("PA-906", "/value/amount"), ("PA-907", "/destination")}


def test_since_its_day_a_parcel_tells_of_e_commerce_and_delivery(broker):
    parcel = short_parcel_form(arrival_on="2026-11-20")
    told = {"e_commerce": True, "platform_name": "EXAMPLE MARKET", "delivery_place": "CHIYODA-KU TOKYO"}

    assert errors(send(broker, parcel, clock=TOLD)) == {("PR-609", "/delivery_place"), ("PR-610", "/e_commerce")}
    assert send(broker, {**parcel, **told}, key="told", clock=TOLD).status_code == 201


def test_a_law_that_may_bind_is_answered_by_why_it_does_not(broker):
    toys = {"commodity_code": "2103100005", "description": "SOY SAUCE SAMPLE", "origin": "SG"}
    answered = {**toys, "other_laws": [{"law": "FD", "reason": "Sample for a laboratory, not for food use"}]}

    assert ("OL-801", "/other_laws") in errors(send(broker, short_parcel_form(**toys)))
    assert send(broker, short_parcel_form(**answered), key="answered").json()["status"] == "LODGED"


def test_a_party_without_a_code_has_an_address(broker):
    assert errors(send(broker, short_parcel_form(importer={"name": "HANAKO ZEIKAN"}))) == {
        ("PA-911", "/importer/address")
    }


def test_whoever_is_no_broker_declares_its_own_parcels_alone(stranger):
    assert errors(send(stranger, short_parcel_form())) == {("PT-204", "/importer/party_code")}


def test_a_dry_run_tells_everything_and_keeps_nothing(broker):
    good = broker.post("/small-parcels?dry_run=true", short_parcel_form(), **{"Sandbox-Clock": CLOCK}).json()
    bad = broker.post(
        "/small-parcels?dry_run=true", short_parcel_form(flight="SHIP"), **{"Sandbox-Clock": CLOCK}
    ).json()

    assert (good["outcome"], bad["outcome"]) == ("ACCEPTED", "REFUSED")
    assert [finding["pointer"] for finding in bad["findings"]] == ["/flight"]
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    ("pointer", "value", "code"),
    [
        ("/waybill", ..., "required"),
        ("/waybill", "house waybill", "pattern"),
        ("/value/amount", 4800, "decimal-format"),
        ("/goods_items", [], "unknown-field"),
        ("/direction", "BOTH", "not-in-list"),
        ("/direction", ..., "required"),
        ("/importer/address/lines", [], "item-count"),
        ("/package_count", "1", "wrong-type"),
        ("/status", "RELEASED", "read-only-field"),
    ],
)
def test_a_wrong_format_is_told_by_its_place(broker, pointer, value, code):
    answer = send(broker, changed(short_parcel_form(), pointer, value))

    assert answer.status_code == 422
    assert errors(answer) == {(code, pointer)}
    assert not Submission.objects.exists()


def test_a_key_is_required(broker):
    assert broker.post("/small-parcels", short_parcel_form()).json()["type"].endswith("/idempotency-key-required")


@pytest.mark.parametrize("form", [short_parcel_form(), export_parcel()], ids=["import", "export"])
def test_the_whole_form_is_one_that_could_have_been_sent(form):
    whole = full(contract.read(form, Parcel))
    sent = msgspec.json.decode(msgspec.json.encode(whole, enc_hook=number_text))

    assert isinstance(whole, ImportDeclaration | ExportDeclaration)
    assert contract.read(sent, DeclarationData) == whole


def test_every_place_of_the_whole_form_has_one_in_the_short_form():
    fields = {*ImportParcel.__struct_fields__, *ExportParcel.__struct_fields__, ""}

    for whole, short in _SHORT_POINTERS.items():
        assert short.split("/")[1 if short else 0] in fields, whole
    assert short_pointer("/goods_items/0/permits/1/law") == "/other_laws/1/law"
    assert short_pointer("/invoice/currency") == "/value/currency"
    assert short_pointer("/transport/documents/0") == "/waybill"
    assert short_pointer("/importer/address/country") == "/importer/address/country"
