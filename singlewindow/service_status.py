"""How the whole service stands: a fixed number of SQL statements, at most once in a few seconds a process."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Generic, TypeVar

from django.db import connection
from django.utils import timezone
from msgspec import Struct

from declarations import clearance, months
from declarations.clearance.watching import DeclarationsStanding, SelectionStanding
from declarations.notifications import watching as notifications
from permits import checking
from permits.checking import AgencyStanding
from singlewindow.heartbeat import ALIVE_SECONDS
from singlewindow.owed import OWED

SECONDS = 5.0
LATE_SECONDS = 300.0
"""Work that has been due for so long is late."""

T = TypeVar("T")


class Work(Struct, frozen=True):
    """One kind of work: rows that are due, and rows that raise when they are worked on."""

    kind: str
    about: str
    waiting: int
    oldest_seconds: float
    failing: int
    dead: int


class DispatcherStanding(Struct, frozen=True):
    """The dispatchers: whether one is alive, and how the last to speak saw the broker."""

    alive: bool
    count: int
    last_beat_at: datetime | None
    broker_reachable: bool | None
    broker_seen_at: datetime | None
    broker_away_since: datetime | None


class ServiceStatus(Struct, frozen=True):
    """All of it. `attention` names what a person should look at; it is empty while all is well."""

    status: str
    at: datetime
    attention: tuple[str, ...]
    dispatcher: DispatcherStanding
    declarations: DeclarationsStanding
    work: tuple[Work, ...]
    agencies: tuple[AgencyStanding, ...]
    selection: SelectionStanding


def read() -> ServiceStatus:
    """As it stands now."""
    dispatcher, declarations = _dispatcher(), clearance.declarations_standing()
    work, agencies = tuple(_work()), tuple(checking.agencies())
    selection = clearance.selection_standing()
    attention = _attention(dispatcher, declarations, work, agencies, selection)
    return ServiceStatus(
        status="attention" if attention else "ok",
        at=timezone.now(),
        attention=attention,
        dispatcher=dispatcher,
        declarations=declarations,
        work=work,
        agencies=agencies,
        selection=selection,
    )


class Remembered(Generic[T]):
    """A value that is read anew once it is some seconds old."""

    def __init__(self, read: Callable[[], T], *, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._read, self._seconds, self._clock = read, seconds, clock
        self._known: tuple[float, T] | None = None

    def __call__(self) -> T:
        if self._known is None or self._clock() >= self._known[0]:
            self._known = (self._clock() + self._seconds, self._read())
        return self._known[1]


current = Remembered(read, seconds=SECONDS)

_DISPATCHERS = """
SELECT count(*) FILTER (WHERE beat_at > now() - make_interval(secs => %s)), max(beat_at),
       (array_agg(broker_away_since IS NULL ORDER BY beat_at DESC))[1], max(broker_seen_at),
       (array_agg(broker_away_since ORDER BY beat_at DESC))[1]
  FROM singlewindow_heartbeat
"""
_TROUBLES = """
SELECT kind, count(*) FILTER (WHERE dead_at IS NULL), count(*) FILTER (WHERE dead_at IS NOT NULL)
  FROM singlewindow_trouble WHERE failures > 0 GROUP BY kind
"""


def _dispatcher() -> DispatcherStanding:
    with connection.cursor() as cursor:
        cursor.execute(_DISPATCHERS, [ALIVE_SECONDS])
        count, *told = cursor.fetchone()
    return DispatcherStanding(count > 0, count, *told)


def _work() -> list[Work]:
    with connection.cursor() as cursor:
        cursor.execute(_TROUBLES)
        troubles = {kind: (failing, dead) for kind, failing, dead in cursor.fetchall()}
    backlogs = [*checking.backlogs(), *clearance.backlogs(), notifications.backlog()]
    waiting = {backlog.kind: (backlog.waiting, backlog.oldest_seconds) for backlog in backlogs}
    return [Work(owed.kind, owed.name, *waiting[owed.kind], *troubles.get(owed.kind, (0, 0))) for owed in OWED]


def _attention(
    dispatcher: DispatcherStanding,
    declarations: DeclarationsStanding,
    work: tuple[Work, ...],
    agencies: tuple[AgencyStanding, ...],
    selection: SelectionStanding,
) -> tuple[str, ...]:
    found = {
        "dispatcher-silent": not dispatcher.alive,
        "broker-away": dispatcher.broker_reachable is False,
        "declarations-stuck": declarations.stuck > 0,
        "selection-model-failing": selection.failures > 0,
        "months-run-out": months.are_running_out(timezone.now()),
        **{f"dead-work:{each.kind}": each.dead > 0 for each in work},
        **{f"work-late:{each.kind}": each.oldest_seconds > LATE_SECONDS for each in work},
        **{f"breaker-open:{each.code}": each.breaker != "CLOSED" for each in agencies},
        **{f"needs-person:{each.code}": each.needs_person > 0 for each in agencies},
    }
    return tuple(name for name, is_so in found.items() if is_so)
