"""The OpenAPI 3.1 document: routes from the views, messages from the one definition of each.

drf-spectacular finds the routes, their words and who may call them; the shapes come from msgspec, so that the
document cannot say anything else than what the parser takes.
"""

import json
from pathlib import Path
from typing import Any

import msgspec
from drf_spectacular.openapi import AutoSchema

from declarations.api.operation import Operation, Parameter
from declarations.contract import schema_of_number

_EXAMPLE = json.loads((Path(__file__).parent / "first-declaration.json").read_bytes())


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
        """The chapter of the document that the view belongs to."""
        return [getattr(self.view, "chapter", "declarations")]

    def get_request_serializer(self) -> None:
        """The messages are put in by `add_contract`."""

    def get_response_serializers(self) -> None:
        """Likewise."""


class ProblemError(msgspec.Struct, frozen=True, omit_defaults=True):
    """One error: where (in a table also by row and column), its stable code, in words, what to do."""

    pointer: str
    code: str
    message: str
    message_ja: str
    remedy: str
    item: int | None = None
    row: int | None = None
    column: str | None = None
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
    """drf-spectacular's hook: put the messages of every operation into the document."""
    operations = {
        (path, method.lower()): _operation_of(view, method)
        for path, _, method, view in generator.endpoints
        if path in result["paths"]
    }
    forms = list(dict.fromkeys(form for each in operations.values() for form in each.forms))
    shapes, components = msgspec.json.schema_components(
        [*forms, Problem], schema_hook=schema_of_number, ref_template="#/components/schemas/{name}"
    )
    named = dict(zip(forms, shapes, strict=False))
    result["components"]["schemas"] = dict(sorted(components.items()))
    for (path, method), said in operations.items():
        told = result["paths"][path][method]
        if said.takes is not None or said.takes_media:
            told["requestBody"] = {"required": True, "content": _taken(said, named)}
        told["responses"] = {**_successes(said, named), **_refusals(method)}
        in_path = [parameter for parameter in told.get("parameters", []) if parameter["in"] == "path"]
        told["parameters"] = in_path + [_parameter(each) for each in said.parameters]
    result["components"]["schemas"]["ImportDeclaration"]["example"] = _EXAMPLE
    return result


def _operation_of(view: Any, method: str) -> Operation:
    said = getattr(getattr(view.cls, method.lower()), "operation", None)
    if said is None:
        raise LookupError(f"{view.cls.__name__}.{method.lower()} does not say what it takes and gives")
    return said


def _taken(said: Operation, named: dict[Any, Any]) -> dict[str, Any]:
    content = _json(named[said.takes]) if said.takes is not None else {}
    return content | {media: {"schema": {"type": "string", "format": "binary"}} for media in said.takes_media}


def _successes(said: Operation, named: dict[Any, Any]) -> dict[str, Any]:
    given = {said.status: said.gives, **said.also}
    told = {str(status): _response("Done.", _page_or_one(form, named)) for status, form in given.items() if form}
    if said.gives_media:
        shape = {"type": "string", "format": "binary"}
        told[str(said.status)] = {"description": "Done.", "content": _json(shape, said.gives_media)}
    return told or {str(said.status): {"description": "Done; nothing to tell."}}


def _page_or_one(given: Any, named: dict[Any, Any]) -> dict[str, Any]:
    if not isinstance(given, list):
        return named[given]
    items = {"type": "array", "items": named[given[0]]}
    return {"type": "object", "required": ["items"], "properties": {"items": items, "next": {"type": "string"}}}


def _json(shape: dict[str, Any], media_type: str = "application/json") -> dict[str, Any]:
    return {media_type: {"schema": shape}}


def _response(description: str, shape: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": _json(shape)}


def _refusals(method: str) -> dict[str, Any]:
    problem = _json({"$ref": "#/components/schemas/Problem"}, "application/problem+json")
    statuses = ("400", "401", "403", "404", "406") + (
        ("409", "412", "413", "415", "422", "428") if method != "get" else ()
    )
    return {status: {"description": "Refused.", "content": problem} for status in statuses}


def _parameter(said: Parameter) -> dict[str, Any]:
    told = {"name": said.name, "in": said.place, "description": said.description, "schema": {"type": "string"}}
    return told | ({"required": True} if said.required else {})
