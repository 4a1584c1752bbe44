"""A WCO document over HTTP: translated, tried, lodged, sent again; refusals name the element as well as the field."""

from pathlib import Path

import pytest

from declarations.models import Declaration, Submission
from tests.declarations.wco.documents import MEDIA_TYPE, export_pair, import_pair, wrapped
from tests.doors import CLOCK

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).parents[4] / "shared" / "samples" / "wco"
GOODS = "/MetaData/Declaration/GoodsShipment/GovernmentAgencyGoodsItem"

# What another customs rejected, each for a reason of its own, and why it is refused here: by format, by law.
NOT_OURS = {"/bonded_area": "pattern", "/goods_items/0/description": "too-long"}
OF_AN_IMPORT = NOT_OURS | {
    "/customs_office": "pattern",
    "/importer/party_code": "pattern",
    "/importer/name": "required",
    **{
        f"/transport/{field}": "required"
        for field in ("documents", "vessel_name", "arrival_on", "loading_place", "unloading_port")
    },
}
OF_AN_EXPORT = NOT_OURS | {
    "/customs_office": "required",
    "/exporter/party_code": "pattern",
    "/exporter/name": "required",
    "/invoice": "required",
    "/goods_items/0/commodity_code": "pattern",
    "/goods_items/0/origin": "required",
    "/goods_items/0/invoice_amount": "required",
    **{f"/transport/{field}": "required" for field in ("vessel_name", "departure_on", "loading_port", "destination")},
}
UNKNOWN_CODES = [
    ("HD-101", "/declaration_type"),
    ("GD-401", "/goods_items/0/commodity_code"),
    ("GD-405", "/goods_items/0/commodity_code"),
]
NO_RATE = [("VA-507", "/invoice/currency")]  # the rates of exchange that the tests load know no pound
NO_QUANTITY = [("GD-435", "/goods_items/0/net_mass")]
TOO_LONG_A_REFERENCE = {"/own_reference": "pattern"}
REJECTED = {
    "EX_rejected_format": (OF_AN_EXPORT | TOO_LONG_A_REFERENCE, [("HD-102", "/declaration_type")]),
    "IM_rejected_obligation_netmass": (
        OF_AN_IMPORT | TOO_LONG_A_REFERENCE,
        [*UNKNOWN_CODES, *NO_QUANTITY, *NO_RATE],
    ),
    "IM_rejected_refdata": (OF_AN_IMPORT, [*UNKNOWN_CODES, *NO_RATE]),
}


def post(program, path, raw, **headers):
    headers = {**program.headers, "Sandbox-Clock": CLOCK, **headers}
    return program.http.post(f"/api/v1{path}", raw, content_type=MEDIA_TYPE, headers=headers)


def without(account, *names):
    """An account without what differs between any two declarations."""
    return {name: value for name, value in account.items() if name not in {"number", "own_reference", *names}}


@pytest.mark.parametrize("pair", [import_pair, export_pair])
def test_a_document_becomes_the_form(broker, pair):
    raw, form = pair()
    answer = post(broker, "/translations", raw)

    assert answer.status_code == 200
    assert answer.json()["declaration"] == form
    assert answer.json()["format_errors"] == []
    assert answer.json()["report"]["function"] == "DECLARE"
    assert answer.json()["report"]["counts"]["MISSING"] == 0
    assert not Submission.objects.exists()


@pytest.mark.parametrize("pair", [import_pair, export_pair])
def test_a_document_lodges_and_its_account_is_that_of_the_same_declaration_as_json(broker, pair):
    raw, _ = pair()
    _, form = pair()
    answer = post(broker, "/declarations", raw, **{"Idempotency-Key": "as-xml"})

    assert answer.status_code == 201, answer.content.decode()
    assert without(answer.json()) == without(broker.lodged(form))
    kept = Submission.objects.get(idempotency_key="as-xml")
    assert kept.body.encode() == raw


def test_a_document_sent_again_gets_the_same_bytes_and_makes_nothing_new(broker):
    raw, _ = import_pair()
    first = post(broker, "/declarations", raw, **{"Idempotency-Key": "again"})
    again = post(broker, "/declarations", raw, **{"Idempotency-Key": "again"})
    other = post(broker, "/declarations", raw + b"\n", **{"Idempotency-Key": "again"})

    assert again.content == first.content
    assert again["Idempotency-Replayed"] == "true"
    assert other.json()["type"].endswith("/idempotency-key-reused")
    assert Declaration.objects.count() == 1


