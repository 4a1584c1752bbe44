"""One try of one delivery. Three steps, so that no transaction and no lock is open while the network is waited for.

    a  take the lease      a short transaction: only one worker sends, and only the first of a recipient
    b  send                no transaction, firm limits; the message's id is the same at every try
    c  record what came    a short transaction: only whoever still holds the lease changes the delivery

A worker may die anywhere: its lease runs out and the delivery is due again. So a receiver may get a message twice,
and tells it by its id.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.db.models.functions import Now
from msgspec import Struct

from declarations.notifications.address import BadAddress, target_of
from declarations.notifications.mailing import NotMailed, mail
from declarations.notifications.models import (
    Delivery,
    DeliveryAttempt,
    DisabledBecause,
    Outcome,
    State,
    WebhookEndpoint,
)
from declarations.notifications.posting import NotPosted, post
from declarations.notifications.signing_secrets import Unreadable, opened
from permits.signing import signed_headers

TRY_SECONDS = 15.0
LEASE_SECONDS = 60  # longer than a try can take, shorter than anybody wants to wait for a dead worker
PAUSES = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""Between one try and the next: ten tries in 75 hours and a half."""

_TAKE = """
UPDATE notifications_delivery d
   SET lease_id = %(lease)s, lease_until = now() + make_interval(secs => %(seconds)s)
 WHERE d.id = %(delivery)s AND d.state = 'DUE' AND d.due_at <= now()
   AND (d.lease_until IS NULL OR d.lease_until < now())
   AND (d.event_id IS NULL OR NOT EXISTS (
       SELECT FROM notifications_delivery other
        WHERE other.endpoint_id = d.endpoint_id AND other.state = 'DUE' AND other.event_id IS NOT NULL
          AND (other.id < d.id OR (other.id > d.id AND other.lease_until > now()))))
   AND NOT EXISTS (SELECT FROM notifications_webhookendpoint w
                    WHERE w.id = d.endpoint_id AND (w.disabled_at IS NOT NULL OR w.deleted_at IS NOT NULL))
RETURNING now()
"""


class Tried(Struct, frozen=True):
    """What came of step b."""

    outcome: Outcome
    http_status: int | None = None
    error_code: str = ""


def deliver(delivery_id: int) -> Outcome | None:
    """Try a delivery once, if it is due and nobody else is at it. What came of it, or None."""
    lease = uuid4()
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(_TAKE, {"lease": lease, "delivery": delivery_id, "seconds": LEASE_SECONDS})
        taken = cursor.fetchone()
    if taken is None:
        return None
    delivery = Delivery.objects.select_related("endpoint", "event__declaration", "subscription__user").get(
        id=delivery_id
    )
    return _record(delivery_id, _send(delivery, at=taken[0]), lease=lease, began_at=taken[0])


def give_up(delivery_id: int) -> None:
    """Our own work on a delivery fails over and over: it is dead, so that what waits behind it goes out."""
    given_up = {"state": State.DEAD, "due_at": None, "settled_at": Now(), "lease_id": None, "lease_until": None}
    Delivery.objects.filter(id=delivery_id, state=State.DUE).update(**given_up, published_until=None)


def try_again(delivery_id: int) -> None:
    """A dead delivery of an event is due again, as if it had never failed."""
    dead = Delivery.objects.filter(id=delivery_id, state=State.DEAD, event__isnull=False)
    dead.update(state=State.DUE, due_at=Now(), settled_at=None, failures=0)


def _send(delivery: Delivery, *, at: datetime) -> Tried:
    return _send_mail(delivery) if delivery.endpoint is None else _send_webhook(delivery, delivery.endpoint, at=at)


def _send_mail(delivery: Delivery) -> Tried:
    user, event = delivery.subscription.user, delivery.event  # type: ignore[union-attr]
    try:
        mail(
            to=user.email,
            number=event.declaration.number,  # type: ignore[union-attr]
            event_name=delivery.name,
            message_id=delivery.message_id,
        )
    except NotMailed as failure:
        return Tried(Outcome.FAILED, error_code=str(failure))
    return Tried(Outcome.DELIVERED)


def _send_webhook(delivery: Delivery, endpoint: WebhookEndpoint, *, at: datetime) -> Tried:
    body, message_id = msgspec.json.encode(payload_of(delivery)), f"msg_{delivery.message_id.hex}"
    live = endpoint.secrets.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at)).values_list("sealed", flat=True)
    try:
        target = target_of(endpoint.url, loopback_hosts=settings.WEBHOOK_LOOPBACK_HOSTS)
        secret, *earlier = opened(list(live))
        signed = signed_headers(body, message_id=message_id, secret=secret, earlier=earlier, at=at)
        status = post(target, body, headers={**_HEADERS, **signed}, total_seconds=TRY_SECONDS)
    except BadAddress as bad:
        return Tried(Outcome.FAILED, error_code=f"address-{bad.why}")
    except Unreadable:
        return Tried(Outcome.FAILED, error_code="secret-unreadable")
    except NotPosted as failure:
        return Tried(Outcome.FAILED, error_code=failure.code)
    if 200 <= status < 300:
        return Tried(Outcome.DELIVERED, http_status=status)
    outcome = Outcome.GONE if status == 410 else Outcome.FAILED
    return Tried(outcome, http_status=status, error_code=f"http-{status}")


_HEADERS = {"Content-Type": "application/json", "User-Agent": "single-window", "Connection": "close"}


def payload_of(delivery: Delivery) -> dict[str, Any]:
    """The message: thin, the same at every try. The feed and the declaration's own address say the rest."""
    event = delivery.event
    if event is None:
        return {"type": "endpoint.ping", "timestamp": delivery.created_at, "data": {}}
    return {
        "type": f"declaration.{event.name.lower()}",
        "timestamp": event.recorded_at,
        "data": {
            "number": event.declaration.number,
            "own_reference": event.declaration.own_reference,
            "seq": event.seq,
            "name": event.name,
            "status": delivery.status,
        },
    }


def _record(delivery_id: int, tried: Tried, *, lease: UUID, began_at: datetime) -> Outcome:
    """Step c: the effect on the delivery and the attempt's row, together."""
    with transaction.atomic(durable=True):
        delivery = Delivery.objects.select_for_update(no_key=True).get(id=delivery_id)
        holds_lease = delivery.lease_id == lease
        DeliveryAttempt.objects.create(
            delivery=delivery,
            lease_id=lease,
            began_at=began_at,
            outcome=tried.outcome if holds_lease else Outcome.FENCED,
            http_status=tried.http_status,
            error_code=tried.error_code,
        )
        if not holds_lease:
            return Outcome.FENCED
        _settle(delivery, tried.outcome)
        if tried.outcome is Outcome.GONE and delivery.endpoint_id is not None:
            WebhookEndpoint.objects.filter(id=delivery.endpoint_id, disabled_at__isnull=True).update(
                disabled_at=Now(), disabled_because=DisabledBecause.GONE
            )
    return tried.outcome


def _settle(delivery: Delivery, outcome: Outcome) -> None:
    """Delivered, due again after a pause, or given up. A ping is tried once."""
    delivery.lease_id = delivery.lease_until = delivery.published_until = None
    if outcome is not Outcome.DELIVERED:
        delivery.failures += 1
    if outcome is Outcome.FAILED and delivery.event_id is not None and delivery.failures <= len(PAUSES):
        delivery.due_at = Now() + PAUSES[delivery.failures - 1]
    else:
        delivery.state = State.DELIVERED if outcome is Outcome.DELIVERED else State.DEAD
        delivery.due_at, delivery.settled_at = None, Now()
    delivery.save(force_update=True)
