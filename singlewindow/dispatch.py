"""The dispatcher: reads what is owed from PostgreSQL and hands ids to Celery. Its own process.

PostgreSQL is the only truth; Redis is a doorbell. A row that is due is published, and put off for a moment so
that it is not published twice; if the message is lost, or its worker dies, the row is due again and is published
again. So Redis may be flushed, frozen or away at any moment, and several dispatchers do no harm.
"""

import logging
import signal
from collections.abc import Callable, Sequence
from threading import Event
from uuid import UUID

import psycopg
from celery import Task
from django.db import Error, connection
from msgspec import Struct

from declarations import clearance
from declarations.notifications.claiming import claim_due as claim_messages
from declarations.notifications.tasks import deliver
from declarations.tasks import advance, lodge_chunk, scan
from permits import checking
from permits.crash_points import crash_point
from permits.tasks import announce, ask, mark_overdue
from singlewindow import chores

logger = logging.getLogger(__name__)

BATCH = 100
POLL_SECONDS = 1.0
PAUSE_SECONDS = 2.0  # after the broker or the store was away


class Owed(Struct, frozen=True):
    """A kind of work that the rows owe: how it is claimed, and which task does it."""

    name: str
    claim: Callable[..., Sequence[UUID | int]]
    task: Task


OWED = (
    Owed("permit checks to ask", checking.claim_due, ask),
    Owed("permit checks to announce", checking.claim_unannounced, announce),
    Owed("permit checks past their hard limit", checking.claim_overdue, mark_overdue),
    Owed("declarations to look at again", clearance.due_for_advance, advance),
    Owed("rows of batches to lodge", clearance.claim_chunks, lodge_chunk),
    Owed("documents to scan", clearance.due_for_scan, scan),
    Owed("messages to traders", claim_messages, deliver),
)


class Dispatcher:
    """Publishes what is owed until it is told to stop."""

    def __init__(self) -> None:
        self.stopping = Event()
        self.chores = chores.Round()

    def stop(self, *_: object) -> None:
        """Finish the round and end."""
        self.stopping.set()

    def run(self) -> None:
        """Round after round, woken by NOTIFY or by the clock."""
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        while not self.stopping.is_set():
            try:
                self._listen()
                while not self.stopping.is_set():
                    self.chores.go()
                    if self.round() < BATCH:
                        self._wait()
            except (Error, psycopg.Error) as away:
                logger.warning("the store is away: %s", type(away).__name__)
                connection.close()
                self.stopping.wait(PAUSE_SECONDS)

    def round(self) -> int:
        """Publish one batch of each kind of work. Returns the size of the largest."""
        return max(self._publish(owed) for owed in OWED)

    def _publish(self, owed: Owed) -> int:
        ids = owed.claim(limit=BATCH)
        if ids:
            crash_point("dispatch.claimed")
        for position, row_id in enumerate(ids):
            try:
                owed.task.apply_async((str(row_id),))
            except Exception as away:  # whatever the broker's client raises: the rows are due again soon
                logger.warning("the broker is away, %d %s wait: %s", len(ids) - position, owed.name, away)
                self.stopping.wait(PAUSE_SECONDS)
                return 0
            crash_point("dispatch.published")
        return len(ids)

    def _listen(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("LISTEN permits_due")
            cursor.execute("LISTEN batches_due")

    def _wait(self) -> None:
        """Until a NOTIFY comes, or the poll is due."""
        for _ in connection.connection.notifies(timeout=POLL_SECONDS, stop_after=1):
            return
