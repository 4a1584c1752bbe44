"""The months in which goods items and events are kept (migration 0021): made ahead, and whether they run out."""

from datetime import datetime, timedelta

from django.db import connection

AHEAD = timedelta(days=92)
"""So far ahead months are made: whoever must look after them has a quarter of a year for it."""

_NEXT_IS_MADE = """
SELECT bool_and(to_regclass(whole || to_char(%s AT TIME ZONE 'UTC' + interval '1 month', '_YYYY_MM')) IS NOT NULL)
  FROM unnest(ARRAY['declarations_goodsitem', 'declarations_event']) whole
"""


def make_ahead(at: datetime) -> int:
    """Make the months that are missing up to `AHEAD`; how many tables. It waits for nobody longer than for any lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT declarations_make_months(%s)", [(at + AHEAD).date()])
        return int(cursor.fetchone()[0])


def are_running_out(at: datetime) -> bool:
    """Whether the month after this one is not made for every table: nobody made any for two months."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_IS_MADE, [at])
        is_made: bool = cursor.fetchone()[0]
    return not is_made
