"""Requests that the OpenAPI document allows, and requests that it does not, for every route.

schemathesis makes parameters, headers and small messages from the document, and holds every answer against it. Large
messages are not made from nothing: almost none would pass the first rule. They are good ones with something broken.
"""

import copy
import itertools
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from hypothesis import strategies as st
from schemathesis import Case, GenerationMode, openapi
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests import forms
from tests.doors import CLOCK

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
_keys = itertools.count(1)

# What is put into a message, or into the address, where something else belongs.
JUNK: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1.5, 10**30, "", " ", "0", "-1", "1e9", "NaN", "9" * 40, "x" * 5000),
    *("\x00", "\u202e", "\ud83d\ude00", "ｱｲｳ", "2024-13-45", "0001-01-01", "9999-12-31", "0.0000001", "9999999999999"),
    *([], {}, [[]], [None], {"": ""}, {"a": {"b": [1]}}, ["x"] * 200),
)
PATHS = ("0", "-1", "99999", "%00", "a" * 200, "00000000000", "\u202e", "00000000-0000-0000-0000-000000000000")


def good_messages(number: str = "") -> dict[str, list[Any]]:
    """Messages that the routes take, by route: each call makes new ones. `number` is a declaration that exists."""
    lodged = [forms.import_form(), forms.export_form(), forms.parcel_form(), forms.import_form(items=[forms.balls()])]
    imported = forms.import_form(items=[forms.balls(), forms.goods_item()])
    lines = {
        "direction": "IMPORT",
        "invoice": imported["invoice"],
        "freight": imported["freight"],
        "insurance": imported["insurance"],
        "lines": imported["goods_items"],
    }
    return {
        "/api/v1/declarations": lodged,
        "/api/v1/drafts": [*lodged, {}],
        "/api/v1/drafts/{number}": lodged,
        "/api/v1/requirements": lodged,
        "/api/v1/duty-estimates": lodged,
        "/api/v1/consolidations": [lines],
        "/api/v1/declarations/{number}/amendments": [{"reason": "CORRECTED", "declaration": form} for form in lodged],
        "/api/v1/declarations/{number}/payment": [{"method": "PAY", "amount": "39400", "reference": "BANK-1"}],
        "/api/v1/declarations/{number}/withdrawal": [{"reason": "SOLD"}],
        "/api/v1/declarations/{number}/arrival": [{"bonded_area": "1AW01"}],
        "/api/v1/declarations/{number}/release-before-permit": [
            {"reason_code": "01", "reason": "PERISHABLE", "security": "DEMO-SECURITY", "amount": "60000"}
        ],
        "/api/v1/duty-declarations": [{"own_reference": forms.own_reference("DUTY"), "releases": [number]}],
        "/api/v1/release-declarations": [forms.import_form(items=[forms.balls()], declaration_type="H")],
        "/api/v1/small-parcels": [forms.parcel_form()],
        "/api/v1/webhook-endpoints": [{"url": "http://localhost:9/hook"}],
    }


def load(document: dict[str, Any]) -> Any:
    """The document for schemathesis. What good messages are known of is not also made from its shape: that is slow."""
    document = copy.deepcopy(document)
    for path in good_messages():
        for operation in document["paths"].get(path, {}).values():
            content = operation.get("requestBody", {}).get("content", {})
            if "application/json" in content:
                content["application/json"]["schema"] = {"type": "object"}
    schema = openapi.from_dict(document)
    schema.config.generation.update(allow_x00=True)
    return schema


def operations(schema: Any) -> list[Any]:
    """Every operation of the document."""
    return [found.ok() for found in schema.get_all_operations()]


def known_to(post: Callable[..., Any]) -> dict[str, list[str]]:
    """What exists, by the names that addresses give it. `post` sends a message and returns the JSON of the answer."""
    numbers = [
        post("/declarations", form, **{"Idempotency-Key": form["own_reference"], "Sandbox-Clock": CLOCK})["number"]
        for form in good_messages()["/api/v1/declarations"]
    ]
    draft = post("/drafts", forms.import_form())["number"]
    endpoint = post("/webhook-endpoints", {"url": "http://localhost:9/hook"})["endpoint"]["id"]
    return {
        "number": [*numbers, draft],
        "endpoint_id": [endpoint],
        "version": ["1", "2"],
        "name": ["countries", "customs-offices"],
        "key": [numbers[0]],
    }


@st.composite
def requests(draw: st.DrawFn, operation: Any, mode: GenerationMode, known: Mapping[str, Sequence[str]]) -> Case:
    """A request to an operation. `known` is what exists."""
    case = draw(operation.as_strategy(generation_mode=mode))
    is_allowed = mode is GenerationMode.POSITIVE
    for name in case.path_parameters or {}:
        if name in known:
            case.path_parameters[name] = draw(st.sampled_from([*(known[name] * 3), *PATHS]))
    number = (case.path_parameters or {}).get("number", "")
    if messages := good_messages(number).get(operation.path) if case.media_type == "application/json" else None:
        case.body = draw(_broken(draw(st.sampled_from(messages)), times=not is_allowed))
    if is_allowed:
        tag = draw(st.sampled_from(['"1-a"', '"2"', "*"]))
        headers = {"Idempotency-Key": f"contract-{next(_keys)}", "If-Match": tag, "Sandbox-Clock": CLOCK}
        case.headers.update({name: value for name, value in headers.items() if name in case.headers})
        if draw(st.booleans()):
            case.query = {}
    return case


@st.composite
def _broken(draw: st.DrawFn, message: Any, times: bool) -> Any:
    """The message with something broken in up to so many places, or as it is."""
    message = json.loads(json.dumps(message))
    for _ in range(draw(st.integers(0 if not times else 1, 2))):
        places = list(_places(message))
        if not places:
            break
        holder, key = draw(st.sampled_from(places))
        what = draw(st.sampled_from(("junk", "gone", "twice", "unknown")))
        if what == "junk":
            holder[key] = draw(st.sampled_from(JUNK))
        elif what == "gone":
            del holder[key]
        elif what == "twice" and isinstance(holder, list):
            holder.append(copy.deepcopy(holder[key]))
        elif isinstance(holder, dict):
            holder[draw(st.sampled_from(("unknown", "", "\u202e", "x" * 300)))] = draw(st.sampled_from(JUNK))
    return message


def _places(message: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in it: what holds it, and its name or number there."""
    if isinstance(message, dict | list):
        for key in message if isinstance(message, dict) else range(len(message)):
            yield message, key
            yield from _places(message[key])
