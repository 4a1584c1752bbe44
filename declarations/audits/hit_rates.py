"""How often what was selected turned out wrong, by what selected it.

Counted are only cases whose result is recorded or that have ended: from counts of open ones an officer could tell which
of them chance selected.
"""

from datetime import date, datetime
from typing import Any

from django.db import connection
from msgspec import Struct

from declarations.audits.found import FOUND
from declarations.selection.estimating import Rate
from declarations.status import Status

_SELECTED = """
SELECT asked ->> 'code', (asked ->> 'version')::int, coalesce(profile.title, ''), count(*),
       count(found.is_wrong), count(*) FILTER (WHERE found.is_wrong)
  FROM declarations_version version
  JOIN declarations_declaration declaration ON declaration.id = version.declaration_id
  JOIN selection_selection selected ON selected.id = version.selection_id
 CROSS JOIN LATERAL jsonb_array_elements(selected.reasons) AS each (asked)
  LEFT JOIN selection_riskprofile profile
    ON profile.code = asked ->> 'code' AND profile.version = (asked ->> 'version')::int
  LEFT JOIN found ON found.declaration_id = declaration.id
 WHERE version.number = 1 AND selected.drawn_on BETWEEN %(since)s AND %(until)s
   AND (found.is_wrong IS NOT NULL OR declaration.status = ANY(%(ended)s))
 GROUP BY 1, 2, 3
 ORDER BY 1, 2
"""
_RATES = "\n".join(("WITH found AS (", FOUND, ")", _SELECTED))


class HitRate(Struct, frozen=True):
    """A version of a profile, or another cause: how many cases it asked for that are over, and what was found."""

    code: str
    version: int
    title: str
    selected: int
    rate: Rate

    @property
    def name(self) -> str:
        """As it stands in a chart."""
        return f"{self.code} v{self.version}" if self.title else self.code


def hit_rates(since: date, until: date, *, known_at: datetime) -> list[HitRate]:
    """Of every profile and cause that selected a declaration of these days, by its code."""
    said: dict[str, Any] = {
        "since": since,
        "until": until,
        "known_at": known_at,
        "ended": [each.value for each in Status.terminal()],
    }
    with connection.cursor() as cursor:
        cursor.execute(_RATES, said)
        return [
            HitRate(code, version, title, selected, Rate(looked_at, wrong))
            for code, version, title, selected, looked_at, wrong in cursor
        ]
