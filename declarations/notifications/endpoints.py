"""The acts on webhook endpoints. Each is one short transaction; another organisation's endpoint is none at all."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from msgspec import Struct

from declarations.notifications import signing_secrets
from declarations.notifications.address import BadAddress, target_of
from declarations.notifications.errors import (
    EndpointDisabled,
    TooManyEndpoints,
    TooManySecrets,
    UnknownEndpoint,
    bad_url,
)
from declarations.notifications.feed import BELOW_OPEN_TRANSACTIONS, Place, key_of
from declarations.notifications.models import PING, Delivery, DisabledBecause, EndpointSecret, State, WebhookEndpoint
from declarations.traders.models import Trader

MOST_ENDPOINTS = 20
MOST_SECRETS = 5
BOTH_SIGN = timedelta(hours=24)
REPLAYED_AT_ONCE = 1000


class Said(Struct, frozen=True, kw_only=True):
    """What an organisation says of an endpoint. No `event_names`: it is told of every event."""

    url: str
    description: str = ""
    event_names: Sequence[str] = ()
    enabled: bool = True


def of_organisation(organisation: UUID) -> list[WebhookEndpoint]:
    """Its endpoints, newest first."""
    return list(WebhookEndpoint.objects.filter(organisation=organisation, deleted_at__isnull=True))


def find(endpoint_id: UUID, *, of: UUID) -> WebhookEndpoint:
    """One endpoint of the organisation. Raises UnknownEndpoint."""
    return _one(endpoint_id, of=of, locked=False)


def register(said: Said, *, by: UUID, at: datetime) -> tuple[WebhookEndpoint, str]:
    """A new endpoint, and its secret, which is told this once. It is told what happens from now on.

    Raises NotAcceptable for a URL that we would not send to, and TooManyEndpoints.
    """
    _demand_address(said.url)
    with transaction.atomic():
        Trader.objects.select_for_update(no_key=True).get(id=by)  # so that two at once do not pass the limit
        if WebhookEndpoint.objects.filter(organisation=by, deleted_at__isnull=True).count() >= MOST_ENDPOINTS:
            raise TooManyEndpoints(limit=MOST_ENDPOINTS)
        endpoint = WebhookEndpoint(organisation_id=by)
        _write(endpoint, said, at=at)
        endpoint.save(force_insert=True)
        secret = _new_secret(endpoint)
    endpoint.refresh_from_db()
    return endpoint, secret


def change(endpoint_id: UUID, said: Said, *, by: UUID, at: datetime) -> WebhookEndpoint:
    """Say it anew. Enabled again, it goes on with what was not delivered. Raises as `register` does."""
    _demand_address(said.url)
    with transaction.atomic():
        endpoint = _one(endpoint_id, of=by)
        _write(endpoint, said, at=at)
        endpoint.save(update_fields=["url", "description", "event_names", "disabled_at", "disabled_because"])
    return endpoint


def delete(endpoint_id: UUID, *, by: UUID, at: datetime) -> None:
    """Nothing more is sent, and it is no more to be seen; the record of what was tried stays in the store."""
    with transaction.atomic():
        endpoint = _one(endpoint_id, of=by)
        endpoint.deleted_at = at
        endpoint.save(update_fields=["deleted_at"])


def replace_secret(endpoint_id: UUID, *, by: UUID, at: datetime) -> str:
    """A new secret, told this once. Those before it sign beside it for a day, so that there is no gap."""
    with transaction.atomic():
        endpoint = _one(endpoint_id, of=by)
        live = endpoint.secrets.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at))
        if live.count() >= MOST_SECRETS:
            raise TooManySecrets(limit=MOST_SECRETS)
        endpoint.secrets.filter(ends_at__isnull=True).update(ends_at=at + BOTH_SIGN)
        return _new_secret(endpoint)


def ping(endpoint_id: UUID, *, by: UUID, at: datetime) -> UUID:
    """Have a message sent that says nothing; its id, to find it in the log. One that waits already is that one."""
    with transaction.atomic():
        endpoint = _enabled(endpoint_id, of=by)
        waiting, _ = Delivery.objects.get_or_create(
            endpoint=endpoint, event=None, state=State.DUE, defaults={"name": PING, "due_at": at}
        )
    waiting.refresh_from_db(fields=["message_id"])
    return waiting.message_id


class Replayed(Struct, frozen=True):
    """How many messages are to be sent again, and after which place there are more; None: there are no more."""

    messages: int
    more_after: Place | None


_REPLAY = f"""
WITH chosen AS MATERIALIZED (
    SELECT e.id, e.name, e.transaction, e.declaration_id, e.seq, e.recorded_at, d.status
      FROM declarations_event e JOIN declarations_declaration d ON d.id = e.declaration_id
     WHERE (d.declarant_id = %(organisation)s OR d.trader_id = %(organisation)s)
       AND e.recorded_at >= %(since)s AND e.transaction < {BELOW_OPEN_TRANSACTIONS}
       AND (e.transaction, e.declaration_id, e.seq) > (%(transaction)s, %(declaration_id)s, %(seq)s)
       AND (cardinality(%(names)s::text[]) = 0 OR e.name = ANY (%(names)s::text[]))
     ORDER BY e.transaction, e.declaration_id, e.seq LIMIT %(limit)s
), again AS (
    INSERT INTO notifications_delivery AS d
           (endpoint_id, event_id, declaration_id, name, status, state, due_at, failures)
    SELECT %(endpoint)s, id, declaration_id, name, status, 'DUE', now(), 0
      FROM chosen ORDER BY transaction, declaration_id, seq
    ON CONFLICT (endpoint_id, event_id) DO UPDATE
       SET state = 'DUE', due_at = now(), settled_at = NULL, failures = 0, published_until = NULL
     WHERE d.state <> 'DUE'
    RETURNING 1
)
SELECT (SELECT count(*) FROM again), count(*) OVER (), transaction, declaration_id, seq, recorded_at
  FROM chosen ORDER BY transaction DESC, declaration_id DESC, seq DESC LIMIT 1
