"""How much is not in order among what was declared in a time: estimated from what chance and reasons selected."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import groupby

from django.db import connection

from declarations.audits.found import FOUND
from declarations.selection.estimating import Case, Estimate, estimate

# The first selection of each declaration decides how likely it was looked at; the sandbox's scripts are no chance. Days
# on which a stratum had another share are a stratum of their own: there each member was drawn as likely as the next.
_SELECTED = """
SELECT date_trunc('month', selected.drawn_on)::date, selected.stratum || ' ' || selected.share,
       EXISTS (SELECT FROM jsonb_array_elements(selected.reasons) AS each (asked) WHERE asked ->> 'code' <> 'RANDOM'),
       selected.draw < selected.share, found.is_wrong
  FROM declarations_version version
  JOIN selection_selection selected ON selected.id = version.selection_id
  LEFT JOIN found ON found.declaration_id = version.declaration_id
 WHERE version.number = 1 AND selected.drawn_on BETWEEN %(since)s AND %(until)s
   AND NOT selected.reasons @> '[{"code": "SANDBOX"}]'
 ORDER BY 1
"""
_CASES = "\n".join(("WITH found AS (", FOUND, ")", _SELECTED))
Months = list[tuple[date, Estimate | None]]


def noncompliance(since: date, until: date, *, known_at: datetime) -> Estimate | None:
    """The estimated rate among what was declared in these days; None where nothing has a result."""
    return estimate(case for _, case in _cases(since, until, known_at=known_at))


def noncompliance_by_month(since: date, until: date, *, known_at: datetime) -> Months:
    """The same of each month that has a declaration, by its first day."""
    cases = _cases(since, until, known_at=known_at)
    return [(month, estimate(_of(each))) for month, each in groupby(cases, key=lambda case: case[0])]


def _of(cases: Iterable[tuple[date, Case]]) -> Iterator[Case]:
    return (case for _, case in cases)


def _cases(since: date, until: date, *, known_at: datetime) -> Iterator[tuple[date, Case]]:
    with connection.cursor() as cursor:
        cursor.execute(_CASES, {"since": since, "until": until, "known_at": known_at})
        for month, *row in cursor:
            yield month, Case(*row)
