"""Whose turn it is: the status, and who must act next and until when, as they follow from the holds."""

from datetime import datetime, timedelta
from typing import Any

from declarations.holds import Hold, Turn
from declarations.status import Status

SWEEP = timedelta(minutes=1)  # how soon the dispatcher looks again at a declaration that waits for a machine
DESK = timedelta(hours=8)  # the target for a person: an officer's examination, a declarant's payment


def turn_of(found: tuple[Hold, ...], *, at: datetime) -> dict[str, Any]:
    """The columns of a declaration that follow from its holds: released where there are none."""
    if not found:
        return {"status": Status.RELEASED, "released_at": at, "next_action_at": None, "next_action_by": ""}
    parties = {hold.party for hold in found}
    if parties & {Turn.SYSTEM, Turn.AGENCY}:
        turn, due = Turn.SYSTEM, at + SWEEP
    elif Turn.OFFICER in parties:
        turn, due = Turn.OFFICER, at + DESK
    else:
        turn, due = Turn.DECLARANT, at + DESK
    return {"status": Status.LODGED, "released_at": None, "next_action_at": due, "next_action_by": turn}
