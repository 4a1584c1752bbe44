"""The OpenAPI document: whole enough that a client can be made from it."""

import json
from collections import Counter

import pytest

METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture
def document(broker):
    return json.loads(broker.get("/schema").content)


def operations(document):
    return {
        f"{method} {path}": operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method in METHODS
    }


def test_each_operation_has_a_name_of_its_own(document):
    names = Counter(operation["operationId"] for operation in operations(document).values())

    assert [name for name, times in names.items() if times > 1] == []
    assert {"post_declarations", "post_duty_estimates", "get_code_list_entries"} <= set(names)


def test_refusals_are_problems_and_nothing_else(document):
    for operation in operations(document).values():
        refusals = {status: answer for status, answer in operation["responses"].items() if status >= "400"}
        assert {"400", "401", "404", "503"} <= set(refusals)
        assert {media for answer in refusals.values() for media in answer["content"]} == {"application/problem+json"}


def test_instants_days_and_pages_are_told_as_what_they_are(document):
    shapes = document["components"]["schemas"]
    account = shapes["Account"]["properties"]

    assert account["lodged_at"] == {"type": "string", "format": "date-time"}
    assert {"type": "string", "format": "date-time"} in account["released_at"]["anyOf"]
    assert account["lodged_on"]["format"] == "date"
    assert shapes["PageOfSummary"]["properties"]["items"]["items"] == {"$ref": "#/components/schemas/Summary"}


def test_parameters_and_headers_are_told(document):
    listed = operations(document)["get /api/v1/declarations"]
    lodged = operations(document)["post /api/v1/declarations"]
    looked = operations(document)["get /api/v1/declarations/{number}"]
    shapes = {parameter["name"]: parameter["schema"] for parameter in (*listed["parameters"], *lodged["parameters"])}

    assert shapes["limit"] == {"type": "integer", "minimum": 1, "maximum": 200}
    assert shapes["lodged_on"] == {"type": "string", "format": "date"}
    assert shapes["dry_run"] == {"type": "boolean"}
    assert set(lodged["responses"]["201"]["headers"]) == {"Location", "Idempotency-Replayed"}
    assert set(listed["responses"]["200"]["headers"]) == {"Link"}
    assert set(looked["responses"]["200"]["headers"]) == {"ETag"}
    assert "304" in looked["responses"]


def test_every_reference_leads_somewhere(document):
    text = json.dumps(document)
    referred = {piece.split('"')[0] for piece in text.split('"#/components/schemas/')[1:]}

    assert referred <= set(document["components"]["schemas"])


def test_a_permit_check_tells_why_it_is_needed_and_what_is_next(document):
    shapes = document["components"]["schemas"]
    told = shapes["PermitCheckAccount"]["properties"]

    assert {"rule", "decided_by", "due_at", "monitored", "accepted_quantity", "next_action_by"} <= set(told)
    assert {"$ref": "#/components/schemas/PermitAction"} in told["next_action"]["anyOf"]
    assert set(shapes["PermitAction"]["enum"]) == {"ASK", "ANSWER", "SUPPLY_DOCUMENTS", "INSPECT", "AMEND", "DECIDE"}


def test_every_act_of_the_declarant_takes_the_tag_of_what_was_seen(document):
    required = {
        path.rpartition("/")[2]: parameter.get("required", False)
        for path, methods in document["paths"].items()
        if path.startswith("/api/v1/declarations/{number}/") and "post" in methods
        for parameter in methods["post"]["parameters"]
        if parameter["name"] == "If-Match"
    }

    optional = dict.fromkeys(["arrival", "payment", "release-before-permit", "answer", "documents"], False)
    assert required == {"amendments": True, "withdrawal": True, **optional}


def test_what_few_routes_refuse_is_told_where_they_do(document):
    told = {name: set(operation["responses"]) for name, operation in operations(document).items()}

    assert {name.partition(" ")[2] for name, statuses in told.items() if "410" in statuses} == {
        "/api/v1/events",
        "/api/v1/webhook-endpoints/{endpoint_id}/replay",
    }
    assert {
        "post /api/v1/batches",
        "post /api/v1/declarations/{number}/documents",
    } <= {name for name, statuses in told.items() if "411" in statuses}
