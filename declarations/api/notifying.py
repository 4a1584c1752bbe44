"""The event feed, webhook endpoints and mail over HTTP."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from declarations.api.edge import a_limit, document_of, page_of, parameters, reply
from declarations.api.notices import (
    DeliveryAnswer,
    EndpointAnswer,
    EndpointList,
    EndpointMessage,
    EndpointWithSecret,
    Feed,
    MailMessage,
    NewSecret,
    PingAnswer,
    ReplayAnswer,
    ReplayMessage,
    delivery_answer,
    endpoint_answer,
    known_names,
)
from declarations.api.operation import CURSOR, LIMIT, operation, query
from declarations.contract import read
from declarations.cursors import opened, sealed
from declarations.errors import FormatError, NotAcceptable
from declarations.notifications import endpoints, feed, subscribing
from declarations.notifications.endpoints import Said
from declarations.notifications.feed import Place
from declarations.traders.authentication import declarant_of
from declarations.traders.permissions import HasScope, IsDeclarant

MAY_READ: list[type[BasePermission]] = [IsDeclarant, HasScope("declarations:read")]
MAY_MANAGE: list[type[BasePermission]] = [IsDeclarant, HasScope("webhooks:manage")]
_LOG_SALT = "notifications.log"
_BEGINNING = UUID(int=0)


class EventFeed(APIView):
    """`/events`."""

    permission_classes = MAY_READ
    chapter = "messages"

    @operation(
        gives=Feed,
        refuses=("410",),
        parameters=(
            query("after", "A cursor of ours: the `after` of the page before. Left out: from 90 days ago."),
            LIMIT,
        ),
    )
    def get(self, request: Request) -> HttpResponse:
        """What happened to the organisation's declarations, in one order that never skips; kept 90 days."""
        owner = declarant_of(request).trader_id
        asked = parameters(request, after=lambda text: feed.place_of(text, owner=owner), limit=a_limit)
        page = feed.page(of=owner, after=asked.get("after"), limit=asked.get("limit", 50))
        after = feed.cursor_of(page.place, owner=owner)
        headers = {}
        if page.more:
            following = request.GET.copy()
            following["after"] = after
            headers["Link"] = f'<{request.build_absolute_uri(f"{request.path}?{following.urlencode()}")}>; rel="next"'
        return reply(Feed(items=tuple(page.entries), after=after, more=page.more), headers=headers)


class WebhookEndpoints(APIView):
    """`/webhook-endpoints`."""

    permission_classes = MAY_MANAGE
    chapter = "messages"

    @operation(gives=EndpointList)
    def get(self, request: Request) -> HttpResponse:
        """The organisation's webhook endpoints, newest first; at most 20."""
        parameters(request)
        found = endpoints.of_organisation(declarant_of(request).trader_id)
        return reply(EndpointList(items=tuple(map(endpoint_answer, found))))

    @operation(takes=EndpointMessage, gives=EndpointWithSecret, status=201)
    def post(self, request: Request) -> HttpResponse:
        """Register an endpoint. The answer has its secret, this once."""
        parameters(request)
        said = _said(request)
        endpoint, secret = endpoints.register(said, by=declarant_of(request).trader_id, at=timezone.now())
        answer = EndpointWithSecret(endpoint=endpoint_answer(endpoint), secret=secret)
        return _secret(answer, status=201, headers={"Location": f"/api/v1/webhook-endpoints/{endpoint.id}"})


class WebhookEndpoint(APIView):
    """`/webhook-endpoints/{id}`."""

    permission_classes = MAY_MANAGE
    chapter = "messages"

    @operation(gives=EndpointAnswer)
    def get(self, request: Request, endpoint_id: UUID) -> HttpResponse:
        """One endpoint. Its secret is not told again."""
        parameters(request)
        return reply(endpoint_answer(endpoints.find(endpoint_id, of=declarant_of(request).trader_id)))

    @operation(takes=EndpointMessage, gives=EndpointAnswer)
    def put(self, request: Request, endpoint_id: UUID) -> HttpResponse:
        """Say it anew: what is left out is as for a new one. Enables a disabled one again."""
        parameters(request)
        by, said = declarant_of(request).trader_id, _said(request)
        return reply(endpoint_answer(endpoints.change(endpoint_id, said, by=by, at=timezone.now())))

    @operation(status=204)
    def delete(self, request: Request, endpoint_id: UUID) -> HttpResponse:
        """Delete it: nothing more is sent."""
        parameters(request)
        endpoints.delete(endpoint_id, by=declarant_of(request).trader_id, at=timezone.now())
        return HttpResponse(status=204)


