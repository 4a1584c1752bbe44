"""Whose turn it is: the status, and who must act next and until when, as they follow from the holds."""

from datetime import datetime, timedelta
from typing import Any

from declarations.holds import Hold, Turn
from declarations.status import Status

# How soon the dispatcher looks again at what waits for a machine. That is always permits: a check is due by a row of
# its own, and what becomes of it is told at once and until it is heard. So this is the net below, and must not cost
# more than the work itself when much is behind.
SWEEP = timedelta(minutes=15)
DESK = timedelta(hours=8)  # the target for a person: an officer's examination, a declarant's payment


def turn_of(found: tuple[Hold, ...], *, at: datetime, status: str = Status.LODGED) -> dict[str, Any]:
    """The columns of an open declaration that follow from its holds: released where there are none."""
    if not found:
        return {"status": Status.RELEASED, "released_at": at, **ENDED}
    return {"status": Status(status), "released_at": None, **next_of(found, at=at)}


def next_of(found: tuple[Hold, ...], *, at: datetime) -> dict[str, Any]:
    """Who acts next: a machine before an officer, an officer before the declarant."""
    parties = {hold.party for hold in found}
    if parties & {Turn.SYSTEM, Turn.AGENCY}:
        return {"next_action_at": at + SWEEP, "next_action_by": Turn.SYSTEM}
    return {"next_action_at": at + DESK, "next_action_by": Turn.OFFICER if Turn.OFFICER in parties else Turn.DECLARANT}


ENDED: dict[str, Any] = {"next_action_at": None, "next_action_by": ""}