"""  # noqa: S608  (made of constants)


def replay(endpoint_id: UUID, *, after: Place, by: UUID) -> Replayed:
    """Send again what happened after a place, delivered or not, oldest first; at most `REPLAYED_AT_ONCE` events."""
    with transaction.atomic():
        endpoint = _enabled(endpoint_id, of=by)
        asked: dict[str, Any] = {"organisation": by, "endpoint": endpoint.id, "names": list(endpoint.event_names)}
        asked |= {"since": after.at, "limit": REPLAYED_AT_ONCE, **key_of(after)}
        with connection.cursor() as cursor:
            cursor.execute(_REPLAY, asked)
            row = cursor.fetchone()
    if row is None:
        return Replayed(messages=0, more_after=None)
    messages, chosen, *place = row
    return Replayed(messages=messages, more_after=Place(*place) if chosen == REPLAYED_AT_ONCE else None)


def log(endpoint_id: UUID, *, of: UUID, before: int | None, limit: int) -> tuple[list[Delivery], int | None]:
    """A page of an endpoint's deliveries with their tries, newest first, by keyset: three SQL statements."""
    rows = Delivery.objects.filter(endpoint=find(endpoint_id, of=of)).select_related("event__declaration")
    if before is not None:
        rows = rows.filter(id__lt=before)
    found = list(rows.order_by("-id").prefetch_related("attempts")[: limit + 1])
    return found[:limit], found[limit - 1].id if len(found) > limit else None


def _one(endpoint_id: UUID, *, of: UUID, locked: bool = True) -> WebhookEndpoint:
    found = WebhookEndpoint.objects.filter(organisation=of, deleted_at__isnull=True)
    try:
        return (found.select_for_update(no_key=True) if locked else found).get(id=endpoint_id)
    except WebhookEndpoint.DoesNotExist:
        raise UnknownEndpoint from None


def _enabled(endpoint_id: UUID, *, of: UUID) -> WebhookEndpoint:
    endpoint = _one(endpoint_id, of=of)
    if endpoint.disabled_at is not None:
        raise EndpointDisabled(because=endpoint.disabled_because)
    return endpoint


def _demand_address(url: str) -> None:
    try:
        target_of(url, loopback_hosts=settings.WEBHOOK_LOOPBACK_HOSTS)
    except BadAddress as bad:
        raise bad_url(bad.why) from None


def _write(endpoint: WebhookEndpoint, said: Said, *, at: datetime) -> None:
    endpoint.url, endpoint.description = said.url, said.description
    endpoint.event_names = sorted(set(said.event_names))
    if said.enabled:
        endpoint.disabled_at, endpoint.disabled_because = None, ""
    elif endpoint.disabled_at is None:
        endpoint.disabled_at, endpoint.disabled_because = at, DisabledBecause.BY_CLIENT


def _new_secret(endpoint: WebhookEndpoint) -> str:
    secret = signing_secrets.new_secret()
    EndpointSecret.objects.create(endpoint=endpoint, sealed=signing_secrets.sealed(secret))
    return secret