class WebhookSecret(APIView):
    """`/webhook-endpoints/{id}/secret`."""

    permission_classes = MAY_MANAGE
    chapter = "messages"

    @operation(gives=NewSecret, status=201)
    def post(self, request: Request, endpoint_id: UUID) -> HttpResponse:
        """A new secret, told this once. The one before it signs beside it for 24 hours."""
        parameters(request)
        at = timezone.now()
        secret = endpoints.replace_secret(endpoint_id, by=declarant_of(request).trader_id, at=at)
        return _secret(NewSecret(secret=secret, both_sign_until=at + endpoints.BOTH_SIGN), status=201)


class WebhookPing(APIView):
    """`/webhook-endpoints/{id}/ping`."""

    permission_classes = MAY_MANAGE
    chapter = "messages"

    @operation(gives=PingAnswer, status=202)
    def post(self, request: Request, endpoint_id: UUID) -> HttpResponse:
        """Have a message sent that says nothing, once; the log of deliveries tells what came of it."""
        parameters(request)
        message_id = endpoints.ping(endpoint_id, by=declarant_of(request).trader_id, at=timezone.now())
        return reply(PingAnswer(message_id=f"msg_{message_id.hex}"), status=202)


class WebhookReplay(APIView):
    """`/webhook-endpoints/{id}/replay`."""

    permission_classes = MAY_MANAGE
    chapter = "messages"

    @operation(takes=ReplayMessage, gives=ReplayAnswer, status=202, refuses=("410",))
    def post(self, request: Request, endpoint_id: UUID) -> HttpResponse:
        """Send again what happened since an instant, or after a cursor of the feed; at most 1,000 events at once."""
        parameters(request)
        owner = declarant_of(request).trader_id
        after = _place(read(document_of(request).value, ReplayMessage), owner=owner)
        again = endpoints.replay(endpoint_id, after=after, by=owner)
        more = feed.cursor_of(again.more_after, owner=owner) if again.more_after else None
        return reply(ReplayAnswer(messages=again.messages, more_after=more), status=202)


class WebhookDeliveries(APIView):
    """`/webhook-endpoints/{id}/deliveries`."""

    permission_classes = MAY_MANAGE
    chapter = "messages"

    @operation(gives=[DeliveryAnswer], parameters=(LIMIT, CURSOR))
    def get(self, request: Request, endpoint_id: UUID) -> HttpResponse:
        """The log: each message with every try, newest first."""
        asked = parameters(request, limit=a_limit, cursor=lambda text: _before(text, endpoint_id=endpoint_id))
        owner = declarant_of(request).trader_id
        found, more = endpoints.log(endpoint_id, of=owner, before=asked.get("cursor"), limit=asked.get("limit", 50))
        cursor = sealed([more], owner=endpoint_id.hex, salt=_LOG_SALT) if more else None
        return page_of(request, [delivery_answer(each) for each in found], cursor=cursor)


class Mail(APIView):
    """`/mail-subscription`."""

    permission_classes = [IsDeclarant]
    chapter = "messages"

    @operation(gives=MailMessage)
    def get(self, request: Request) -> HttpResponse:
        """The events of which the person who asks is told by mail."""
        parameters(request)
        return reply(MailMessage(event_names=subscribing.mailed(to=declarant_of(request))))

    @operation(takes=MailMessage, gives=MailMessage)
    def put(self, request: Request) -> HttpResponse:
        """Be told of these events by mail; of none where the list is empty, of the usual ones where it is left out."""
        parameters(request)
        asked: MailMessage = read(document_of(request).value, MailMessage)
        names = subscribing.TOLD_BY_MAIL if asked.event_names is None else known_names(asked.event_names)
        return reply(MailMessage(event_names=subscribing.subscribe(names, by=declarant_of(request))))


def _said(request: Request) -> Said:
    message: EndpointMessage = read(document_of(request).value, EndpointMessage)
    return Said(
        url=message.url,
        description=message.description or "",
        event_names=known_names(message.event_names),
        enabled=message.enabled,
    )


def _secret(answer: object, *, status: int, headers: dict[str, str] | None = None) -> HttpResponse:
    """An answer that no cache may keep."""
    return reply(answer, status=status, headers={"Cache-Control": "no-store", **(headers or {})})


def _place(message: ReplayMessage, *, owner: UUID) -> Place:
    """From where to replay: exactly one of the two is said."""
    if (message.since is None) == (message.after is None):
        raise NotAcceptable((FormatError(pointer="/since", code="required"),))
    if message.after is not None:
        try:
            return feed.not_expired(feed.place_of(message.after, owner=owner), at=timezone.now())
        except ValueError:
            raise NotAcceptable((FormatError(pointer="/after", code="invalid-cursor"),)) from None
    since: datetime = message.since  # type: ignore[assignment]  # one of the two is said
    return feed.not_expired(Place(transaction=0, declaration_id=_BEGINNING, seq=0, at=since), at=timezone.now())


def _before(cursor: str, *, endpoint_id: UUID) -> int:
    return int(opened(cursor, owner=endpoint_id.hex, salt=_LOG_SALT)[0])
