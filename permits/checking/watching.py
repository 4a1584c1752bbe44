"""How the agencies stand, for those who watch the service: two SQL statements, however many checks there are."""

from datetime import datetime

from django.db import connection
from msgspec import Struct

CALLS_SECONDS = 300
DECISIONS_SECONDS = 3600


class AgencyStanding(Struct, frozen=True):
    """One agency now. Times are seconds; percentiles are of the last hour's decisions, from the check's beginning."""

    code: str
    name: str
    breaker: str
    breaker_open_since: datetime | None
    most_at_once: int
    in_flight: int
    open: int
    backlog: int
    oldest_due_seconds: float
    needs_person: int
    calls: int
    failures: int
    decided: int
    decision_p50_seconds: float | None
    decision_p95_seconds: float | None


class Backlog(Struct, frozen=True):
    """Work of one kind, named as its task, that is due: how many rows, and for how long the oldest."""

    kind: str
    waiting: int
    oldest_seconds: float


# A check's id is a uuid7: its first 48 bits are the milliseconds at which it was made, whatever day it is opened as at.
_AGENCIES = """
WITH due AS (
    SELECT agency_id, count(*) AS backlog, coalesce(extract(epoch FROM now() - min(due_at)), 0) AS oldest
      FROM permits_permitcheck
     WHERE settled_at IS NULL AND needs_person_at IS NULL AND due_at <= now() GROUP BY agency_id
), waiting AS (
    SELECT agency_id, count(*) AS open FROM permits_permitcheck
     WHERE settled_at IS NULL AND needs_person_at IS NULL GROUP BY agency_id
), persons AS (
    SELECT agency_id, count(*) AS persons, count(*) FILTER (WHERE settled_at IS NULL) AS open FROM permits_permitcheck
     WHERE needs_person_at IS NOT NULL GROUP BY agency_id
), leased AS (
    SELECT agency_id, count(*) AS in_flight FROM permits_permitcheck
     WHERE lease_id IS NOT NULL AND lease_until > now() GROUP BY agency_id
), called AS (
    SELECT agency_id, count(*) AS calls, count(*) FILTER (WHERE error_code <> '') AS failures
      FROM permits_permitcheckattempt JOIN permits_permitcheck asked ON asked.id = permit_check_id
     WHERE act = 'CALLED' AND ended_at > now() - make_interval(secs => %(calls)s) GROUP BY agency_id
), timed AS (
    SELECT agency_id, extract(epoch FROM settled_at) - (
           'x' || lpad(substr(replace(id::text, '-', ''), 1, 12), 16, '0'))::bit(64)::bigint / 1000.0 AS took
      FROM permits_permitcheck
     WHERE settled_at > now() - make_interval(secs => %(decisions)s)
       AND status IN ('CONFIRMED', 'PARTLY_CONFIRMED', 'REFUSED')
), decided AS (
    SELECT agency_id, count(*) AS decided, percentile_cont(0.5) WITHIN GROUP (ORDER BY took) AS p50,
           percentile_cont(0.95) WITHIN GROUP (ORDER BY took) AS p95
      FROM timed GROUP BY agency_id
)
SELECT code, name, CASE WHEN opened_at IS NULL THEN 'CLOSED' WHEN retry_at > now() THEN 'OPEN' ELSE 'HALF_OPEN' END,
       opened_at, most_at_once, coalesce(in_flight, 0), coalesce(waiting.open, 0) + coalesce(persons.open, 0),
       coalesce(backlog, 0), coalesce(oldest, 0)::float, coalesce(persons, 0), coalesce(calls, 0),
       coalesce(failures, 0), coalesce(decided, 0), p50, p95
  FROM permits_agency JOIN permits_agencybreaker ON permits_agencybreaker.agency_id = code
  LEFT JOIN due ON due.agency_id = code LEFT JOIN waiting ON waiting.agency_id = code
  LEFT JOIN persons ON persons.agency_id = code LEFT JOIN leased ON leased.agency_id = code
  LEFT JOIN called ON called.agency_id = code LEFT JOIN decided ON decided.agency_id = code
 WHERE adapter <> 'manual' ORDER BY code
"""
_BACKLOGS = """
SELECT 'ask', count(*), coalesce(extract(epoch FROM now() - min(due_at)), 0)::float FROM permits_permitcheck
 WHERE settled_at IS NULL AND needs_person_at IS NULL AND due_at <= now()
 UNION ALL
SELECT 'announce', count(*), coalesce(extract(epoch FROM now() - min(settled_at)), 0)::float FROM permits_permitcheck
 WHERE settled_at < now() - interval '5 seconds' AND announced_at IS NULL
 UNION ALL
SELECT 'mark_overdue', count(*), coalesce(extract(epoch FROM now() - min(overdue_at)), 0)::float
  FROM permits_permitcheck WHERE status IN ('DUE', 'ASKED', 'INSPECTION_ORDERED') AND overdue_at <= now()
"""


def agencies() -> list[AgencyStanding]:
    """Every agency that is asked over the network."""
    with connection.cursor() as cursor:
        cursor.execute(_AGENCIES, {"calls": CALLS_SECONDS, "decisions": DECISIONS_SECONDS})
        return [AgencyStanding(*row) for row in cursor.fetchall()]


def backlogs() -> list[Backlog]:
    """What the checks owe now."""
    with connection.cursor() as cursor:
        cursor.execute(_BACKLOGS)
        return [Backlog(*row) for row in cursor.fetchall()]
