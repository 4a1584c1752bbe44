"""`/drafts`: register a declaration in the making, change it freely, look at it on demand, lodge it."""

import json
from datetime import datetime
from typing import Annotated, Any

import msgspec
from django.http import HttpResponse
from django.utils import timezone
from msgspec import Struct
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from declarations import clearance, models, reading
from declarations.account import Account
from declarations.api.answers import dry_run_of
from declarations.api.edge import (
    a_flag,
    a_limit,
    after_cursor,
    cursor_of,
    document_of,
    key_of,
    lodged_reply,
    matching,
    one_of,
    page_of,
    parameters,
    precondition_of,
    reply,
)
from declarations.api.operation import CLOCK, CURSOR, KEY, LIMIT, header, operation, query
from declarations.api.schema import ProblemError
from declarations.api.serializers import DryRun
from declarations.api.views import MAY_LODGE, MAY_READ
from declarations.clock import instant_of
from declarations.contract import read
from declarations.data.words import about, code
from declarations.errors import NotAcceptable
from declarations.traders.authentication import declarant_of

IF_MATCH = header("If-Match", "The ETag of the draft that you change.", required=True)
AnyObject = dict[str, Any]


class CopyMessage(Struct, frozen=True, forbid_unknown_fields=True):
    """Make the draft from an earlier declaration; its own reference is left out."""

    copy_of: Annotated[str, code("[0-9A-Z]{11}"), about("Number of that declaration.", example="8Z5K0Q3M7T1")]


