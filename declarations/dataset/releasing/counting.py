"""What each firm contributed to a table, from the declarations as they were known at an instant. One SQL statement.

A goods item counts once it was released, in the month of the permit (exports: of the departure), in the last version
that was made by the instant. A firm is a corporate number: its branches are one.
"""

from collections.abc import Sequence
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
    told = [DIMENSIONS[name] for name in frame.dimensions]
    kept = [f"{DIMENSIONS[name]} = ANY (%({name})s)" for name in tabulation.where]
    measure = MEASURES[tabulation.measure]
    statement = (
        f"SELECT {', '.join([*told, 'firm', measure])}::bigint FROM ({ITEMS}) item"  # noqa: S608
        f" WHERE {' AND '.join([*kept, 'true'])} GROUP BY {_places(len(told) + 1)}"
        f" HAVING {measure} > 0 ORDER BY {_places(len(told) + 1)}"
    )
    asked: dict[str, Any] = {"generated": population == Population.GENERATED, "known_at": known_at}
    asked |= {name: list(values) for name, values in tabulation.where.items()}
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return [Contribution(tuple(row[:-2]), row[-2], row[-1]) for row in cursor.fetchall()]


def frame_of(tabulations: Sequence[Tabulation]) -> Frame:
    """A frame with every dimension of some tables."""
    named = {name for tabulation in tabulations for name in tabulation.dimensions}
    return Frame([name for name in DIMENSIONS if name in named])


def _places(count: int) -> str:
    return ", ".join(str(place) for place in range(1, count + 1))
