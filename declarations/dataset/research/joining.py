"""How far two live extracts can be put together, row by row, on the columns that both have, at the coarser of two
levels: the share of rows that fit one row of the other, and no second one on either side.

Pseudonyms do not help with it, since each project has its own; dates, codes and values do.
"""

from collections.abc import Sequence

from django.db import connection
from psycopg import sql

from declarations.dataset.models import ResearchProject
from declarations.dataset.research.columns import COLUMNS

# Columns that say the same more and more finely, the coarsest first, and how a finer one is made coarser.
_LEVELS = (("hs2", "hs4", "hs6"), ("quarter", "month"))
_COARSER = {
    "hs2": "left({}, 2)",
    "hs4": "left({}, 4)",
    "quarter": "to_char(to_date({}, 'YYYY-MM'), 'YYYY-\"Q\"Q')",
}


def rate(one: ResearchProject, other: ResearchProject) -> float:
    """Percent of the first project's rows that can be put to one row of the other, with two decimals."""
    pairs = shared(one.columns, other.columns)
    if not pairs:
        return 0.0
    statement = sql.SQL(
        "SELECT round(100.0 * (SELECT count(*) FROM ({once} INTERSECT {there}) matched)"
        " / greatest((SELECT count(*) FROM {store}), 1), 2)"
    ).format(
        once=_met_once(one, [(mine, level) for mine, _, level in pairs]),
        there=_met_once(other, [(theirs, level) for _, theirs, level in pairs]),
        store=_stored(one),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return float(cursor.fetchone()[0])


def shared(one: Sequence[str], other: Sequence[str]) -> list[tuple[str, str, str]]:
    """What both tell: a column of each, and at which level they can be compared."""
    levelled = {name for names in _LEVELS for name in names}
    pairs = [(name, name, name) for name in sorted({*one} & {*other} - levelled) if not COLUMNS[name].is_pseudonym]
    for names in _LEVELS:
        mine, theirs = (next((name for name in reversed(names) if name in have), "") for have in (one, other))
        if mine and theirs:
            pairs.append((mine, theirs, min(mine, theirs, key=names.index)))
    return pairs


def _met_once(project: ResearchProject, columns: Sequence[tuple[str, str]]) -> sql.Composed:
    told = sql.SQL(", ").join(
        sql.SQL("{}" if name == level else _COARSER[level]).format(sql.Identifier(name)) for name, level in columns
    )
    places = sql.SQL(", ").join(sql.SQL(str(place)) for place in range(1, len(columns) + 1))
    return sql.SQL("SELECT {} FROM {} GROUP BY {} HAVING count(*) = 1").format(told, _stored(project), places)


def _stored(project: ResearchProject) -> sql.Identifier:
    return sql.Identifier("research_store", project.schema)
