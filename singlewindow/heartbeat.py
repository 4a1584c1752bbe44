"""The sign of life of a dispatcher: a row in the store, by the store's clock."""

import os
import socket
import time
from collections.abc import Callable

from django.db import connection

SECONDS = 5.0
ALIVE_SECONDS = 30
"""A dispatcher that has said nothing for so long is taken for dead."""

# What has been silent for a day is forgotten.
_BEAT = """
WITH forgotten AS (DELETE FROM singlewindow_heartbeat WHERE beat_at < now() - interval '1 day')
INSERT INTO singlewindow_heartbeat AS known (name, beat_at, broker_seen_at, broker_away_since)
VALUES (%(name)s, now(), CASE WHEN NOT %(away)s THEN now() END, CASE WHEN %(away)s THEN now() END)
ON CONFLICT (name) DO UPDATE
   SET beat_at = now(), broker_seen_at = coalesce(excluded.broker_seen_at, known.broker_seen_at),
       broker_away_since = CASE WHEN %(away)s THEN coalesce(known.broker_away_since, now()) END
"""


class Heart:
    """Beats every few seconds, and when the broker goes or comes back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._due = clock()
        self._told_away = False
        self.name = f"{socket.gethostname()}:{os.getpid()}"

    def beat(self, *, broker_away: bool) -> None:
        """Say that we are alive, if it is time to."""
        if self._clock() < self._due and broker_away == self._told_away:
            return
        self._due, self._told_away = self._clock() + SECONDS, broker_away
        with connection.cursor() as cursor:
            cursor.execute(_BEAT, {"name": self.name, "away": broker_away})

    def stop(self) -> None:
        """We end on purpose."""
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM singlewindow_heartbeat WHERE name = %s", [self.name])
