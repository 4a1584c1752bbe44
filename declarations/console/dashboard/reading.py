"""The figures of a day. Each statement reads what an index finds of a day, of a month, or of what is open now."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection
from msgspec import Struct

from declarations.audits.hit_rates import HitRate, hit_rates
from permits.checking import AgencyStanding, agencies

# What was declared within a span: the event tells when the store knew it, whatever instant it was declared as at.
_LODGED = """
WITH lodged AS (
    SELECT declaration_id FROM declarations_event
     WHERE name = 'LODGED' AND recorded_at >= %(since)s AND recorded_at < %(to)s
)
"""
_INFLOW = """
SELECT extract(hour FROM recorded_at AT TIME ZONE 'Asia/Tokyo')::int AS hour, direction, category, count(*)
  FROM declarations_event JOIN declarations_declaration ON declarations_declaration.id = declaration_id
 WHERE name = 'LODGED' AND recorded_at >= %(since)s AND recorded_at < %(to)s
 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""
_RELEASED = """
SELECT category, CASE WHEN grouping(customs_office) = 1 THEN NULL ELSE customs_office END, count(*),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM released_at - lodged_at)),
       percentile_cont(0.95) WITHIN GROUP (ORDER BY extract(epoch FROM released_at - lodged_at))
  FROM declarations_event JOIN declarations_declaration ON declarations_declaration.id = declaration_id
 WHERE name = 'RELEASED' AND recorded_at >= %(since)s AND recorded_at < %(to)s AND released_at IS NOT NULL
 GROUP BY GROUPING SETS ((category), (customs_office, category)) ORDER BY 2 NULLS FIRST, 1
"""
_BACKLOG = """
SELECT width_bucket(extract(epoch FROM %(at)s - lodged_at), ARRAY[3600, 14400, 28800, 86400, 259200]) AS age,
       next_action_by, count(*), count(*) FILTER (WHERE next_action_at < %(at)s)
  FROM declarations_declaration WHERE next_action_at IS NOT NULL GROUP BY 1, 2
"""
_CURRENCIES = (
    _LODGED
    + """
SELECT direction, invoice_currency, count(*), sum(customs_value)::bigint
  FROM lodged JOIN declarations_declaration declaration ON declaration.id = declaration_id
  JOIN declarations_version version
    ON version.declaration_id = declaration.id AND version.number = declaration.version
 GROUP BY 1, 2 ORDER BY 1, 4 DESC, 2
"""
)
_DESKS = """
SELECT username, count(*), count(*) FILTER (WHERE next_action_at < %(at)s), min(since)
  FROM declarations_taking JOIN traders_user ON traders_user.id = officer_id
  JOIN declarations_declaration ON declarations_declaration.id = declaration_id
 WHERE ended = '' AND until > %(at)s GROUP BY 1 ORDER BY 2 DESC, 1
"""


class Day(Struct, frozen=True):
    """The figures of one day in Japan; backlog, agencies and desks are those of now. Times are seconds.

    inflow      (hour, direction, category, how many)
    released    (category, office or None for all, how many, half, 95 %)
    backlog     (age from 0 to 5, whose turn, how many, how many of them late)
    hits        of what was declared in the month until the day: the page of the selection counts likewise
    currencies  (direction, currency, declarations, customs value in yen)
    desks       (officer, cases, late ones, since when the oldest)
    """

    inflow: Sequence[tuple[int, str, int, int]]
    released: Sequence[tuple[int, str | None, int, float, float]]
    backlog: Sequence[tuple[int, str, int, int]]
    hits: Sequence[HitRate]
    currencies: Sequence[tuple[str, str, int, int]]
    desks: Sequence[tuple[str, int, int, datetime]]
    agencies: Sequence[AgencyStanding]


def read(*, since: datetime, to: datetime, month: tuple[date, date], at: datetime) -> Day:
    """The day from `since` to `to`, the hits of a month's days, and what is open `at`: seven SQL statements."""
    asked = {"since": since, "to": to, "at": at}
    return Day(
        inflow=_rows(_INFLOW, asked),
        released=_rows(_RELEASED, asked),
        backlog=_rows(_BACKLOG, asked),
        hits=hit_rates(*month, known_at=at),
        currencies=_rows(_CURRENCIES, asked),
        desks=_rows(_DESKS, asked),
        agencies=agencies(),
    )


def _rows(sql: str, asked: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return cursor.fetchall()
