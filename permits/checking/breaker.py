"""The circuit breaker of an agency, weighed from the attempts that stand in the store, by the database's clock.

It opens where at least half of the calls of the last minute failed, of at least twenty, and is closed by the answer to
one probe. An open breaker delays: the checks stay due in their rows, and no failure is counted for them.

What is weighed here comes after the attempt is committed: a worker that dies in between leaves a breaker that the
next failure opens, or a probe that is taken for dead.
"""

from uuid import UUID

from django.db import connection

FEWEST_CALLS = 20
WINDOW_SECONDS = 60
RETRY_SECONDS = 30

_PROBE = """
UPDATE permits_agencybreaker SET probe_id = %(lease)s, probe_until = now() + make_interval(secs => %(seconds)s)
 WHERE agency_id = %(agency)s
"""
# Each attempt that was no answer has its kind of failure, a fenced one too.
_FAILED = """
UPDATE permits_agencybreaker breaker
   SET opened_at = coalesce(opened_at, now()), retry_at = now() + make_interval(secs => %(retry)s),
       probe_id = NULL, probe_until = NULL
 WHERE agency_id = %(agency)s
   AND CASE WHEN breaker.opened_at IS NOT NULL THEN probe_id = %(lease)s
            ELSE (SELECT count(*) >= %(fewest)s AND 2 * count(*) FILTER (WHERE error_code <> '') >= count(*)
                    FROM permits_permitcheckattempt attempt JOIN permits_permitcheck asked ON asked.id = permit_check_id
                   WHERE act = 'CALLED' AND asked.agency_id = breaker.agency_id
                     AND ended_at > greatest(now() - make_interval(secs => %(window)s), breaker.closed_at)) END
"""
_ANSWERED = """
UPDATE permits_agencybreaker
   SET opened_at = NULL, retry_at = NULL, closed_at = now(), probe_id = NULL, probe_until = NULL
 WHERE agency_id = %(agency)s AND probe_id = %(lease)s
"""


def probe(agency: str, *, lease_id: UUID, seconds: float) -> None:
    """This worker's call is the one that an open breaker lets through. Its row is locked by the caller."""
    _do(_PROBE, agency=agency, lease=lease_id, seconds=seconds)


def failed(agency: str, *, lease_id: UUID) -> None:
    """A call came to nothing: open the breaker where that makes too many, or leave it open after a probe."""
    limits = {"fewest": FEWEST_CALLS, "window": WINDOW_SECONDS, "retry": RETRY_SECONDS}
    _do(_FAILED, agency=agency, lease=lease_id, **limits)


def answered(agency: str, *, lease_id: UUID) -> None:
    """The probe was answered: close the breaker."""
    _do(_ANSWERED, agency=agency, lease=lease_id)


def _do(statement: str, **told: UUID | str | float) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, told)
