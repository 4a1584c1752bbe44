"""A row of the catalogue of bad input, as data: what is sent, by whom, and the exact answer to it.

Names in braces in a path or a header are facts of the scene, which `given` brings about before the store is looked at.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from tests.bad_input.scene import Scene
from tests.doors import CLOCK
from tests.forms import changed, import_form

FORM = import_form()
NAME, CODE, AMOUNT = "/importer/name", "/goods_items/0/commodity_code", "/invoice/amount"
COUNT, ARRIVAL = "/packages/count", "/transport/arrival_on"
PROBLEM = "application/problem+json"


class Case(Struct, frozen=True, kw_only=True):
    """One request and its answer. The identity begins with the number of its row in the catalogue."""

    id: str
    status: int
    type: str = ""
    """Slug of the problem's type; empty where the answer is none, such as a page or a 201."""
    errors: tuple[tuple[str, str], ...] | None = None
    """Pointer and code of each, all of them; None where the problem has no such member."""
    facts: Mapping[str, Any] = {}
    """Further members that the problem has."""
    told: Mapping[str, str] = {}
    """Header fields of the answer, or the beginnings of their values."""
    shows: tuple[str, ...] = ()
    """Texts that the answer has in it."""
    hides: tuple[str, ...] = ()
    """Texts that it has not."""
    kept: int = 0
    """Refused submissions that are kept of it."""
    writes: bool = False
    """It is no refusal: the store may change."""
    method: str = "POST"
    path: str = "/api/v1/declarations"
    body: bytes | Callable[[Scene], bytes] = b""
    media_type: str = "application/json"
    headers: Mapping[str, str] = {}
    environ: Mapping[str, Any] = {}
    """What a server tells of the connection, as WSGI has it."""
    by: str = "broker"
    given: Callable[[Scene], None] | None = None

    @property
    def row(self) -> int:
        """Its row of the catalogue."""
        return int(self.id.split()[0])


def lodging(id: str, body: Any, status: int, type: str = "", **more: Any) -> Case:
    """A declaration is lodged; `body` is the message, or its bytes."""
    raw = body if isinstance(body, bytes) or callable(body) else json.dumps(body).encode()
    headers = {"Idempotency-Key": "bad-input", "Sandbox-Clock": CLOCK, **more.pop("headers", {})}
    return Case(id=id, body=raw, status=status, type=type, headers=headers, **more)


def wrong(id: str, body: Any, pointer: str, code: str, **more: Any) -> Case:
    """One place of the message has the wrong format."""
    return lodging(id, body, 422, code, errors=((pointer, code),), **more)


def against_the_rules(id: str, body: Any, *errors: tuple[str, str], **more: Any) -> Case:
    """The rules say no, and the submission is kept."""
    return lodging(id, body, 422, "declaration-refused", errors=errors, kept=1, **more)


def asking(id: str, path: str, status: int, type: str = "", **more: Any) -> Case:
    """A GET below /api/v1."""
    return Case(id=id, method="GET", path=f"/api/v1{path}", status=status, type=type, **more)


def posting(id: str, path: str, body: Any, status: int, type: str = "", **more: Any) -> Case:
    """A POST below /api/v1."""
    raw = body if isinstance(body, bytes) or callable(body) else json.dumps(body).encode()
    return Case(id=id, path=f"/api/v1{path}", body=raw, status=status, type=type, **more)


def raw(pointer: str, value: Any) -> bytes:
    """The form with one value changed, as bytes."""
    return json.dumps(changed(FORM, pointer, value)).encode()


def spelled(pointer: str, literal: str) -> bytes:
    """The form with one value written as this very JSON text."""
    return raw(pointer, "@HERE@").replace(b'"@HERE@"', literal.encode())