class DraftLine(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One line of a list of drafts. `state` is OPEN until it is sent, LODGED then; after `keep_until` it is deleted.

    `amends` is the declaration that a draft amends: people begin such a draft on their pages, with what stands, and
    send it there. It keeps the direction and the own reference. A program may change it, or send what it says to the
    amendments of that declaration; it is never lodged.
    """

    number: str
    state: str
    direction: str
    own_reference: str
    created_at: datetime
    changed_at: datetime
    keep_until: datetime
    declaration: str = ""
    amends: str = ""


class DraftCheck(Struct, frozen=True, omit_defaults=True):
    """What stands in the way of lodging it: every format error; where there is none, what would come of it now."""

    is_complete: bool
    errors: tuple[ProblemError, ...] = ()
    dry_run: DryRun | None = None


class DraftAccount(DraftLine, frozen=True, omit_defaults=True, kw_only=True):
    """A draft: where it stands and what it says, as it was sent."""

    body: msgspec.Raw
    validation: DraftCheck | None = None


class Drafts(APIView):
    """`/drafts`."""

    chapter = "drafts"

    def get_permissions(self) -> list[BasePermission]:
        return [permission() for permission in (MAY_LODGE if self.request.method == "POST" else MAY_READ)]

    @operation(takes=AnyObject, gives=DraftAccount, status=201)
    def post(self, request: Request) -> HttpResponse:
        """Register a draft: any JSON object, complete or not; or `{"copy_of": "<number>"}` of a declaration."""
        parameters(request)
        document, by, at = document_of(request), declarant_of(request), timezone.now()
        if "copy_of" in document.value:
            asked: CopyMessage = read(document.value, CopyMessage)
            draft = clearance.copy_to_draft(asked.copy_of, by=by, at=at)
        else:
            draft = clearance.register(document.raw, document.value, by=by, at=at)
        return _told(draft, status=201, headers={"Location": f"/api/v1/drafts/{draft.number}"})

    @operation(
        gives=[DraftLine],
        parameters=(
            query("own_reference", "The declarant's own reference."),
            query("direction", "IMPORT or EXPORT."),
            LIMIT,
            CURSOR,
        ),
    )
    def get(self, request: Request) -> HttpResponse:
        """A page of the organisation's drafts, newest first."""
        by = declarant_of(request)
        asked = parameters(
            request,
            own_reference=matching("[0-9A-Za-z_./-]{1,20}"),
            direction=one_of("IMPORT", "EXPORT"),
            limit=a_limit,
            cursor=lambda text: after_cursor(text, owner=by.trader_id),
        )
        limit, after = asked.pop("limit", 50), asked.pop("cursor", None)
        found, more = clearance.page_of_drafts(by=by, filters=asked, after=after, limit=limit)

        cursor = cursor_of(more, owner=by.trader_id)
        return page_of(request, [DraftLine(**_line(draft)) for draft in found], cursor=cursor)


class Draft(APIView):
    """`/drafts/{number}`."""

    chapter = "drafts"

    def get_permissions(self) -> list[BasePermission]:
        return [permission() for permission in (MAY_READ if self.request.method == "GET" else MAY_LODGE)]

    @operation(
        gives=DraftAccount,
        parameters=(
            query("validate", "`true`: every format error; where there is none, every finding, duty and requirement."),
            CLOCK,
        ),
    )
    def get(self, request: Request, number: str) -> HttpResponse:
        """What it says and where it stands; with `?validate=true` also what would come of lodging it."""
        asked = parameters(request, validate=a_flag)
        draft = clearance.find_draft(number, by=declarant_of(request))
        check = self._check(request, draft) if asked.get("validate") else None
        return _told(draft, check=check)

    @operation(takes=AnyObject, gives=DraftAccount, parameters=(IF_MATCH,))
    def put(self, request: Request, number: str) -> HttpResponse:
        """Put another body in its place."""
        parameters(request)
        by, expected, document = declarant_of(request), precondition_of(request), document_of(request)
        changed = clearance.revise_draft(
            number, document.raw, document.value, expected=expected, by=by, at=timezone.now()
        )
        return _told(changed)

    @operation(status=204, parameters=(IF_MATCH,))
    def delete(self, request: Request, number: str) -> HttpResponse:
        """Delete it."""
        parameters(request)
        clearance.discard_draft(number, expected=precondition_of(request), by=declarant_of(request))
        return HttpResponse(status=204)

    def _check(self, request: Request, draft: models.Draft) -> DraftCheck:
        by, at = declarant_of(request), instant_of(request)
        amended = reading.find(draft.amends, of=by.trader_id) if draft.amends else None
        try:
            judged_at = amended.lodged_at if amended else at
            data = clearance.understand(json.loads(draft.body), by=by, at=at, judged_at=judged_at)
        except NotAcceptable as refused:
            told = self.get_exception_handler()(refused, self.get_exception_handler_context())
            return DraftCheck(is_complete=False, errors=msgspec.convert(told.data["errors"], tuple[ProblemError, ...]))
        if amended:
            assessed = clearance.dry_run_amendment(amended, data, by=by, at=at)
        else:
            assessed = clearance.dry_run(data, by=by, at=at)
        return DraftCheck(is_complete=True, dry_run=dry_run_of(data, assessed))


class DraftLodging(APIView):
    """`/drafts/{number}/lodge`."""

    chapter = "drafts"
    permission_classes = MAY_LODGE

    @operation(gives=Account, status=201, parameters=(KEY, CLOCK))
    def post(self, request: Request, number: str) -> HttpResponse:
        """Lodge what it says under its number, unless it amends a declaration. It is only read from then on."""
        parameters(request)
        by, at, key = declarant_of(request), instant_of(request), key_of(request)
        trace = request.META["CORRELATION_ID"]
        lodged = clearance.lodge_draft(number, key=key, by=by, at=at, correlation_id=trace)
        return lodged_reply(lodged)


def _told(
    draft: models.Draft, *, check: DraftCheck | None = None, status: int = 200, headers: dict[str, str] | None = None
) -> HttpResponse:
    account = DraftAccount(**_line(draft), body=msgspec.Raw(draft.body.encode()), validation=check)
    return reply(account, status=status, headers={"ETag": draft.etag, **(headers or {})})


def _line(draft: models.Draft) -> dict[str, Any]:
    return {
        "number": draft.number,
        "state": "LODGED" if draft.lodged_as else "OPEN",
        "direction": draft.direction,
        "own_reference": draft.own_reference,
        "created_at": draft.created_at,
        "changed_at": draft.changed_at,
        "keep_until": draft.keep_until,
        "declaration": f"/api/v1/declarations/{draft.lodged_as}" if draft.lodged_as else "",
        "amends": f"/api/v1/declarations/{draft.amends}" if draft.amends else "",
    }