def test_a_dry_run_tells_what_became_of_the_document_and_keeps_nothing(broker):
    raw, _ = import_pair(**{'<TotalGrossMassMeasure unitCode="KGM">220000<': "<TotalGrossMassMeasure>1000<"})
    answer = post(broker, "/declarations?dry_run=true", raw).json()

    assert answer["outcome"] == "REFUSED"
    [finding] = [finding for finding in answer["findings"] if finding["pointer"] == "/gross_mass"]
    assert answer["elements"][finding["pointer"]] == "/MetaData/Declaration/TotalGrossMassMeasure"
    assert answer["report"]["counts"]["MAPPED"] > 30
    assert not Submission.objects.exists()


def test_a_refusal_by_rule_names_the_element(broker):
    raw, _ = import_pair(**{"2103100005": "9999999995"})
    answer = post(broker, "/declarations", raw, **{"Idempotency-Key": "refused"})

    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (422, "declaration-refused")
    told = {error["pointer"]: error["element"] for error in answer.json()["errors"]}
    assert told["/goods_items/0/commodity_code"] == f"{GOODS}/Commodity/Classification/ID"
    assert not Declaration.objects.exists()


def test_a_refusal_by_format_names_the_element_or_the_nearest(broker):
    raw, _ = import_pair(
        **{
            "SOY SAUCE<": f"{'SOY SAUCE ' * 5}<",
            "<DeclarationOfficeID>1A<": "<DeclarationOfficeID>GBLBA001<",
            "<Invoice><ID>INV-1</ID></Invoice>": "",
        }
    )
    answer = post(broker, "/declarations", raw, **{"Idempotency-Key": "malformed"})

    assert answer.status_code == 422
    assert sorted((error["pointer"], error["code"], error["element"]) for error in answer.json()["errors"]) == [
        ("/customs_office", "pattern", "/MetaData/Declaration/DeclarationOfficeID"),
        ("/goods_items/0/description", "too-long", f"{GOODS}/Commodity/Description"),
        ("/invoice/number", "required", "/MetaData/Declaration"),
    ]
    assert not Submission.objects.exists()


def test_a_message_that_asks_for_something_else_is_told_so_and_not_lodged(broker):
    raw = wrapped("<Declaration><FunctionCode>13</FunctionCode><ID>1</ID><TypeCode>INV</TypeCode></Declaration>")
    lodged = post(broker, "/declarations", raw, **{"Idempotency-Key": "cancel"})
    told = post(broker, "/translations", raw).json()

    assert (lodged.status_code, lodged.json()["function"]) == (422, "CANCEL")
    assert lodged.json()["type"].endswith("/not-a-declaration")
    assert (told["declaration"], told["report"]["function"]) == (None, "CANCEL")
    assert not Submission.objects.exists()


def test_xml_is_taken_where_it_is_said_to_be_and_json_is_not_translated(broker):
    raw, form = import_pair()

    assert post(broker, "/requirements", raw).status_code == 415
    assert post(broker, "/duty-estimates", raw).status_code == 415
    assert broker.post("/translations", form).status_code == 415


@pytest.mark.skipif(not SAMPLES.exists(), reason="the samples lie beside the project, and are not here")
@pytest.mark.parametrize("name", REJECTED)
def test_what_another_customs_rejected_is_refused_by_format_and_by_law_at_once(broker, name):
    raw = (SAMPLES / "rejects" / f"{name}.xml").read_bytes()
    answer = post(broker, "/declarations", raw, **{"Idempotency-Key": name})
    errors = answer.json()["errors"]
    by_law = [(error["code"], error["pointer"]) for error in errors if "law" in error]
    by_format = {error["pointer"]: error["code"] for error in errors if "law" not in error}

    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (422, "invalid-format")
    assert (by_format, by_law) == REJECTED[name]
    assert all(error["element"].startswith("/MetaData/Declaration") for error in errors)
    assert not Submission.objects.exists()
