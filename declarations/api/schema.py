"""The OpenAPI 3.1 document: routes from the views, messages from the one definition of each.

drf-spectacular finds the routes, their words and who may call them; the shapes come from msgspec, so that the
document cannot say anything else than what the parser takes.
"""

import json
from pathlib import Path
from typing import Any

import msgspec
from drf_spectacular.openapi import AutoSchema

from declarations.account import Account
from declarations.api.consolidating import ConsolidationAnswer, ConsolidationQuestion
from declarations.api.serializers import (
    CommodityAnswer,
    DryRun,
    Estimate,
    EstimateQuestion,
    PaymentMessage,
    RequirementsAnswer,
    RequirementsQuestion,
)
from declarations.contract import schema_of_number
from declarations.data import DeclarationData
from declarations.reading import Happening, Receipt, Summary, VersionSummary
from declarations.rules import Finding

_PREFIX = "/api/v1"
_EXAMPLE = json.loads((Path(__file__).parent / "first-declaration.json").read_bytes())
# Route and method: the message in, the status of success and the message out; [x] is a page of x.
_MESSAGES: dict[tuple[str, str], tuple[Any, int, Any]] = {
    ("/declarations", "post"): (DeclarationData, 201, Account),
    ("/declarations", "get"): (None, 200, [Summary]),
    ("/declarations/{number}", "get"): (None, 200, Account),
    ("/declarations/{number}/versions", "get"): (None, 200, [VersionSummary]),
    ("/declarations/{number}/versions/{version}", "get"): (None, 200, DeclarationData),
    ("/declarations/{number}/events", "get"): (None, 200, [Happening]),
    ("/declarations/{number}/payment", "post"): (PaymentMessage, 200, Account),
    ("/receipts/{key}", "get"): (None, 200, Receipt),
    ("/requirements", "post"): (RequirementsQuestion, 200, RequirementsAnswer),
    ("/duty-estimates", "post"): (EstimateQuestion, 200, Estimate),
    ("/consolidations", "post"): (ConsolidationQuestion, 200, ConsolidationAnswer),
    ("/commodities", "get"): (None, 200, [CommodityAnswer]),
}
_PARAMETERS: dict[tuple[str, str], tuple[tuple[str, str, str], ...]] = {
    ("/declarations", "post"): (
        (
            "Idempotency-Key",
            "header",
            "1 to 64 printable ASCII characters; makes a retry safe. Not for a dry run.",
        ),
        ("Sandbox-Clock", "header", "As at which instant it is lodged. In the sandbox alone."),
        ("dry_run", "query", "`true`: every finding, duty and requirement; nothing is kept."),
    ),
    ("/declarations", "get"): (
        ("direction", "query", "IMPORT or EXPORT."),
        ("status", "query", "A status."),
        ("lodged_on", "query", "A day, YYYY-MM-DD."),
        ("own_reference", "query", "The declarant's own reference."),
        ("importer", "query", "Code of the importer or exporter."),
        ("commodity", "query", "Start of a commodity code, from 2 digits."),
        ("next_action_by", "query", "SYSTEM, OFFICER or DECLARANT."),
        ("limit", "query", "1 to 200; 50 where left out."),
        ("cursor", "query", "From `next` of the page before."),
    ),
    ("/declarations/{number}", "get"): (("If-None-Match", "header", "An ETag: 304 where nothing changed."),),
    ("/declarations/{number}/payment", "post"): (
        ("Sandbox-Clock", "header", "As at which instant it is paid. In the sandbox alone."),
    ),
    ("/commodities", "get"): (
        ("q", "query", "Start of a code (from 2 digits) or words of the description."),
        ("on", "query", "As at which day, YYYY-MM-DD; today where left out."),
        ("limit", "query", "1 to 200; 50 where left out."),
    ),
}


class ContractSchema(AutoSchema):
    """Routes, words and rights from the view; no serializers to guess, a plain name for each operation."""

    def get_operation_id(self) -> str:
        """Such as `post_declarations`."""
        return f"{self.method.lower()}_{type(self.view).__name__.lower()}"

    def get_summary(self) -> str:
        """The first line of the method's docstring."""
        return (getattr(self.view, self.method.lower()).__doc__ or "").strip().split("\n")[0]

    def get_description(self) -> str:  # type: ignore[override]  # its base promises a lazy string or none
        """Nothing more: the summary says it."""
        return ""

    def get_tags(self) -> list[str]:
        """By what is asked of: declarations, or the questions that keep nothing."""
        return ["declarations" if self.path.startswith(("/api/v1/decl", "/api/v1/rec")) else "before you declare"]

    def get_request_serializer(self) -> None:
        """The messages are put in by `add_contract`."""

    def get_response_serializers(self) -> None:
        """Likewise."""


class ProblemError(msgspec.Struct, frozen=True, omit_defaults=True):
    """One error: where, its stable code, in words, what to do."""

    pointer: str
    code: str
    message: str
    message_ja: str
    remedy: str
    item: int | None = None
    repeat_index: int | None = None
    law: str = ""
    facts: dict[str, str] = {}


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """A refusal (RFC 9457). `type` ends in a stable code; `errors` holds all of them at once."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    correlation_id: str
    errors: tuple[ProblemError, ...] = ()


def add_contract(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """drf-spectacular's hook: put the messages into the document."""
    forms = [form[0] if isinstance(form, list) else form for row in _MESSAGES.values() for form in (row[0], row[2])]
    shapes, components = msgspec.json.schema_components(
        [*(form for form in forms if form is not None), DryRun, Problem, Finding],
        schema_hook=schema_of_number,
        ref_template="#/components/schemas/{name}",
    )
    named = dict(zip([str(form) for form in forms if form is not None], shapes, strict=False))
    result["components"]["schemas"] = dict(sorted(components.items()))
    for (route, method), (taken, status, given) in _MESSAGES.items():
        operation = result["paths"][_PREFIX + route][method]
        if taken is not None:
            operation["requestBody"] = {"required": True, "content": _json(named[str(taken)])}
        operation["responses"] = {str(status): _response("Done.", _page_or_one(given, named)), **_refusals(method)}
        given_parameters = [p for p in operation.get("parameters", []) if p["in"] == "path"]
        operation["parameters"] = given_parameters + [_parameter(*row) for row in _PARAMETERS.get((route, method), ())]
    result["components"]["schemas"]["ImportDeclaration"]["example"] = _EXAMPLE
    lodging = result["paths"][f"{_PREFIX}/declarations"]["post"]
    lodging["responses"]["200"] = _response("A dry run.", {"$ref": "#/components/schemas/DryRun"})
    return result


def _page_or_one(given: Any, named: dict[str, Any]) -> dict[str, Any]:
    if not isinstance(given, list):
        return named[str(given)]
    items = {"type": "array", "items": named[str(given[0])]}
    return {"type": "object", "required": ["items"], "properties": {"items": items, "next": {"type": "string"}}}


def _json(shape: dict[str, Any], media_type: str = "application/json") -> dict[str, Any]:
    return {media_type: {"schema": shape}}


def _response(description: str, shape: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": _json(shape)}


def _refusals(method: str) -> dict[str, Any]:
    problem = _json({"$ref": "#/components/schemas/Problem"}, "application/problem+json")
    statuses = ("400", "401", "403", "404", "406") + (("409", "413", "415", "422") if method == "post" else ())
    return {status: {"description": "Refused.", "content": problem} for status in statuses}


def _parameter(name: str, place: str, description: str) -> dict[str, Any]:
    return {"name": name, "in": place, "description": description, "schema": {"type": "string"}}
