"""What was declared before: by the same trader, of the same commodity, of the same commodity from the same origin."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection
from msgspec import Struct

from declarations.console.wording import Badge, category_badge, status_badge
from declarations.models import Declaration

EACH = 5
_MOST_CODES = 10

_OF_THE_TRADER = """
SELECT earlier.id, ''::text AS code, ''::text AS origin FROM declarations_declaration earlier
 WHERE earlier.trader_id = %(trader)s AND earlier.direction = %(direction)s AND earlier.id < %(id)s
 ORDER BY earlier.id DESC LIMIT %(each)s
"""
# Of each commodity of the case what anybody declared last before it: ids are in the order of arrival (uuid7).
_OF_THE_GOODS = """
SELECT version.declaration_id, code, found.origin
  FROM (SELECT DISTINCT commodity_code AS code FROM declarations_goodsitem WHERE version_id = %(version)s
         ORDER BY 1 LIMIT %(codes)s) codes
 CROSS JOIN LATERAL (
       SELECT item.version_id, item.origin FROM declarations_goodsitem item
        WHERE item.commodity_code = code AND item.id < %(id)s ORDER BY item.id DESC LIMIT %(each)s) found
  JOIN declarations_version version ON version.id = found.version_id
"""
_FOUND = f"""
WITH of_the_trader AS ({_OF_THE_TRADER}), of_the_goods AS ({_OF_THE_GOODS}), shared AS (
    SELECT id, bool_or(by_trader) AS by_trader, array_agg(DISTINCT code) FILTER (WHERE code <> '') AS codes,
           bool_or(origin <> '' AND EXISTS (SELECT FROM declarations_goodsitem mine WHERE mine.version_id = %(version)s
                   AND mine.commodity_code = code AND mine.origin = found.origin)) AS of_origin
      FROM (SELECT id, true AS by_trader, code, origin FROM of_the_trader
             UNION ALL SELECT declaration_id, false, code, origin FROM of_the_goods) found
     GROUP BY id
)
SELECT declaration.number, declaration.lodged_on, trader.name, declaration.category, declaration.status,
       (SELECT result FROM declarations_examination examined WHERE examined.declaration_id = declaration.id
         ORDER BY examined.at DESC LIMIT 1), by_trader, codes, of_origin
  FROM shared JOIN declarations_declaration declaration USING (id)
  JOIN traders_trader trader ON trader.id = declaration.trader_id
 ORDER BY declaration.id DESC
"""  # noqa: S608  (our own constants)
_RESULTS = {"IN_ORDER": Badge("go", "In order"), "NOT_IN_ORDER": Badge("stop", "Not in order"), None: None}


class Earlier(Struct, frozen=True):
    """An earlier declaration, what it shares with this one, and what an examination of it found."""

    number: str
    lodged_on: date
    trader: str
    category: Badge
    status: Badge
    result: Badge | None
    shares: tuple[str, ...]


def earlier_of(declaration: Declaration, version_id: Any) -> Sequence[Earlier]:
    """At most 5 of the trader and 5 of each commodity, the latest first: one SQL statement."""
    asked = {
        "trader": declaration.trader_id,
        "direction": declaration.direction,
        "id": declaration.id,
        "version": version_id,
        "each": EACH,
        "codes": _MOST_CODES,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, asked)
        return [_told(row) for row in cursor.fetchall()]


def _told(row: tuple[Any, ...]) -> Earlier:
    number, lodged_on, trader, category, status, result, by_trader, codes, of_origin = row
    goods = [f"commodity {code}" for code in codes or ()]
    shares = (*(["the same party"] if by_trader else []), *goods, *(["the same origin"] if of_origin else []))
    return Earlier(
        number, lodged_on, trader, category_badge(category), status_badge(status), _RESULTS[result], tuple(shares)
    )
