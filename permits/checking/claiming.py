"""What the dispatcher hands out. Several dispatchers do no harm: each row goes to one of them at a time.

The database's clock decides, so that a machine with a wrong one neither hurries nor delays.
"""

from uuid import UUID

from django.db import connection

MOST_IN_FLIGHT = 500

# Rows whose worker is asking right now are left alone until its lease runs out: then it is taken for dead.
_DUE = """
UPDATE permits_permitcheck SET published_until = now() + make_interval(secs => %(seconds)s)
 WHERE id IN (SELECT id FROM permits_permitcheck
               WHERE settled_at IS NULL AND needs_person_at IS NULL AND due_at <= now()
                 AND (published_until IS NULL OR published_until < now())
                 AND (lease_until IS NULL OR lease_until < now())
               ORDER BY due_at LIMIT least(%(limit)s, greatest(0, %(most_in_flight)s - (
                   SELECT count(*) FROM permits_permitcheck
                    WHERE settled_at IS NULL AND published_until > now() AND lease_id IS NULL AND due_at <= now())))
               FOR NO KEY UPDATE SKIP LOCKED)
RETURNING id
"""
# Those tried least recently come first, so that one whose receiver always fails delays nobody.
_UNANNOUNCED = """
UPDATE permits_permitcheck SET published_until = now() + make_interval(secs => %(seconds)s)
 WHERE id IN (SELECT id FROM permits_permitcheck
               WHERE settled_at < now() - interval '5 seconds' AND announced_at IS NULL
                 AND (published_until IS NULL OR published_until < now())
               ORDER BY published_until NULLS FIRST, settled_at LIMIT %(limit)s FOR NO KEY UPDATE SKIP LOCKED)
RETURNING id
"""


def claim_due(*, limit: int, for_seconds: float = 15, most_in_flight: int = MOST_IN_FLIGHT) -> list[UUID]:
    """At most `limit` checks to ask now; nobody else is given them for `for_seconds`.

    Nothing is handed out while `most_in_flight` wait for a worker: the rows are the queue, not the broker.
    """
    return claimed(_DUE, limit=limit, seconds=for_seconds, most_in_flight=most_in_flight)


def claim_unannounced(*, limit: int, for_seconds: float = 15) -> list[UUID]:
    """At most `limit` checks that were settled over 5 s ago and whose asker does not know yet."""
    return claimed(_UNANNOUNCED, limit=limit, seconds=for_seconds)


def claimed(statement: str, **parameters: float) -> list[UUID]:
    """The ids that a claiming statement returns."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [row[0] for row in cursor.fetchall()]
