"""Every kind of work that the rows owe: how it is claimed, which task does it, what a person's turn means for it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from celery import Task
from msgspec import Struct

from declarations import clearance
from declarations.clearance import batching, scanning
from declarations.notifications import delivering
from declarations.notifications.claiming import claim_due as claim_messages
from declarations.notifications.tasks import deliver
from declarations.tasks import advance, lodge_chunk, scan, walk
from declarations.verifying import walking
from permits import checking
from permits.checking.opening import CHANNEL as PERMITS_DUE
from permits.errors import AlreadySettled
from permits.tasks import announce, ask, mark_overdue


def _nothing(*_: object) -> None:
    """Nobody else need know."""


class Owed(Struct, frozen=True):
    """A kind of work. `claim` is told at most how many and which rows not; `rung_by` is the channel of its doorbell.

    `give_up` is told the row that has failed too often, `take_up` the row that a person has tried again, who, and when.
    """

    name: str
    claim: Callable[..., Sequence[UUID | int]]
    task: Task
    rung_by: str = ""
    give_up: Callable[[str], object] = _nothing
    take_up: Callable[[str, str, datetime], object] = _nothing

    @property
    def kind(self) -> str:
        """Its short name: the task's."""
        return kind_of(self.task)


def kind_of(task: Task) -> str:
    """The kind of work that a task does."""
    return str(task.name).rpartition(".")[2]


def _ask_again(check_id: str, by: str, at: datetime) -> None:
    """May be part of the caller's transaction; the dispatcher's next look finds it due."""
    try:
        checking.retry_locked(UUID(check_id), by=by, at=at)
    except AlreadySettled:  # the agency was faster: nothing is owed
        return


OWED = (
    Owed(
        "permit checks to ask",
        checking.claim_due,
        ask,
        rung_by=PERMITS_DUE,
        give_up=lambda row: checking.hand_over(UUID(row)),
        take_up=_ask_again,
    ),
    Owed("permit checks to announce", checking.claim_unannounced, announce),
    Owed("permit checks past their hard limit", checking.claim_overdue, mark_overdue),
    Owed("declarations to look at again", clearance.due_for_advance, advance),
    Owed("rows of batches to lodge", clearance.claim_chunks, lodge_chunk, rung_by=batching.CHANNEL),
    Owed(
        "documents to scan",
        clearance.due_for_scan,
        scan,
        give_up=lambda row: scanning.hand_over(UUID(row)),
        take_up=lambda row, by, at: scanning.scan_one_again(UUID(row)),
    ),
    Owed("chains to verify", walking.claim_walks, walk),
    Owed(
        "messages to traders",
        claim_messages,
        deliver,
        give_up=lambda row: delivering.give_up(int(row)),
        take_up=lambda row, by, at: delivering.try_again(int(row)),
    ),
)


def owed_of(kind: str) -> Owed | None:
    """The kind of work of that name."""
    return next((owed for owed in OWED if owed.kind == kind), None)
