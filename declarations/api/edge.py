"""What every route does at its edge: the key, the clock, the query parameters, the cursor, the answer's bytes."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any, Protocol, cast
from uuid import UUID

import msgspec
from django.conf import settings
from django.core import signing
from django.http import HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from declarations import wco
from declarations.errors import BadMessage

MOST_A_PAGE = 200
_KEY = re.compile(r"[\x21-\x7e]{1,64}")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CURSOR_SALT = "declarations.page"


class Document(Protocol):
    """A message that passed the parser of its format: its bytes and its value, a JSON object."""

    raw: bytes
    value: dict[str, Any]


def document_of(request: Request) -> Document:
    """The body of the request. DRF makes nothing of an empty one: it is no JSON, and no XML."""
    document: Any = request.data
    if isinstance(document, dict):
        raise BadMessage("malformed-xml" if request.content_type.startswith(wco.MEDIA_TYPE) else "malformed-json")
    return cast(Document, document)


def key_of(request: Request) -> str:
    """The Idempotency-Key header: required, 1 to 64 printable ASCII characters."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        raise BadMessage("idempotency-key-required")
    if not _KEY.fullmatch(key):
        raise BadMessage("idempotency-key-invalid")
    return key


def instant_of(request: Request) -> datetime:
    """Now; in the sandbox, the instant that the header Sandbox-Clock sets, so that the past can be tried.

    Elsewhere the header is refused: a client that believed in it would be wrong about the law of its declaration.
    """
    said = request.headers.get("Sandbox-Clock")
    if said is None:
        return timezone.now()
    if not settings.SANDBOX:
        raise BadMessage("sandbox-only")
    if not _INSTANT.fullmatch(said):
        raise BadMessage("invalid-clock")
    try:
        return datetime.fromisoformat(said).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadMessage("invalid-clock") from None


def parameters(request: Request, **known: Callable[[str], Any]) -> dict[str, Any]:
    """The query parameters, each read by its reader. Unknown ones, repeated ones and bad values are refused."""
    found = {}
    for name in request.GET:
        if name not in known:
            raise BadMessage("unknown-parameter", parameter=name[:64].encode("ascii", "replace").decode())
        values = request.GET.getlist(name)
        try:
            if len(values) > 1 or "\x00" in values[0]:
                raise ValueError(name)
            found[name] = known[name](values[0])
        except ValueError:
            code = "invalid-cursor" if name in {"limit", "cursor"} else "invalid-parameter"
            raise BadMessage(code, parameter=name) from None
    return found


def a_day(text: str) -> date:
    """A day written YYYY-MM-DD."""
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def a_flag(text: str) -> bool:
    """`true` or `false`."""
    return {"true": True, "false": False}[text] if text in {"true", "false"} else _refuse(text)


def a_limit(text: str) -> int:
    """1 to 200."""
    return int(text) if re.fullmatch(r"[1-9][0-9]{0,2}", text) and int(text) <= MOST_A_PAGE else _refuse(text)


def one_of(*words: str) -> Callable[[str], str]:
    """A reader for one of these words."""
    return lambda text: text if text in words else _refuse(text)


def matching(pattern: str) -> Callable[[str], str]:
    """A reader for text of this pattern."""
    return lambda text: text if re.fullmatch(pattern, text) else _refuse(text)


def _refuse(text: str) -> Any:
    raise ValueError(text)


def cursor_of(last: UUID, *, owner: UUID) -> str:
    """An opaque, signed cursor that belongs to one organisation."""
    return signing.dumps([last.hex, owner.hex], salt=_CURSOR_SALT)


def after_cursor(cursor: str, *, owner: UUID) -> UUID:
    """Where a cursor of ours points. Raises ValueError for a forged one or another organisation's."""
    try:
        last, of = signing.loads(cursor, salt=_CURSOR_SALT)
    except signing.BadSignature:
        raise ValueError(cursor) from None
    if of != owner.hex:
        raise ValueError(cursor)
    return UUID(last)


def reply(value: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """A value as a JSON response; bytes go out as they are."""
    body = value if isinstance(value, bytes) else msgspec.json.encode(value, enc_hook=str)
    return HttpResponse(body, status=status, content_type="application/json", headers=dict(headers or {}))


def tagged(request: Request, value: Any) -> HttpResponse:
    """A reply with an ETag over its bytes; 304 where the caller has them already."""
    body = msgspec.json.encode(value, enc_hook=str)
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    if etag in {tag.strip().removeprefix("W/") for tag in request.headers.get("If-None-Match", "").split(",")}:
        return HttpResponse(status=304, headers={"ETag": etag})
    return reply(body, headers={"ETag": etag, "Cache-Control": "private, no-cache"})
