"""The messages of the feed, of webhooks and of mail, in and out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from declarations.data.words import about, code, text
from declarations.errors import FormatError, NotAcceptable
from declarations.models.history import EventName
from declarations.notifications.feed import FeedEntry
from declarations.notifications.models import Delivery, WebhookEndpoint

_EventName = Annotated[str, code("[A-Z_]{1,40}"), about("Name of an event.", example="RELEASED")]
_Instant = Annotated[datetime, Meta(tz=True), about("An instant with its zone.", example="2026-07-09T10:00:00+09:00")]


class _In(Struct, frozen=True, forbid_unknown_fields=True):
    """A message in: named fields only."""


class EndpointMessage(_In, frozen=True, kw_only=True):
    """Where an organisation wants to be told, and of what."""

    url: Annotated[str, text(2000), about("https on port 443, by name.", example="https://hooks.example.com/customs")]
    description: Annotated[str, text(200), about("Your own words.", example="Production")] | None = None
    event_names: Annotated[
        tuple[_EventName, ...],
        Meta(max_length=50),
        about("Only these events; all where left out.", example=["RELEASED"]),
    ] = ()
    enabled: Annotated[bool, about("Whether messages are sent.", example=True)] = True


class ReplayMessage(_In, frozen=True, kw_only=True):
    """From where to send again: an instant or a cursor of the feed, exactly one."""

    since: _Instant | None = None
    after: Annotated[str, text(500), about("A cursor of the feed.", example="WzEs...")] | None = None


class MailMessage(_In, frozen=True, omit_defaults=True):
    """The events of which a person is told by mail."""

    event_names: (
        Annotated[tuple[_EventName, ...], Meta(max_length=50), about("Events.", example=["RELEASED", "REFUSED"])] | None
    ) = None


class Feed(Struct, frozen=True):
    """A page of the feed. `after` asks for what comes after it, now or later; `more`: there is more already."""

    items: tuple[FeedEntry, ...]
    after: str
    more: bool


class EndpointAnswer(Struct, frozen=True, omit_defaults=True):
    """An endpoint as it stands. `event_names` is empty where it is told of every event."""

    id: str
    url: str
    description: str
    event_names: tuple[str, ...]
    enabled: bool
    created_at: datetime
    disabled_at: datetime | None = None
    disabled_because: str = ""


class EndpointList(Struct, frozen=True):
    """All endpoints of the organisation."""

    items: tuple[EndpointAnswer, ...]


class EndpointWithSecret(Struct, frozen=True):
    """A new endpoint with its secret, which is not told again."""

    endpoint: EndpointAnswer
    secret: str


class NewSecret(Struct, frozen=True):
    """A new secret, which is not told again; the one before it signs beside it until then."""

    secret: str
    both_sign_until: datetime


class PingAnswer(Struct, frozen=True):
    """The `webhook-id` of the message that is sent."""

    message_id: str


class ReplayAnswer(Struct, frozen=True, omit_defaults=True):
    """How many messages are sent again; `more_after` is the cursor to go on with where there are more."""

    messages: int
    more_after: str | None = None


class AttemptAnswer(Struct, frozen=True, omit_defaults=True):
    """One try."""

    began_at: datetime
    ended_at: datetime
    outcome: str
    http_status: int | None = None
    error_code: str = ""


class DeliveryAnswer(Struct, frozen=True, omit_defaults=True):
    """One message: what it told, where it stands, every try."""

    message_id: str
    name: str
    state: str
    created_at: datetime
    attempts: tuple[AttemptAnswer, ...]
    number: str = ""
    seq: int | None = None
    due_at: datetime | None = None
    settled_at: datetime | None = None


def known_names(names: Sequence[str]) -> tuple[str, ...]:
    """The names, all of events that there are. Raises NotAcceptable with every one that is not."""
    errors = tuple(
        FormatError(pointer=f"/event_names/{index}", code="not-in-list", facts={"known": ", ".join(EventName.values)})
        for index, name in enumerate(names)
        if name not in EventName.values
    )
    if errors:
        raise NotAcceptable(errors)
    return tuple(names)


def endpoint_answer(endpoint: WebhookEndpoint) -> EndpointAnswer:
    """An endpoint, without its secrets."""
    return EndpointAnswer(
        id=str(endpoint.id),
        url=endpoint.url,
        description=endpoint.description,
        event_names=tuple(endpoint.event_names),
        enabled=endpoint.disabled_at is None,
        created_at=endpoint.created_at,
        disabled_at=endpoint.disabled_at,
        disabled_because=endpoint.disabled_because,
    )


def delivery_answer(delivery: Delivery) -> DeliveryAnswer:
    """A delivery with its tries."""
    event = delivery.event
    return DeliveryAnswer(
        message_id=f"msg_{delivery.message_id.hex}",
        name=delivery.name,
        state=delivery.state,
        created_at=delivery.created_at,
        attempts=tuple(
            AttemptAnswer(
                began_at=each.began_at,
                ended_at=each.ended_at,
                outcome=each.outcome,
                http_status=each.http_status,
                error_code=each.error_code,
            )
            for each in delivery.attempts.all()
        ),
        number=event.declaration.number if event else "",
        seq=event.seq if event else None,
        due_at=delivery.due_at,
        settled_at=delivery.settled_at,
    )
