"""What each firm contributed to a table, from the declarations as they were known at an instant. One SQL statement.

A goods item counts once it was released, in the month of the permit (exports: of the departure), in the last version
that was made by the instant. A firm is a corporate number: its branches are one.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from declarations.dataset.disclosure.tables import Contribution, Frame, Tabulation
from declarations.dataset.models import Population
from declarations.dataset.releasing.dimensions import DIMENSIONS, MEASURES
from declarations.dataset.statistics.counting import VERSION, WHOSE

ITEMS = f"""
  SELECT d.direction, g.commodity_code, v.customs_office AS office, v.invoice_currency AS currency, g.customs_value,
         g.quantity, g.quantity_unit, v.counterparty_name AS counterparty,
         CASE d.direction WHEN 'IMPORT' THEN t.aeo_importer ELSE t.aeo_exporter END AS is_aeo,
         CASE WHEN length(t.code) = 17 THEN left(t.code, 13) ELSE t.code END AS firm,
         CASE d.direction WHEN 'IMPORT' THEN g.origin ELSE left(v.unloading_place, 2) END AS country,
         CASE d.direction WHEN 'IMPORT'
              THEN (coalesce(d.released_early_at, d.released_at) AT TIME ZONE 'Asia/Tokyo')::date
              ELSE v.departure_on END AS dated_on
    FROM declarations_declaration d JOIN traders_trader t ON t.id = d.trader_id
    {VERSION}
    JOIN declarations_goodsitem g ON g.version_id = v.id
   WHERE {WHOSE} AND d.status IN ('RELEASED', 'RELEASED_EARLY') AND g.customs_value > 0
     AND coalesce(d.released_early_at, d.released_at) <= %(known_at)s
"""  # noqa: S608  (our own constants)


def contributions_to(
    tabulation: Tabulation, frame: Frame, *, population: Population, known_at: datetime
) -> list[Contribution]:
    """What each firm contributed at each place of the frame that the table counts."""
    told, measure = [DIMENSIONS[name] for name in frame.dimensions], MEASURES[tabulation.measure]
    places = places_to(len(told) + 1)
    statement = (
        f"SELECT {', '.join([*told, 'firm', measure])}::bigint {goods_within(tabulation.where)}"
        f" GROUP BY {places} HAVING {measure} > 0 ORDER BY {places}"
    )
    asked = asked_of(tabulation.where, population=population, known_at=known_at)
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return [Contribution(tuple(row[:-2]), row[-2], row[-1]) for row in cursor.fetchall()]


def frame_of(tabulations: Sequence[Tabulation]) -> Frame:
    """A frame with every dimension of some tables."""
    named = {name for tabulation in tabulations for name in tabulation.dimensions}
    return Frame([name for name in DIMENSIONS if name in named])


def goods_within(where: Mapping[str, Sequence[str]], *conditions: str) -> str:
    """FROM and WHERE: the goods items that have one of these values of each dimension, and meet the conditions."""
    kept = [f"{DIMENSIONS[name]} = ANY (%({name})s)" for name in where]
    return f"FROM ({ITEMS}) item WHERE {' AND '.join([*kept, *conditions, 'true'])}"


def asked_of(where: Mapping[str, Sequence[str]], *, population: Population, known_at: datetime) -> dict[str, Any]:
    """The parameters of a statement over `goods_within`."""
    asked: dict[str, Any] = {"generated": population == Population.GENERATED, "known_at": known_at}
    return asked | {name: list(values) for name, values in where.items()}


def places_to(count: int) -> str:
    """The first so many columns of a statement, to group and order by."""
    return ", ".join(str(place) for place in range(1, count + 1))
