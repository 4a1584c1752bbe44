"""The record of a day's draw, and whether it is what was promised. Pure, so that anybody can check it with the key."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from msgspec import Struct

from declarations.selection.criteria import draw

MOST_FAULTS = 20


class Day(Struct, frozen=True, kw_only=True):
    """What was promised of a day before it began, and the key that was shown after it (hexadecimal)."""

    on: date
    key: str
    commitment: str
    committed_at: datetime
    began_at: datetime
    shares: Mapping[str, Decimal]


class Drawn(Struct, frozen=True):
    """One declaration's draw as it was kept. `is_scripted`: the sandbox decided, and no draw counts."""

    number: str
    stratum: str
    share: Decimal
    draw: Decimal
    is_random: bool
    is_scripted: bool = False


def commitment(key: bytes) -> str:
    """What is published before the day: SHA-256 of the key, hexadecimal."""
    return sha256(key).hexdigest()


def faults(day: Day, drawn: Iterable[Drawn]) -> list[str]:
    """A sentence for everything that is not as promised, at most MOST_FAULTS; none where the draw is honest."""
    key, found = bytes.fromhex(day.key), []
    if commitment(key) != day.commitment:
        found.append("the key is not the one that was committed to")
    if day.committed_at >= day.began_at:
        found.append(f"the commitment is of {day.committed_at.isoformat()}, which is after the day began")
    for each in drawn:
        found += _faults_of(each, key=key, shares=day.shares)
        if len(found) >= MOST_FAULTS:
            break
    return found[:MOST_FAULTS]


def _faults_of(each: Drawn, *, key: bytes, shares: Mapping[str, Decimal]) -> list[str]:
    found = []
    if draw(key, each.number) != each.draw:
        found.append(f"{each.number}: the draw does not follow from the key and the number")
    if shares.get(each.stratum) != each.share:
        found.append(f"{each.number}: the share {each.share} is not the one promised for {each.stratum}")
    if not each.is_scripted and (each.draw < each.share) != each.is_random:
        found.append(f"{each.number}: {'drawn and not selected' if not each.is_random else 'selected and not drawn'}")
    return found


def published(day: Day, drawn: Iterable[Drawn]) -> dict[str, Any]:
    """What anybody needs to check the day: clients/verify_draw.py does, with Python alone."""
    return {
        "day": day.on.isoformat(),
        "key": day.key,
        "commitment": day.commitment,
        "committed_at": day.committed_at.isoformat(),
        "began_at": day.began_at.isoformat(),
        "shares": {stratum: str(share) for stratum, share in day.shares.items()},
        "draws": [
            {"number": each.number, "stratum": each.stratum, "drawn": each.is_random}
            for each in drawn
            if not each.is_scripted
        ],
    }
