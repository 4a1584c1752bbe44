"""Declarations over HTTP: translate in, one domain call, translate out."""

from django.http import HttpResponse
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from declarations import clearance, reading
from declarations.account import Account
from declarations.api.answers import dry_run_of
from declarations.api.edge import (
    a_day,
    a_flag,
    a_limit,
    a_number,
    after_cursor,
    cursor_of,
    document_of,
    key_in_address,
    key_of,
    lodged_reply,
    matching,
    one_of,
    page_of,
    parameters,
    reply,
    tagged,
)
from declarations.api.operation import (
    A_DAY,
    CLOCK,
    CURSOR,
    DRY_RUN,
    KEY_UNLESS_DRY,
    LIMIT,
    header,
    operation,
    query,
)
from declarations.api.serializers import DryRun, Page
from declarations.api.translating import translation_in
from declarations.changes import Change
from declarations.clock import instant_of
from declarations.data import DeclarationData
from declarations.models import Form
from declarations.reading import Happening, Receipt, Summary, VersionSummary
from declarations.status import Status
from declarations.traders.authentication import declarant_of
from declarations.traders.permissions import HasScope, IsDeclarant
from declarations.wco import MEDIA_TYPE

MAY_READ: list[type[BasePermission]] = [IsDeclarant, HasScope("declarations:read")]
MAY_LODGE: list[type[BasePermission]] = [IsDeclarant, HasScope("declarations:lodge")]


class Declarations(APIView):
    """`/declarations`: lodge one, list one's own."""

    def get_permissions(self) -> list[BasePermission]:
        return [permission() for permission in (MAY_LODGE if self.request.method == "POST" else MAY_READ)]

    @operation(
        takes=DeclarationData,
        takes_media=(MEDIA_TYPE,),
        gives=Account,
        status=201,
        also={200: DryRun},
        parameters=(KEY_UNLESS_DRY, CLOCK, DRY_RUN),
    )
    def post(self, request: Request) -> HttpResponse:
        """Lodge a declaration; with `?dry_run=true` say what would come of it and keep nothing."""
        dry = parameters(request, dry_run=a_flag).get("dry_run", False)
        by, at = declarant_of(request), instant_of(request)
        key = None if dry else key_of(request)
        document = document_of(request)
        data = clearance.understand(document.value, by=by, at=at)
        if key is None:
            assessed = clearance.dry_run(data, by=by, at=at)
            return reply(dry_run_of(data, assessed, translated=translation_in(document)))
        correlation_id = request.META["CORRELATION_ID"]
        form = Form.WCO_XML if translation_in(document) else Form.DECLARATION
        message = clearance.Message(body=document.raw, key=key, data=data, correlation_id=correlation_id, form=form)
        lodged = clearance.lodge(message, by=by, at=at)
        return lodged_reply(lodged)

    @operation(
        gives=[Summary],
        parameters=(
            query("direction", "IMPORT or EXPORT."),
            query("status", "A status."),
            query("lodged_on", "A day, YYYY-MM-DD.", A_DAY),
            query("own_reference", "The declarant's own reference."),
            query("importer", "Code of the importer or exporter."),
            query("commodity", "Start of a commodity code, from 2 digits."),
            query("next_action_by", "SYSTEM, OFFICER or DECLARANT."),
            LIMIT,
            CURSOR,
        ),
    )
    def get(self, request: Request) -> HttpResponse:
        """A page of the organisation's declarations, newest first."""
        owner = declarant_of(request).trader_id
        asked = parameters(
            request,
            direction=one_of("IMPORT", "EXPORT"),
            status=one_of(*Status.values),
            lodged_on=a_day,
            own_reference=matching("[0-9A-Za-z_./-]{1,20}"),
            importer=matching("[0-9A-Z]{12,17}"),
            commodity=matching("[0-9]{2,9}[0-9A-Z]?"),
            next_action_by=one_of("SYSTEM", "OFFICER", "DECLARANT"),
            limit=a_limit,
            cursor=lambda text: after_cursor(text, owner=owner),
        )
        limit, after = asked.pop("limit", 50), asked.pop("cursor", None)
        found, more = reading.page(of=owner, filters=asked, after=after, limit=limit)
        return page_of(request, found, cursor=cursor_of(more, owner=owner))


class Declaration(APIView):
    """`/declarations/{number}`."""

    permission_classes = MAY_READ

    @operation(gives=Account, parameters=(header("If-None-Match", "An ETag: 304 where nothing changed."),))
    def get(self, request: Request, number: str) -> HttpResponse:
        """Where it stands: holds, duty, permit checks, item by item. ETag and If-None-Match."""
        parameters(request)
        found = reading.find(number, of=declarant_of(request).trader_id)
        return tagged(request, reading.account(found), seq=found.last_seq)


class Versions(APIView):
    """`/declarations/{number}/versions`."""

    permission_classes = MAY_READ

    @operation(gives=[VersionSummary])
    def get(self, request: Request, number: str) -> HttpResponse:
        """Every version."""
        parameters(request)
        found = reading.find(number, of=declarant_of(request).trader_id)
        return reply(Page(items=reading.versions(found)))


class Version(APIView):
    """`/declarations/{number}/versions/{version}`."""

    permission_classes = MAY_READ

    @operation(gives=DeclarationData)
    def get(self, request: Request, number: str, version: int) -> HttpResponse:
        """What a version said: the message as received."""
        parameters(request)
        found = reading.find(number, of=declarant_of(request).trader_id)
        return reply(reading.version_body(found, version).encode())


class Events(APIView):
    """`/declarations/{number}/events`."""

    permission_classes = MAY_READ

    @operation(gives=[Happening])
    def get(self, request: Request, number: str) -> HttpResponse:
        """The timeline: who did what, by kind, and the facts that are for the trader."""
        parameters(request)
        found = reading.find(number, of=declarant_of(request).trader_id)
        return reply(Page(items=reading.timeline_for_trader(found)))


class Changes(APIView):
    """`/declarations/{number}/versions/{version}/changes`."""

    permission_classes = MAY_READ

    @operation(gives=[Change], parameters=(query("since", "From which version; the one before where left out."),))
    def get(self, request: Request, number: str, version: int) -> HttpResponse:
        """What changed to this version, place by place."""
        asked = parameters(request, since=a_number)
        found = reading.find(number, of=declarant_of(request).trader_id)
        return reply(Page(items=reading.changes(found, since=asked.get("since", max(version - 1, 1)), to=version)))


class Receipts(APIView):
    """`/receipts/{key}`."""

    permission_classes = MAY_READ

    @operation(gives=Receipt)
    def get(self, request: Request, key: str) -> HttpResponse:
        """Was it filed? What came of the message that was sent under this Idempotency-Key."""
        parameters(request)
        return reply(reading.receipt(declarant_of(request).client, key_in_address(key)))
