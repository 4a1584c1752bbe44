"""Work that raises: counted, put off, given up after twelve times.

One mechanism for every kind of work. A failure that the work itself foresees (an agency that does not answer, a
receiver that is away) is an outcome and is counted in its own row; what comes here is what nobody foresaw. Neighbours
are not affected: the dispatcher is told which rows to leave out.
"""

import logging
import traceback
from collections import defaultdict
from datetime import datetime
from typing import Any

import psycopg
from django.db import InterfaceError, OperationalError, connection
from django.db.models import Q
from django.db.models.functions import Now

from singlewindow.models import Trouble

logger = logging.getLogger(__name__)

MOST_FAILURES = 12
_LONGEST_ERROR = 500
_STORE_AWAY = ("08", "53", "57P", "25006")  # no connection, no room, shutting down, read-only after a failover

# Full jitter: anything from nothing to a limit that doubles with each failure, at most a quarter of an hour.
_NOTE = """
INSERT INTO singlewindow_trouble AS known (kind, row_id, failures, error, first_at, last_at, due_at)
VALUES (%(kind)s, %(row)s, 1, %(error)s, now(), now(), now() + make_interval(secs => random() * 4))
ON CONFLICT (kind, row_id) DO UPDATE
   SET failures = known.failures + 1, error = excluded.error, last_at = now(),
       due_at = now() + make_interval(secs => random() * least(900, 2 * 2 ^ least(20, known.failures + 1))),
       dead_at = CASE WHEN known.failures + 1 >= %(most)s THEN coalesce(known.dead_at, now()) END
RETURNING failures, dead_at IS NOT NULL
"""


def note(kind: str, row_id: str, raised: Exception) -> bool:
    """Count a failure of our own. Whether the row is dead by now. A store that is away is nobody's fault."""
    if is_store_away(raised):
        return False
    told: dict[str, Any] = {"kind": kind, "row": row_id, "error": _told(raised), "most": MOST_FAILURES}
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, told)
        failures, is_dead = cursor.fetchone()
    logger.error("%s %s raised for the %d. time: %s", kind, row_id, failures, type(raised).__name__)
    return bool(is_dead)


def forget(kind: str, row_id: str) -> None:
    """The work is done: whatever was wrong is over."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM singlewindow_trouble WHERE kind = %s AND row_id = %s", [kind, row_id])


def left_out() -> dict[str, list[str]]:
    """The rows of each kind that are not to be tried now: dead, or put off."""
    found: dict[str, list[str]] = defaultdict(list)
    waiting = Trouble.objects.filter(Q(dead_at__isnull=False) | Q(due_at__gt=Now()))
    for kind, row_id in waiting.values_list("kind", "row_id"):
        found[kind].append(row_id)
    return found


def clean_up(at: datetime) -> int:
    """A chore: what has not failed for a day was done otherwise, or is owed no longer. How many."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM singlewindow_trouble WHERE dead_at IS NULL AND due_at < now() - interval '1 day'")
        return cursor.rowcount


def is_store_away(raised: Exception) -> bool:
    """Whether it is the store that could not, and not this row."""
    if isinstance(raised, InterfaceError):
        return True
    cause = raised.__cause__
    if not isinstance(raised, OperationalError) or not isinstance(cause, psycopg.Error):
        return False
    return cause.sqlstate is None or cause.sqlstate.startswith(_STORE_AWAY)


def _told(raised: Exception) -> str:
    """Kind, place, and the first line of the words: what comes after it may repeat a row."""
    frames = traceback.extract_tb(raised.__traceback__)
    place = f" in {frames[-1].name} ({frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno})" if frames else ""
    words = str(raised).partition("\n")[0]
    return f"{type(raised).__name__}{place}: {words}"[:_LONGEST_ERROR]
