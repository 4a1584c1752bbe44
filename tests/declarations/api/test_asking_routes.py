"""Questions that keep nothing, and the document that describes them all."""

import json

import pytest
from django.urls import get_resolver
from jsonschema import Draft202012Validator

from declarations.models import Submission
from tests.forms import import_form

pytestmark = pytest.mark.django_db


def test_requirements_tell_law_and_agency_before_anything_is_filed(broker):
    question = {
        "direction": "IMPORT",
        "goods_items": [
            {"commodity_code": "0805100004", "origin": "US"},
            {"commodity_code": "9506320003", "origin": "FR"},
        ],
    }
    answer = broker.post("/requirements", question).json()

    assert [(need["item"], need["law"], need["asked_electronically"]) for need in answer["requirements"]] == [
        (1, "FD", True),
        (1, "PL", True),
    ]
    assert [need["rule"].split("/")[0::2] for need in answer["requirements"]] == [["FD", "IMPORT"], ["PL", "IMPORT"]]
    assert answer["edition"] > 0


def test_plants_need_a_permit_on_export_and_food_does_not(broker):
    question = {"direction": "EXPORT", "goods_items": [{"commodity_code": "0805100004", "origin": "JP"}]}

    assert [need["law"] for need in broker.post("/requirements", question).json()["requirements"]] == ["PL"]


def test_an_estimate_is_the_duty_with_its_steps(broker):
    """USD 1,000 at 155.45 yen of the week of 2024-08-04: 155,450; base 155,000 x 2 % = 3,100."""
    question = {
        "incoterm": "CIF",
        "currency": "USD",
        "on": "2024-08-05",
        "goods_items": [
            {
                "commodity_code": "6905100005",
                "origin": "ES",
                "invoice_amount": "1000",
                "quantity": "5",
                "quantity_unit": "MT",
            }
        ],
    }
    answer = broker.post("/duty-estimates", question).json()

    assert (answer["customs_value"], answer["duty"]) == ("155450", "3100")
    assert answer["exchange_rates"] == {"USD": "155.45"}
    assert answer["goods_items"][0]["duty"]["regime"] == "WTO"
    assert not Submission.objects.exists()


def test_an_estimate_names_every_code_and_currency_that_is_not_in_force(broker):
    lines = [{"commodity_code": "0000000000", "origin": "ES", "invoice_amount": "1"}]
    answer = broker.post("/duty-estimates", {"incoterm": "XXX", "currency": "XXX", "goods_items": lines})

    assert answer.status_code == 422
    assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [
        ("/goods_items/0/commodity_code", "unknown-commodity"),
        ("/incoterm", "not-in-list"),
        ("/currency", "no-exchange-rate"),
    ]


def test_commodities_are_found_by_code_and_by_words(broker):
    by_code = broker.get("/commodities?q=210310").json()["items"]
    by_words = broker.get("/commodities?q=soya%20sauce").json()["items"]

    assert [line["code"] for line in by_code] == ["2103100005"]
    assert by_words[0] == by_code[0]
    assert by_code[0]["other_laws"] == ["FD"]
    assert by_code[0]["rates"]["WTO"] == "7.2%"


def test_a_rate_that_needs_an_officer_is_noted(broker):
    (candy,) = broker.get("/commodities?q=1704902102").json()["items"]

    assert candy["notes"] == [
        "CPTPP within TRQ: Free 関税割当数量以外のもの 25%: depends on a tariff quota",
    ]


@pytest.mark.parametrize("query", ["q=x", "q=" + "x" * 101, "on=2026-02-30", "nonsense=1"])
def test_a_bad_search_is_refused(broker, query):
    assert broker.get(f"/commodities?{query}").status_code == 400


def test_the_document_describes_every_route_and_takes_what_the_parser_takes(broker):
    document = json.loads(broker.get("/schema").content)

    assert document["openapi"].startswith("3.1")
    routes = {str(p.pattern) for r in get_resolver().url_patterns if "api/v1" in str(r.pattern) for p in r.url_patterns}
    assert len(document["paths"]) >= len(routes - {"schema", "docs", "reference"})
    form = {"$ref": "#/components/schemas/ImportDeclaration", "components": document["components"]}
    assert Draft202012Validator(form).is_valid(import_form())
    assert not Draft202012Validator(form).is_valid({**import_form(), "zzz": 1})
    example = document["components"]["schemas"]["ImportDeclaration"]["example"]
    assert broker.post("/declarations?dry_run=true", example).json()["outcome"] == "ACCEPTED"
    fields = document["components"]["schemas"]["GoodsItem"]["properties"]
    assert all("description" in field or "anyOf" in field for field in fields.values())


def test_every_field_of_the_form_says_what_it_is_with_an_example(broker):
    schemas = json.loads(broker.get("/schema").content)["components"]["schemas"]
    forms = ("ImportDeclaration", "ExportDeclaration", "Party", "OverseasParty", "Address", "Packages", "Invoice")
    forms += ("Charge", "ImportTransport", "ExportTransport", "GoodsItem", "PermitClaim")
    silent = [
        f"{form}.{name}"
        for form in forms
        for name, field in schemas[form]["properties"].items()
        if name != "direction" and not _tells(field)
    ]

    assert silent == []


def _tells(field):
    told = {**field.get("anyOf", [{}])[0], **field}
    return bool(told.get("description") and told.get("examples"))
