"""How often one caller may do something within a window of time, counted without Redis.

Each process counts in memory and tells PostgreSQL every so many times; as a limit comes near it tells each time, and
so learns what the other processes counted. Within a limit's margin the count is exact. Far from it a caller costs one
small statement in `tell_every`, and the processes together let pass at most `tell_every - 1` too many for each process
but one. Windows are whole minutes of the clock (or whatever the limit says): two windows beside one another may each be
used up.
"""

import threading
from datetime import UTC, datetime

from django.conf import settings
from msgspec import Struct

from declarations.traders.models import Tally


class Limit(Struct, frozen=True):
    """So many within so many seconds. `margin`: so near to the end every one is told to PostgreSQL."""

    name: str
    most: int
    seconds: int = 60
    tell_every: int = 1
    margin: int = 0

    def window(self, at: datetime) -> int:
        """The number of the window that an instant lies in."""
        return int(at.timestamp()) // self.seconds

    def ends_at(self, at: datetime) -> datetime:
        """When that window ends."""
        return datetime.fromtimestamp((self.window(at) + 1) * self.seconds, tz=UTC)


class Standing(Struct, frozen=True):
    """Where a caller stands: how often it was, how many are left, the seconds until the window ends."""

    limit: Limit
    count: int
    resets_in: int

    @property
    def is_within(self) -> bool:
        return self.count <= self.limit.most

    @property
    def left(self) -> int:
        return max(0, self.limit.most - self.count)


def writes() -> Limit:
    """Changes of one caller through the API."""
    return Limit("writes", settings.WRITES_A_MINUTE, tell_every=20, margin=100)


def reads() -> Limit:
    """Looks of one caller through the API, ten for a change: each process counts for itself, so that a look costs no
    statement."""
    return Limit("reads", 10 * settings.WRITES_A_MINUTE, tell_every=10 * settings.WRITES_A_MINUTE)


def token_requests() -> Limit:
    """Tokens asked for from one address, whoever asks; counted like looks."""
    return Limit("tokens", settings.WRITES_A_MINUTE, tell_every=settings.WRITES_A_MINUTE)


def misses() -> Limit:
    """Answers of 404 to a number or id, of one caller: someone guesses."""
    return Limit("misses", settings.MISSES_A_MINUTE)


class _Count(Struct):
    told: int = 0  # as PostgreSQL had it when it was last told, all processes together
    untold: int = 0  # of this process since then


class Counting:
    """What one process has counted, of the current windows alone."""

    def __init__(self) -> None:
        self._windows: dict[str, tuple[int, dict[str, _Count]]] = {}
        self._lock = threading.Lock()

    def count(self, limit: Limit, who: str, *, at: datetime) -> Standing:
        """One more. Far beyond the limit nothing is told any more: a flood costs no statement."""
        with self._lock:
            found = self._find(limit, who, at=at)
            found.untold += 1
            telling = found.untold if self._is_told_now(limit, found) else 0
            found.untold -= telling
        if telling:
            told = Tally.objects.add([(limit, who)], by=telling, at=at)[limit.name]
            with self._lock:
                found.told = max(found.told, told)
        return self._standing(limit, found, at=at)

    def standing(self, limit: Limit, who: str, *, at: datetime) -> Standing:
        """Where the caller stands, as far as this process knows; nothing is counted."""
        with self._lock:
            return self._standing(limit, self._find(limit, who, at=at), at=at)

    def forget(self) -> None:
        """Begin anew, as a new process does."""
        with self._lock:
            self._windows.clear()

    def _find(self, limit: Limit, who: str, *, at: datetime) -> _Count:
        window, counts = self._windows.get(limit.name, (0, {}))
        if window != limit.window(at):
            window, counts = limit.window(at), {}
            self._windows[limit.name] = (window, counts)
        return counts.setdefault(who, _Count())

    def _is_told_now(self, limit: Limit, found: _Count) -> bool:
        if found.told > limit.most:
            return False
        return found.untold >= limit.tell_every or found.told + found.untold > limit.most - limit.margin

    def _standing(self, limit: Limit, found: _Count, *, at: datetime) -> Standing:
        resets_in = max(1, round((limit.ends_at(at) - at).total_seconds()))
        return Standing(limit, found.told + found.untold, resets_in)


counting = Counting()
