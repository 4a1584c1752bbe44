"""What every route does at its edge: the key, the clock, the query parameters, the cursor, the answer's bytes."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from typing import Any, Protocol, cast
from uuid import UUID

import msgspec
from django.http import HttpResponse, QueryDict
from msgspec.structs import replace
from rest_framework.request import Request

from declarations import wco
from declarations.api.serializers import Page
from declarations.clearance import Lodged
from declarations.cursors import opened, sealed
from declarations.errors import BadMessage, NotAcceptable, Refused, Stale, UnknownDeclaration

MOST_A_PAGE = 200
_KEY = re.compile(r"[\x21-\x7e]{1,64}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TAG = re.compile(r'(W/)?"[\x21\x23-\x7e]{1,64}"')
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


def key_in_address(key: str) -> str:
    """The key of a receipt that is looked for. Raises UnknownDeclaration where it is none: nothing was filed so."""
    if not _KEY.fullmatch(key):
        raise UnknownDeclaration()
    return key


def precondition_of(request: Request) -> str:
    """The If-Match header of a change: the one strong ETag that it names, with its quotes (RFC 9110, 13.1.1).

    `*` would overwrite what the caller has not seen, so it is no answer here; a weak tag never matches. A stale one is
    refused by whoever holds the lock: `declarations.errors.Stale`.
    """
    said = request.headers.get("If-Match")
    if said is None:
        raise BadMessage("precondition-required", status=428)
    found = _TAG.fullmatch(said.strip())
    if not found:
        raise BadMessage("precondition-invalid")
    if found[1]:
        raise Stale()
    return found[0]


def parameters(request: Request, **known: Callable[[str], Any]) -> dict[str, Any]:
    """The query parameters, each read by its reader. Unknown ones, repeated ones and bad values are refused."""
    return fields(request.GET, **known)


def fields(told: QueryDict, **known: Callable[[str], Any]) -> dict[str, Any]:
    """The same for the fields of a form."""
    found = {}
    for name in told:
        if name not in known:
            raise BadMessage("unknown-parameter", parameter=name[:64].encode("ascii", "replace").decode())
        values = told.getlist(name)
        try:
            if len(values) > 1 or "\x00" in values[0]:
                raise ValueError(name)
            found[name] = known[name](values[0])
        except ValueError:
            code = "invalid-cursor" if name in {"limit", "cursor", "after"} else "invalid-parameter"
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


def a_number(text: str) -> int:
    """A whole number from 1."""
    return int(text) if re.fullmatch(r"[1-9][0-9]{0,4}", text) else _refuse(text)


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


def cursor_of(last: UUID | None, *, owner: UUID) -> str | None:
    """An opaque, signed cursor that belongs to one organisation; None where nothing follows."""
    return None if last is None else sealed([last.hex], owner=owner.hex, salt=_CURSOR_SALT)


def after_cursor(cursor: str, *, owner: UUID) -> UUID:
    """Where a cursor of ours points. Raises ValueError for a forged one or another organisation's."""
    return UUID(opened(cursor, owner=owner.hex, salt=_CURSOR_SALT)[0])


def reply(value: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """A value as a JSON response; bytes go out as they are."""
    body = value if isinstance(value, bytes) else msgspec.json.encode(value, enc_hook=str)
    return HttpResponse(body, status=status, content_type="application/json", headers=dict(headers or {}))


def page_of(request: Request, items: Sequence[Any], *, cursor: str | None) -> HttpResponse:
    """A page of a list; where more follows its cursor, the address of the page after it, in the body and in Link."""
    if cursor is None:
        return reply(Page(items=items))
    query = request.GET.copy()
    query["cursor"] = cursor
    following = request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
    return reply(Page(items=items, next=following), headers={"Link": f'<{following}>; rel="next"'})


def lodged_reply(lodged: Lodged, *, at: str = "declarations") -> HttpResponse:
    """The answer to what was filed: byte for byte as it is kept, where it is from now on, and whether it is the first
    answer again."""
    replayed = {"Idempotency-Replayed": "true"} if lodged.replayed else {}
    return reply(lodged.reply, status=201, headers={"Location": f"/api/v1/{at}/{lodged.number}", **replayed})


def tagged(request: Request, value: Any, *, seq: int | None = None) -> HttpResponse:
    """A reply with an ETag over its bytes; 304 where the caller has them already.

    `seq` of the declaration's last event leads the tag: a change is compared by it alone (`seen_by`), since what the
    agencies answer meanwhile changes the account and not the declaration.
    """
    body = msgspec.json.encode(value, enc_hook=str)
    digest = sha256(body).hexdigest()[:32]
    etag = f'"{digest}"' if seq is None else f'"{seq}-{digest}"'
    if etag in {tag.strip().removeprefix("W/") for tag in request.headers.get("If-None-Match", "").split(",")}:
        return HttpResponse(status=304, headers={"ETag": etag})
    return reply(body, headers={"ETag": etag})


def seen_by(request: Request) -> int:
    """The seq of the last event that the caller of a change has seen, from its If-Match."""
    seq = precondition_of(request).strip('"').partition("-")[0]
    if not re.fullmatch("[0-9]{1,9}", seq):
        raise Stale()  # a tag that is none of ours
    return int(seq)


def seen_if_told(request: Request) -> int | None:
    """The same for an act that does not need it: None where no If-Match is sent."""
    return seen_by(request) if "If-Match" in request.headers else None


@contextmanager
def inside(pointer: str) -> Iterator[None]:
    """What is refused of a part of a message points into the whole message."""
    try:
        yield
    except NotAcceptable as refused:
        raise NotAcceptable(
            tuple(replace(error, pointer=pointer + error.pointer) for error in refused.errors)
        ) from None
    except Refused as refused:
        findings = tuple(replace(finding, pointer=pointer + finding.pointer) for finding in refused.findings)
        raise Refused(findings, replayed=refused.replayed) from None
