"""What the dispatcher hands out. Several dispatchers do no harm: each row goes to one of them at a time.

The database's clock decides, so that a machine with a wrong one neither hurries nor delays.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction

# Dispatchers claim one after the other: so none of them counts what another is just handing out.
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('permits'), hashtext('claim'))"
# An agency is given as many checks as there is room for calls: with a call to it over, the doorbell rings. While its
# breaker is open it is given none; then one, the probe. Rows whose worker is asking right now are left alone until its
# lease runs out: then it is taken for dead.
_DUE = """
WITH room AS MATERIALIZED (
    SELECT code, CASE WHEN opened_at IS NULL THEN most_at_once - leased - waiting
                      WHEN retry_at <= now() AND (probe_until IS NULL OR probe_until < now()) THEN 1 - waiting
                      ELSE 0 END AS places
      FROM permits_agency JOIN permits_agencybreaker ON agency_id = code
     CROSS JOIN LATERAL (SELECT count(*) AS leased FROM permits_permitcheck
                          WHERE agency_id = code AND lease_id IS NOT NULL AND lease_until > now()) asking
     CROSS JOIN LATERAL (SELECT count(*) AS waiting FROM permits_permitcheck
                          WHERE agency_id = code AND settled_at IS NULL AND published_until > now()
                            AND lease_id IS NULL AND due_at <= now()) published
), picked AS (
    SELECT id FROM room CROSS JOIN LATERAL (
        SELECT id, due_at FROM permits_permitcheck
         WHERE agency_id = code AND settled_at IS NULL AND needs_person_at IS NULL AND due_at <= now()
           AND (published_until IS NULL OR published_until < now())
           AND (lease_until IS NULL OR lease_until < now())
           AND id <> ALL (%(but_not)s::uuid[])
         ORDER BY due_at LIMIT greatest(0, places) FOR NO KEY UPDATE SKIP LOCKED) due
     ORDER BY due_at LIMIT %(limit)s
)
UPDATE permits_permitcheck SET published_until = now() + make_interval(secs => %(seconds)s)
 WHERE id IN (SELECT id FROM picked)
RETURNING id
"""
# Those tried least recently come first, so that one whose receiver always fails delays nobody.
_UNANNOUNCED = """
UPDATE permits_permitcheck SET published_until = now() + make_interval(secs => %(seconds)s)
 WHERE id IN (SELECT id FROM permits_permitcheck
               WHERE settled_at < now() - interval '5 seconds' AND announced_at IS NULL
                 AND (published_until IS NULL OR published_until < now())
                 AND id <> ALL (%(but_not)s::uuid[])
               ORDER BY published_until NULLS FIRST, settled_at LIMIT %(limit)s FOR NO KEY UPDATE SKIP LOCKED)
RETURNING id
"""


def claim_due(*, limit: int, for_seconds: float = 15, but_not: Sequence[str] = ()) -> list[UUID]:
    """At most `limit` checks to ask now, but not those named; nobody else is given them for `for_seconds`.

    No more of an agency are handed out than may be asked at once: the rows are the queue, not the broker.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_ONE_AT_A_TIME)
        return claimed(_DUE, limit=limit, seconds=for_seconds, but_not=but_not)


def claim_unannounced(*, limit: int, for_seconds: float = 15, but_not: Sequence[str] = ()) -> list[UUID]:
    """At most `limit` checks that were settled over 5 s ago and whose asker does not know yet."""
    return claimed(_UNANNOUNCED, limit=limit, seconds=for_seconds, but_not=but_not)


def claimed(statement: str, *, limit: int, seconds: float, but_not: Sequence[str]) -> list[UUID]:
    """The ids that a claiming statement returns."""
    told: dict[str, Any] = {"limit": limit, "seconds": seconds, "but_not": list(but_not)}
    with connection.cursor() as cursor:
        cursor.execute(statement, told)
        return [row[0] for row in cursor.fetchall()]
