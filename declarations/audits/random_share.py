"""What chance selected, by stratum, on the days whose key is shown: before that no count of it is told to anybody."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from msgspec import Struct

from declarations.audits.found import FOUND
from declarations.selection.estimating import Rate

_SELECTED = """
SELECT selected.stratum, min(selected.share), max(selected.share), count(*),
       count(*) FILTER (WHERE selected.draw < selected.share),
       count(found.is_wrong) FILTER (WHERE selected.draw < selected.share),
       count(*) FILTER (WHERE selected.draw < selected.share AND found.is_wrong)
  FROM declarations_version version
  JOIN selection_selection selected ON selected.id = version.selection_id
  JOIN selection_drawday day ON day."on" = selected.drawn_on AND day.key <> ''
  LEFT JOIN found ON found.declaration_id = version.declaration_id
 WHERE version.number = 1 AND selected.drawn_on BETWEEN %(since)s AND %(until)s
   AND NOT selected.reasons @> '[{"code": "SANDBOX"}]'
 GROUP BY 1 ORDER BY 1
"""
_DRAWN = "\n".join(("WITH found AS (", FOUND, ")", _SELECTED))


class Stratum(Struct, frozen=True):
    """A stratum: the shares that were in force, how many were declared, how many drawn, and what was found of these."""

    name: str
    least: Decimal
    most: Decimal
    declared: int
    drawn: int
    rate: Rate

    @property
    def shares(self) -> str:
        """In percent; from and to where it was changed."""
        least, most = (f"{100 * share:f}".rstrip("0").rstrip(".") for share in (self.least, self.most))
        return least if least == most else f"{least} to {most}"

    @property
    def percent(self) -> float:
        """How many of a hundred were drawn."""
        return 100 * self.drawn / self.declared


def random_share(since: date, until: date, *, known_at: datetime) -> list[Stratum]:
    """Of every stratum in which something was declared on these days."""
    said: dict[str, Any] = {"since": since, "until": until, "known_at": known_at}
    with connection.cursor() as cursor:
        cursor.execute(_DRAWN, said)
        return [
            Stratum(name, least, most, declared, drawn, Rate(looked_at, wrong))
            for name, least, most, declared, drawn, looked_at, wrong in cursor
        ]
