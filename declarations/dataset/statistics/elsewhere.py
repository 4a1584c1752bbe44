"""The trade statistics of a month over the Parquet files, in SQL that DuckDB and Spark both read. Pure text.

On one machine PostgreSQL answers from the declarations themselves; where several months or years are read again and
again, or the store is to be left alone, DuckDB reads the files, and Spark where one machine is not enough. The same
table comes of all three, before anything is masked. The current version counts: vintages are PostgreSQL's.
"""

from datetime import UTC, date, datetime, time, timedelta

_JAPAN_IS_AHEAD = timedelta(hours=9)
_ONE = """
SELECT '{direction}' AS direction, substr(code, 1, 9) AS commodity, {country} AS country, customs_office AS office,
       CAST(sum({value}) AS bigint) AS value
  FROM {direction_table}
 WHERE status IN ('RELEASED', 'RELEASED_EARLY') AND {value} > 200000 AND {dated} >= {first} AND {dated} < {end}
 GROUP BY 1, 2, 3, 4
"""


def trade_of_month(month: date) -> str:
    """A query over the views `import_declaration` and `export_declaration`: direction, commodity, country, office, yen.

    The session's time zone is UTC.
    """
    end = (month + timedelta(days=32)).replace(day=1)
    imports = _ONE.format(
        direction="IMPORT",
        direction_table="import_declaration",
        country="origin",
        value="base_value",
        dated="coalesce(released_early_at, released_at)",
        first=_instant(month),
        end=_instant(end),
    )
    exports = _ONE.format(
        direction="EXPORT",
        direction_table="export_declaration",
        country="substr(unloading_place, 1, 2)",
        value="fob_value",
        dated="departure_on",
        first=f"DATE '{month}'",
        end=f"DATE '{end}'",
    )
    return f"{imports} UNION ALL {exports} ORDER BY 1, 2, 3, 4"


def _instant(day: date) -> str:
    """The beginning of a day in Japan, in UTC."""
    return f"TIMESTAMP '{datetime.combine(day, time(0), tzinfo=UTC) - _JAPAN_IS_AHEAD:%Y-%m-%d %H:%M:%S}'"
