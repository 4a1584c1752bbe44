"""The dispatcher: reads what is owed from PostgreSQL and hands ids to Celery. Its own process.

PostgreSQL is the only truth; Redis is a doorbell. A row that is due is published, and put off for a moment so
that it is not published twice; if the message is lost, or its worker dies, the row is due again and is published
again. So Redis may be flushed, frozen or away at any moment, and several dispatchers do no harm. While it is away
the dispatcher does a few rows at a time with its own hands.
"""

import logging
import signal
import time
from collections.abc import Collection, Sequence
from threading import Event

import psycopg
from django.db import Error, connection

from permits.crash_points import crash_point
from singlewindow import chores, troubles
from singlewindow.broker import Broker
from singlewindow.hands import Hands
from singlewindow.heartbeat import Heart
from singlewindow.owed import OWED, Owed

logger = logging.getLogger(__name__)

BATCH = 100
POLL_SECONDS = 1.0
PAUSE_SECONDS = 2.0  # after the store was away


class Dispatcher:
    """Publishes what is owed until it is told to stop."""

    def __init__(self) -> None:
        self.stopping = Event()
        self.chores = chores.Round()
        self.broker = Broker()
        self.hands = Hands()
        self.heart = Heart()

    def stop(self, *_: object) -> None:
        """Finish the round and end."""
        self.stopping.set()

    def run(self) -> None:
        """Round after round, woken by NOTIFY or by the clock."""
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        while not self.stopping.is_set():
            try:
                self._watch()
            except (Error, psycopg.Error) as away:
                logger.warning("the store is away: %s", type(away).__name__)
                connection.close()
                self.stopping.wait(PAUSE_SECONDS)
        self.hands.rest()
        try:
            self.heart.stop()
        except Error:  # the store is away: our heartbeat grows old by itself
            connection.close()

    def round(self, rung: Collection[str] = ()) -> int:
        """Publish one batch of each kind of work, or of those whose doorbell rang. The size of the largest."""
        left_out = troubles.left_out()
        wanted = [owed for owed in OWED if not rung or owed.rung_by in rung]
        return max(self._hand_out(owed, but_not=left_out.get(owed.kind, ())) for owed in wanted)

    def _watch(self) -> None:
        """Everything once a second; between, what rang. A doorbell that never rests keeps nobody else waiting."""
        self._listen()
        rung: Collection[str] = ()
        next_poll = time.monotonic()
        while not self.stopping.is_set():
            if time.monotonic() >= next_poll:
                rung, next_poll = (), time.monotonic() + POLL_SECONDS
                self.heart.beat(broker_away=self.broker.is_away)
                self.chores.go()
            is_full = self.round(rung) >= BATCH
            rung = () if is_full else self._wait(until=next_poll)

    def _hand_out(self, owed: Owed, *, but_not: Sequence[str]) -> int:
        """To the workers; with our own hands while the broker is away."""
        room = self.broker.room(owed.task)
        if room is None:
            room = self.hands.free_for(owed)
        if room == 0:
            return 0
        ids = owed.claim(limit=min(BATCH, room), but_not=but_not)
        if ids:
            crash_point("dispatch.claimed")
        for row_id in ids:
            if (self.broker.is_away or not self.broker.publish(owed.task, str(row_id))) and self.hands.free_for(owed):
                self.hands.do(owed, str(row_id))
            crash_point("dispatch.published")
        return 0 if self.broker.is_away else len(ids)

    def _listen(self) -> None:
        with connection.cursor() as cursor:
            for channel in sorted({owed.rung_by for owed in OWED} - {""}):
                cursor.execute(f"LISTEN {channel}")

    def _wait(self, *, until: float) -> set[str]:
        """Until a NOTIFY comes, or the poll is due: the channels that rang; none when it is everybody's turn."""
        patience = max(0.0, until - time.monotonic())
        return {rung.channel for rung in connection.connection.notifies(timeout=patience, stop_after=1)}
