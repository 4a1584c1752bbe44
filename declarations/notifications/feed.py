"""The event feed: all events of an organisation's declarations, in one order that never skips.

Events are ordered by the transaction that wrote them, and told once every transaction below theirs is over. So an
event that commits late is told late, and never lands before a cursor that was given out already.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection
from msgspec import Struct

from declarations.cursors import opened, sealed
from declarations.notifications.errors import CursorExpired
from declarations.shown import actor_kind, facts_for_trader

KEPT = timedelta(days=90)
_SALT = "notifications.feed"


class Place(Struct, frozen=True):
    """A place in the feed: after this event. `at` is when the store knew the events before it."""

    transaction: int
    declaration_id: UUID
    seq: int
    at: datetime


def key_of(place: Place) -> dict[str, Any]:
    """The place as the parameters of a statement that goes on after it."""
    return {"transaction": place.transaction, "declaration_id": place.declaration_id, "seq": place.seq}


class FeedEntry(Struct, frozen=True):
    """One event: what happened, not where the declaration stands now. `actor` is a kind, never a person."""

    number: str
    own_reference: str
    seq: int
    version: int
    name: str
    at: datetime
    recorded_at: datetime
    actor: str
    facts: dict[str, str]


class Pages(Struct, frozen=True):
    """A page of the feed, the place after it, and whether more is there already."""

    entries: Sequence[FeedEntry]
    place: Place
    more: bool


BELOW_OPEN_TRANSACTIONS = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
# `began` is where the days begin that the feed keeps; below it nothing is looked for.
_BOUNDS = f"""
SELECT {BELOW_OPEN_TRANSACTIONS}, now(), coalesce(
    (SELECT transaction FROM declarations_event WHERE recorded_at >= now() - make_interval(days => %(kept)s)
      ORDER BY recorded_at LIMIT 1), {BELOW_OPEN_TRANSACTIONS})
"""  # noqa: S608  (made of constants)
_PAGE = """
SELECT e.transaction, e.declaration_id, d.number, d.own_reference, e.seq, e.version, e.name, e.at, e.recorded_at,
       e.actor, e.facts
  FROM declarations_event e JOIN declarations_declaration d ON d.id = e.declaration_id
 WHERE (e.transaction, e.declaration_id, e.seq) > (%(transaction)s, %(declaration_id)s, %(seq)s)
   AND e.transaction < %(below)s AND e.recorded_at >= %(since)s
   AND (d.declarant_id = %(organisation)s OR d.trader_id = %(organisation)s)
 ORDER BY e.transaction, e.declaration_id, e.seq LIMIT %(limit)s
"""
_NOBODY = UUID(int=0)


def page(*, of: UUID, after: Place | None, limit: int) -> Pages:
    """At most `limit` events of an organisation after a place: two SQL statements at any depth.

    Without a place it begins where the feed begins. Raises CursorExpired for a place before that.
    """
    with connection.cursor() as cursor:
        cursor.execute(_BOUNDS, {"kept": KEPT.days})
        below, now, began = cursor.fetchone()
        start = after or Place(transaction=began, declaration_id=_NOBODY, seq=0, at=now)
        not_expired(start, at=now)
        asked = {"below": below, "since": now - KEPT, "organisation": of, "limit": limit + 1}
        cursor.execute(_PAGE, asked | key_of(start))
        rows = _rows(cursor)
    entries = [_entry(row) for row in rows[:limit]]
    if len(rows) > limit:
        return Pages(entries=entries, place=_place(rows[limit - 1]), more=True)
    seen = Place(transaction=below, declaration_id=_NOBODY, seq=0, at=now)
    return Pages(entries=entries, place=start if below < start.transaction else seen, more=False)


def not_expired(place: Place, *, at: datetime) -> Place:
    """The place, if the feed reaches back to it. Raises CursorExpired."""
    if place.at < at - KEPT:
        raise CursorExpired(kept_days=KEPT.days)
    return place


def _rows(cursor: Any) -> list[dict[str, Any]]:
    names = [column.name for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _place(row: dict[str, Any]) -> Place:
    return Place(row["transaction"], row["declaration_id"], row["seq"], row["recorded_at"])


def _entry(row: dict[str, Any]) -> FeedEntry:
    facts = facts_for_trader(row["name"], msgspec.json.decode(row["facts"]))
    told = {"actor": actor_kind(row["actor"]), "facts": facts}
    return FeedEntry(**{name: told.get(name, row[name]) for name in FeedEntry.__struct_fields__})


def cursor_of(place: Place, *, owner: UUID) -> str:
    """An opaque, signed cursor that belongs to one organisation."""
    said = [place.transaction, place.declaration_id.hex, place.seq, place.at.isoformat()]
    return sealed(said, owner=owner.hex, salt=_SALT)


def place_of(cursor: str, *, owner: UUID) -> Place:
    """Where a cursor of ours points. Raises ValueError for a forged one or another organisation's."""
    transaction, declaration_id, seq, at = opened(cursor, owner=owner.hex, salt=_SALT)
    return Place(transaction, UUID(declaration_id), seq, datetime.fromisoformat(at))
