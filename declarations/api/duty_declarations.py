"""AEO importers: goods are released on nineteen items, and their duty is declared by the end of the month after."""

from typing import Annotated

from django.http import HttpResponse
from msgspec import Meta, Struct
from rest_framework.request import Request
from rest_framework.views import APIView

from declarations import clearance, reading
from declarations.account import Account
from declarations.api.edge import a_day, a_limit, document_of, key_of, lodged_reply, parameters, reply
from declarations.api.operation import CLOCK, KEY, LIMIT, operation, query
from declarations.api.serializers import Page
from declarations.api.views import MAY_LODGE, MAY_READ
from declarations.clearance.assessing import declared_day
from declarations.clock import instant_of
from declarations.contract import read
from declarations.data.aeo_release import AeoRelease
from declarations.data.words import Reference, about, code
from declarations.models import Form
from declarations.reading import DutyDeclarationAccount, DutyDue
from declarations.traders.authentication import declarant_of


class DutyDeclarationMessage(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The duty on one release, or on the releases of a month: what they say is declared as it stands."""

    own_reference: Annotated[Reference, about("The declarant's own reference.", example="DUTY-2026-07")]
    releases: Annotated[
        tuple[Annotated[str, code("[0-9A-Z]{11}")], ...],
        Meta(min_length=1, max_length=1000),
        about("Declaration numbers of the releases.", example=["9R3K7M2QX1A"]),
    ]


class ReleaseDeclarations(APIView):
    """`/release-declarations`."""

    permission_classes = MAY_LODGE

    @operation(takes=AeoRelease, gives=Account, status=201, parameters=(KEY, CLOCK))
    def post(self, request: Request) -> HttpResponse:
        """Have goods released on nineteen items; the duty is declared later."""
        parameters(request)
        by, at, key, document = declarant_of(request), instant_of(request), key_of(request), document_of(request)
        said: AeoRelease = read(document.value, AeoRelease)
        message = clearance.Message(
            body=document.raw,
            key=key,
            data=said.full(),
            correlation_id=request.META["CORRELATION_ID"],
            form=Form.AEO_RELEASE,
        )
        lodged = clearance.lodge(message, by=by, at=at)
        return lodged_reply(lodged)


class DutyDeclarations(APIView):
    """`/duty-declarations`."""

    permission_classes = MAY_LODGE

    @operation(takes=DutyDeclarationMessage, gives=DutyDeclarationAccount, status=201, parameters=(KEY, CLOCK))
    def post(self, request: Request) -> HttpResponse:
        """Declare the duty on releases of one importer and one month."""
        parameters(request)
        by, at, key, document = declarant_of(request), instant_of(request), key_of(request), document_of(request)
        said: DutyDeclarationMessage = read(document.value, DutyDeclarationMessage)
        message = clearance.DutyMessage(
            body=document.raw, key=key, own_reference=said.own_reference, releases=tuple(dict.fromkeys(said.releases))
        )
        declared = clearance.declare_duty(message, by=by, at=at)
        return lodged_reply(declared, at="duty-declarations")


class DutyDeclaration(APIView):
    """`/duty-declarations/{number}`."""

    permission_classes = MAY_READ

    @operation(gives=DutyDeclarationAccount)
    def get(self, request: Request, number: str) -> HttpResponse:
        """What a duty declaration declared."""
        parameters(request)
        return reply(reading.duty_declaration(number, of=declarant_of(request).trader_id))


class DutiesDue(APIView):
    """`/duty-declarations/due`."""

    permission_classes = MAY_READ

    @operation(gives=[DutyDue], parameters=(query("on", "As at which day; today where left out."), LIMIT))
    def get(self, request: Request) -> HttpResponse:
        """The releases whose duty is still to be declared, the most urgent first."""
        asked = parameters(request, on=a_day, limit=a_limit)
        on = asked.get("on") or declared_day(instant_of(request))
        owner = declarant_of(request).trader_id
        return reply(Page(items=reading.duties_due(of=owner, on=on, limit=asked.get("limit", 50))))
