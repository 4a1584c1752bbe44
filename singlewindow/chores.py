"""Chores: work of the store's own that comes round by the clock, done by the dispatcher itself without Celery.

A chore is short and may be done twice. Each dispatcher keeps its own clock; an advisory lock of PostgreSQL sees to it
that no two of them do the same chore at the same moment.
"""

import logging
import time
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import connection
from django.utils import timezone
from msgspec import Struct

from declarations import clearance, months
from declarations.dataset.proving import checkpoints
from declarations.traders.models import PersonSession, Tally, UsedAssertion
from declarations.web import usual_times
from singlewindow import troubles

logger = logging.getLogger(__name__)

HOUR = 3600.0


class Chore(Struct, frozen=True):
    """Something to do every so many seconds: it is told the instant, and tells how many rows it was about."""

    name: str
    every: float
    do: Callable[[datetime], int]


CHORES = (
    Chore("drafts past their time", HOUR, clearance.clean_up_drafts),
    Chore("duty declarations to remind of", HOUR, clearance.remind_of_duty),
    Chore("batches past their time", HOUR, clearance.clean_up_batches),
    Chore("assertions past their time", HOUR, lambda at: UsedAssertion.objects.forget(at)),
    Chore("counts of limits past their time", HOUR, lambda at: Tally.objects.forget(at)),
    Chore("days of the random draw", HOUR, clearance.keep_draw_days),
    Chore("sessions past their time", HOUR, lambda at: PersonSession.objects.filter(expire_date__lt=at).delete()[0]),
    Chore("failing work that is over", HOUR, troubles.clean_up),
    Chore("how long things usually take", HOUR, usual_times.measure),
    Chore("versions to sign", HOUR, checkpoints.take_in),
    Chore("months to keep things in", HOUR, months.make_ahead),
)


class Round:
    """Which chores are due, by a clock in seconds that only goes forward. All are due at the start."""

    def __init__(self, chores: Sequence[Chore] = CHORES, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._due = {chore: clock() for chore in chores}

    def go(self) -> list[str]:
        """Do what is due; the names of what was done here. What another dispatcher is doing is left to it."""
        done = []
        for chore, due in self._due.items():
            if due <= self._clock():
                self._due[chore] = self._clock() + chore.every
                if _do_alone(chore):
                    done.append(chore.name)
        return done


def _do_alone(chore: Chore) -> bool:
    lock = ["chore", chore.name]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s), hashtext(%s))", lock)
        if not cursor.fetchone()[0]:
            return False
        try:
            rows = chore.do(timezone.now())
        finally:
            cursor.execute("SELECT pg_advisory_unlock(hashtext(%s), hashtext(%s))", lock)
    if rows:
        logger.info("%s: %d rows", chore.name, rows)
    return True
