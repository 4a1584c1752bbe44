"""Which importers to visit next, from the scores that were kept with their declarations."""

from datetime import date, datetime
from typing import Any

from django.db import connection

from declarations.selection.sites import Site, ranked
from declarations.status import Status

# What is audited already tells nothing new; an audit that was corrected was one all the same.
_IMPORTERS = """
SELECT trader.code, trader.name, count(*), count(*) FILTER (WHERE selected.likelihood IS NULL),
       coalesce(sum(version.total_to_pay), 0)::bigint,
       coalesce(sum(selected.likelihood * version.total_to_pay), 0)::float,
       (SELECT max(audited_on) FROM audits_auditresult audit
          JOIN declarations_declaration own ON own.id = audit.declaration_id
         WHERE own.trader_id = trader.id AND audit.at <= %(at)s)
  FROM declarations_declaration declaration
  JOIN declarations_version version
    ON version.declaration_id = declaration.id AND version.number = declaration.version
  JOIN selection_selection selected ON selected.id = version.selection_id
  JOIN traders_trader trader ON trader.id = declaration.trader_id
 WHERE declaration.direction = 'IMPORT' AND declaration.status = %(released)s
   AND declaration.lodged_on BETWEEN %(since)s AND %(until)s
   AND NOT EXISTS (SELECT FROM audits_auditresult audit
                    WHERE audit.declaration_id = declaration.id AND audit.at <= %(at)s)
 GROUP BY trader.id, trader.code, trader.name
"""


def sites(since: date, until: date, *, at: datetime) -> list[Site]:
    """The importers of what was released and lodged in these days, those first where an hour finds most."""
    said: dict[str, Any] = {"since": since, "until": until, "at": at, "released": Status.RELEASED.value}
    with connection.cursor() as cursor:
        cursor.execute(_IMPORTERS, said)
        return ranked(
            Site(
                code=code,
                name=name,
                declarations=declarations,
                unscored=unscored,
                stake=stake,
                expected=expected,
                audited_on=audited_on,
            )
            for code, name, declarations, unscored, stake, expected, audited_on in cursor
        )
