"""The broker as a dispatcher sees it: a doorbell that works, or one that is left alone for a while."""

import logging
import time
from collections.abc import Callable

from celery import Task

from singlewindow.celery import app

logger = logging.getLogger(__name__)

MOST_WAITING = 500
"""Messages of one queue that wait in the broker: with more there, nothing is published to it."""
TRIED_AGAIN_AFTER = 10.0
"""Seconds after which a broker that was away is tried again: a frozen one costs its socket's limit each time."""


class Broker:
    """Redis, which may be flushed, frozen or away. No call here raises."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._left_alone_until = 0.0
        self.is_away = False

    @property
    def is_left_alone(self) -> bool:
        """Whether it was away a moment ago."""
        return self._clock() < self._left_alone_until

    def room(self, task: Task) -> int | None:
        """How many more messages a task's queue takes; None where the broker is away."""
        if self.is_left_alone:
            return None
        try:
            with app.connection_or_acquire() as connection:
                waiting = connection.default_channel.client.llen(queue_of(task))
        except Exception as away:  # whatever the broker's client raises
            self._away(away)
            return None
        self._there()
        return max(0, MOST_WAITING - int(waiting))

    def publish(self, task: Task, row_id: str) -> bool:
        """Hand a row's id to a worker. Whether the broker took it."""
        try:
            task.apply_async((row_id,))
        except Exception as away:
            self._away(away)
            return False
        self._there()
        return True

    def _there(self) -> None:
        if self.is_away:
            logger.warning("the broker is back")
        self.is_away, self._left_alone_until = False, 0.0

    def _away(self, raised: Exception) -> None:
        if not self.is_away:
            logger.warning("the broker is away: %s", raised)
        self.is_away, self._left_alone_until = True, self._clock() + TRIED_AGAIN_AFTER


def queue_of(task: Task) -> str:
    """The queue that a task is published to."""
    return str(app.amqp.router.route({}, task.name)["queue"].name)
