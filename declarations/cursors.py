"""Cursors: a place in a list, opaque and signed, that is of use to its owner and in its list alone."""

from collections.abc import Sequence
from typing import Any

from django.core import signing


def sealed(place: Sequence[Any], *, owner: str, salt: str) -> str:
    """A place as a cursor. `salt` names the list, `owner` whose cursor it is."""
    return signing.dumps([*place, owner], salt=salt)


def opened(cursor: str, *, owner: str, salt: str) -> list[Any]:
    """The place that a cursor of ours points at. Raises ValueError for a forged one, another list's or owner's."""
    try:
        *place, of = signing.loads(cursor, salt=salt)
    except signing.BadSignature:
        raise ValueError(cursor) from None
    if of != owner:
        raise ValueError(cursor)
    return place
