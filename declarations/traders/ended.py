"""Which programs' tokens have ended before their time: deactivated, a secret replaced, a key revoked.

A token says all by itself, so that a request needs no look-up. What ended is few, so each process keeps the list of it
and reads it anew once it is `FRESH` old: a token outlives its client by that much at most, and not by its own ten
minutes. The token endpoint always reads it anew.
"""

import threading
from datetime import datetime, timedelta

from declarations.traders.errors import TokenRefused
from declarations.traders.models import ApiClient

FRESH = timedelta(seconds=10)
REMEMBERED = timedelta(minutes=11)  # longer than a token lives: what changed before has no token left


class Ended:
    """One process's list: client id to the microsecond from which its tokens count again; None while deactivated."""

    def __init__(self) -> None:
        self._since: dict[str, int | None] = {}
        self._read_at: datetime | None = None
        self._lock = threading.Lock()

    def refuse(self, client_id: str, *, credentials: int, at: datetime) -> None:
        """Raises TokenRefused for a token of credentials that have ended."""
        if self._read_at is None or not timedelta(0) <= at - self._read_at < FRESH:
            self.read(at=at)
        since = self._since.get(client_id, 0)
        if since is None or credentials < since:
            raise TokenRefused("its client was deactivated or its credentials were replaced")

    def read(self, *, at: datetime) -> None:
        """One statement, which finds next to nothing."""
        rows = ApiClient.objects.ended(since=at - REMEMBERED).values_list(
            "client_id", "is_active", "credentials_changed_at"
        )
        with self._lock:
            self._since = {name: microseconds(changed) if active else None for name, active, changed in rows}
            self._read_at = at


def microseconds(instant: datetime) -> int:
    """Unix time, microseconds: what PostgreSQL keeps, without loss."""
    return round(instant.timestamp() * 1_000_000)


ended = Ended()
