"""The hash chain over a declaration's events: each hash covers the event and the hash before it.

Who changes, drops or inserts an event in the store breaks every hash after it. Pure.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec

from declarations.data.numbers import number_text


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """What of an event is covered by its hash, in this order."""

    declaration_id: UUID
    seq: int
    version: int
    name: str
    at: datetime
    actor: str
    facts: dict[str, Any]


def genesis(declaration_id: UUID) -> str:
    """The hash before the first event: that of the declaration's own id, so no chain fits another declaration."""
    return sha256(declaration_id.bytes).hexdigest()


def link_hash(link: Link, *, previous: str) -> str:
    """The hash of an event, as 64 hexadecimal characters."""
    covered = msgspec.structs.replace(link, at=link.at.astimezone(UTC))
    return sha256(previous.encode() + msgspec.json.encode(covered, order="sorted", enc_hook=number_text)).hexdigest()


def first_break(declaration_id: UUID, events: Iterable[tuple[Link, str]]) -> int | None:
    """The seq of the first event whose hash or number does not follow from those before; None if all do."""
    previous = genesis(declaration_id)
    for expected, (link, stored) in enumerate(events, start=1):
        if link.seq != expected or link_hash(link, previous=previous) != stored:
            return expected
        previous = stored
    return None
