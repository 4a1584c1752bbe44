"""The OpenAPI 3.1 document: routes from the views, messages from the one definition of each.

drf-spectacular finds the routes, their words and who may call them; the shapes come from msgspec, so that the
document cannot say anything else than what the parser takes.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from drf_spectacular.openapi import AutoSchema

from declarations.api.operation import Operation, Parameter
from declarations.api.shapes import REFERENCE, Shapes

_EXAMPLE = json.loads((Path(__file__).parent / "first-declaration.json").read_bytes())


class ContractSchema(AutoSchema):
    """Routes, words and rights from the view; no serializers to guess, a plain name for each operation."""

    def get_operation_id(self) -> str:
        """Such as `post_duty_estimates`: generated clients name their functions so."""
        view = re.sub("(?<!^)(?=[A-Z])", "_", type(self.view).__name__)
        return f"{self.method}_{view}".lower()

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
    """A refusal (RFC 9457). `type` ends in a stable code; `errors` holds all of them at once.

    `existing` is the address of the declaration that was first, `allowed` what its state allows, `parameter` the query
    parameter that is wrong.
    """

    type: str
    title: str
    status: int
    detail: str
    instance: str
    correlation_id: str
    errors: tuple[ProblemError, ...] = ()
    existing: str = ""
    allowed: tuple[str, ...] = ()
    parameter: str = ""


def add_contract(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """drf-spectacular's hook: put the messages of every operation into the document."""
    operations = {
        (path, method.lower()): _operation_of(view, method)
        for path, _, method, view in generator.endpoints
        if path in result["paths"]
    }
    shapes = Shapes(list(dict.fromkeys([*(form for each in operations.values() for form in each.forms), Problem])))
    for (path, method), said in operations.items():
        told = result["paths"][path][method]
        if said.takes is not None or said.takes_media:
            told["requestBody"] = {"required": True, "content": _taken(said, shapes)}
        told["responses"] = {**_successes(said, shapes), **_refusals(method, said)}
        in_path = [parameter for parameter in told.get("parameters", []) if parameter["in"] == "path"]
        told["parameters"] = in_path + [_parameter(each) for each in said.parameters]
    result["components"]["schemas"] = dict(sorted(shapes.components.items()))
    result["components"]["schemas"]["ImportDeclaration"]["example"] = _EXAMPLE
    return result


def _operation_of(view: Any, method: str) -> Operation:
    said = getattr(getattr(view.cls, method.lower()), "operation", None)
    if said is None:
        raise LookupError(f"{view.cls.__name__}.{method.lower()} does not say what it takes and gives")
    return said


def _taken(said: Operation, shapes: Shapes) -> dict[str, Any]:
    content = _json(shapes.of(said.takes)) if said.takes is not None else {}
    return content | {media: {"schema": {"type": "string", "format": "binary"}} for media in said.takes_media}


def _successes(said: Operation, shapes: Shapes) -> dict[str, Any]:
    given = {said.status: said.gives, **said.also}
    told = {str(status): _response("Done.", shapes.of(form)) for status, form in given.items() if form}
    if said.gives_media:
        shape = {"type": "string", "format": "binary"}
        told[str(said.status)] = {"description": "Done.", "content": _json(shape, said.gives_media)}
    told = told or {str(said.status): {"description": "Done; nothing to tell."}}
    if headers := _headers(said):
        told[str(said.status)]["headers"] = headers
    if _takes(said, "If-None-Match"):
        told["304"] = {"description": "Nothing changed."}
    return told


def _headers(said: Operation) -> dict[str, Any]:
    """The headers of an answer, as they follow from what the route takes and gives."""
    told: dict[str, str] = {}
    if said.status == 201:
        told["Location"] = "Where it is kept."
    if _takes(said, "Idempotency-Key"):
        told["Idempotency-Replayed"] = "`true` where this is the first answer again."
    if _takes(said, "If-None-Match"):
        told["ETag"] = "The state of the answer, for If-None-Match."
    if isinstance(said.gives, list) and _takes(said, "cursor"):
        told["Link"] = 'The page after it, rel="next" (RFC 8288).'
    return {name: {"description": about, "schema": {"type": "string"}} for name, about in told.items()}


def _takes(said: Operation, name: str) -> bool:
    return any(parameter.name == name for parameter in said.parameters)


def _json(shape: dict[str, Any], media_type: str = "application/json") -> dict[str, Any]:
    return {media_type: {"schema": shape}}


def _response(description: str, shape: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": _json(shape)}


def _refusals(method: str, said: Operation) -> dict[str, Any]:
    problem = _json({"$ref": REFERENCE.format(name="Problem")}, "application/problem+json")
    statuses = ("400", "401", "403", "404", "406", "429", "503")
    changing = ("409", "412", "413", "415", "422", "428") if method != "get" else ()
    uploads = ("411",) if said.takes_media else ()
    told = sorted((*statuses, *changing, *uploads, *said.refuses))
    return {status: {"description": "Refused.", "content": problem} for status in told}


def _parameter(said: Parameter) -> dict[str, Any]:
    shape: Mapping[str, Any] = said.shape or {"type": "string"}
    told = {"name": said.name, "in": said.place, "description": said.description, "schema": shape}
    return told | ({"required": True} if said.required else {})
