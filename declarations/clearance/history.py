"""Events: how one is made and chained, for a new declaration and for one that exists."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from uuid_utils.compat import uuid7

from declarations import chain
from declarations.models import Declaration, Event
from declarations.models.history import EventName

Row = dict[str, Any]


class Happened(msgspec.Struct, frozen=True):
    """One thing that happened: what, by whom, with which facts (strings)."""

    name: EventName
    actor: str
    facts: dict[str, str] = {}


def event_rows(
    declaration_id: UUID, happened: Sequence[Happened], *, version: int, after: tuple[int, str] | None, at: datetime
) -> list[Row]:
    """The rows of these events, chained `after` the last (seq, hash); None for a new declaration."""
    seq, previous = after or (0, chain.genesis(declaration_id))
    rows = []
    for seq, event in enumerate(happened, start=seq + 1):  # noqa: B020  (the count goes on from the last)
        link = chain.Link(
            declaration_id=declaration_id,
            seq=seq,
            version=version,
            name=event.name,
            at=at,
            actor=event.actor,
            facts=event.facts,
        )
        previous = chain.link_hash(link, previous=previous)
        rows.append({**msgspec.structs.asdict(link), "id": uuid7(), "hash": previous})
    return rows


def append(declaration: Declaration, *happened: Happened, at: datetime) -> None:
    """Append events to a declaration whose row is locked, and move the head of its chain (saved by the caller)."""
    rows = event_rows(
        declaration.id,
        happened,
        version=declaration.version,
        after=(declaration.last_seq, declaration.last_hash),
        at=at,
    )
    Event.objects.bulk_create([Event(**row) for row in rows])
    declaration.last_seq, declaration.last_hash = rows[-1]["seq"], rows[-1]["hash"]
