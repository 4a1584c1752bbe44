"""The aggregates of a month, over the declarations as they were known at an instant. SQL, one statement each.

Imports are dated by the permit, or by the release before it, at their CIF value by country of origin; exports by their
departure, once permitted, at their FOB value by country of destination. Goods items of 200,000 yen and less are left
out (Customs Act art. 102; general rules of the trade statistics). Of a declaration the last version that was made by
the instant counts.
"""

from datetime import date, datetime
from typing import Any

from django.db import connection
from msgspec import Struct

from declarations.dataset.models import Population
from declarations.dataset.statistics.cells import Choice, Invoiced, Trade
from declarations.dataset.statistics.countries import ASIA, eu_on

LEAST = 200_000
"""A goods item is counted where its value is above this, yen."""


class Scope(Struct, frozen=True):
    """Which declarations are counted: a month by its first day, whose, and as known at which instant."""

    month: date
    population: Population
    known_at: datetime

    @property
    def end(self) -> date:
        """The first day of the next month."""
        return date(self.month.year + self.month.month // 12, self.month.month % 12 + 1, 1)

    @property
    def parameters(self) -> dict[str, Any]:
        """What the statements are asked with."""
        return {
            "first": self.month,
            "end": self.end,
            "generated": self.population == Population.GENERATED,
            "known_at": self.known_at,
            "least": LEAST,
            "eu": sorted(eu_on(self.month)),
            "asia": sorted(ASIA),
        }


# Demonstration traders who were not generated are in neither population.
WHOSE = """CASE WHEN %(generated)s
            THEN EXISTS (SELECT FROM dataset_generatedtrader g WHERE g.trader_id = d.declarant_id)
            ELSE NOT t.is_demonstration END"""
# Known is what was made by then and had come by then: the sandbox's clock may set the one, only the store the other.
VERSION = """JOIN LATERAL (
       SELECT version.* FROM declarations_version version
         JOIN declarations_submission message ON message.id = version.submission_id
        WHERE version.declaration_id = d.id AND version.made_at <= %(known_at)s AND message.received_at <= %(known_at)s
        ORDER BY version.number DESC LIMIT 1) v ON true"""
_DATED = f"""
WITH dated AS (
  SELECT d.direction, left(g.commodity_code, 9) AS commodity, v.customs_office AS office,
         v.invoice_currency AS currency,
         CASE d.direction WHEN 'IMPORT' THEN g.origin ELSE left(v.unloading_place, 2) END AS country,
         g.customs_value, g.quantity, g.quantity_unit
    FROM declarations_declaration d JOIN traders_trader t ON t.id = d.trader_id
    {VERSION}
    JOIN declarations_goodsitem g ON g.version_id = v.id
   WHERE {WHOSE} AND d.status IN ('RELEASED', 'RELEASED_EARLY')
     AND g.customs_value > %(least)s
     AND CASE d.direction
           WHEN 'IMPORT' THEN coalesce(d.released_early_at, d.released_at) <= %(known_at)s
                AND coalesce(d.released_early_at, d.released_at) >= %(first)s::date::timestamp AT TIME ZONE 'Asia/Tokyo'
                AND coalesce(d.released_early_at, d.released_at) < %(end)s::date::timestamp AT TIME ZONE 'Asia/Tokyo'
           ELSE d.released_at <= %(known_at)s AND v.departure_on >= %(first)s AND v.departure_on < %(end)s END)
"""  # noqa: S608  (our own constants)
_TRADE = f"""{_DATED}
SELECT direction, commodity, country, office, sum(customs_value)::bigint,
       CASE WHEN count(DISTINCT quantity_unit) = 1 AND count(quantity) = count(*) THEN sum(quantity) END,
       CASE WHEN count(DISTINCT quantity_unit) = 1 AND count(quantity) = count(*) THEN min(quantity_unit) ELSE '' END
  FROM dated GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
"""  # noqa: S608  (our own constants)
_INVOICED = f"""{_DATED}
SELECT direction,
       CASE WHEN country = 'US' THEN 'US' WHEN country = ANY (%(eu)s) THEN 'EU'
            WHEN country = ANY (%(asia)s) THEN 'ASIA' ELSE 'OTHER' END AS area,
       currency, sum(customs_value)::bigint, count(*)::int
  FROM dated GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""  # noqa: S608  (our own constants)
# By the declared day, released or not: it is the choice that counts.
_CHOICE = f"""
SELECT d.direction, o.code, d.lodged_on, count(*)::int, (count(*) FILTER (WHERE v.customs_office <> o.code))::int
  FROM declarations_declaration d
  JOIN traders_trader t ON t.id = d.trader_id
  JOIN traders_trader declarant ON declarant.id = d.declarant_id
  {VERSION}
  JOIN tariff_bondedarea a ON a.code = v.bonded_area AND a.valid_from <= d.lodged_on
   AND (a.valid_to IS NULL OR a.valid_to >= d.lodged_on)
  JOIN tariff_customsoffice o ON o.id = a.office_id
 WHERE {WHOSE} AND d.lodged_on >= %(first)s AND d.lodged_on < %(end)s AND d.status <> 'REGISTERED'
   AND (declarant.aeo_broker OR CASE d.direction WHEN 'IMPORT' THEN t.aeo_importer ELSE t.aeo_exporter END)
 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""  # noqa: S608  (our own constants)


def trade(scope: Scope) -> list[Trade]:
    """The cells of the trade statistics, before anything is masked."""
    return [Trade(*row) for row in _rows(_TRADE, scope)]


def invoiced(scope: Scope) -> list[Invoiced]:
    """What was invoiced in which currency."""
    return [Invoiced(*row) for row in _rows(_INVOICED, scope)]


def choice(scope: Scope) -> list[Choice]:
    """Where authorised operators declared, day by day."""
    return [Choice(*row) for row in _rows(_CHOICE, scope)]


def _rows(statement: str, scope: Scope) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, scope.parameters)
        return list(cursor.fetchall())
