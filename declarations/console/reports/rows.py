"""The reports: one table, and one SQL statement for each."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db import connection
from msgspec import Struct

from declarations.console.tables import Value

MOST_ROWS = 100_000

_BY_OFFICE = """
SELECT lodged_on, customs_office, direction, category, count(*),
       count(*) FILTER (WHERE status = 'RELEASED'), count(*) FILTER (WHERE status = 'REFUSED'),
       count(*) FILTER (WHERE status = 'WITHDRAWN'), count(*) FILTER (WHERE next_action_at IS NOT NULL)
  FROM declarations_declaration WHERE lodged_on BETWEEN %(since)s AND %(to)s
 GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4 LIMIT %(limit)s
"""
_DUTY_OVERDUE = """
SELECT declaration.duty_due_on, %(today)s::date - declaration.duty_due_on, declaration.number,
       declaration.own_reference, trader.code, trader.name, declaration.released_at
  FROM declarations_declaration declaration JOIN traders_trader trader ON trader.id = trader_id
 WHERE duty_due_on < %(today)s AND duty_declaration_id IS NULL ORDER BY duty_due_on, number LIMIT %(limit)s
"""
# A check's hard limit may have passed before somebody has marked it so.
_PERMITS_OVERDUE = """
SELECT agency.name, permit.law_id, declaration.number, permit.item_number, permit.status, permit.overdue_at,
       floor(extract(epoch FROM %(at)s - permit.overdue_at) / 3600)::bigint, trader.name, permit.agency_reference
  FROM permits_permitcheck permit JOIN permits_agency agency ON agency.code = permit.agency_id
  JOIN declarations_declaration declaration ON declaration.id = permit.subject::uuid
  JOIN traders_trader trader ON trader.id = declaration.trader_id
 WHERE permit.settled_at IS NULL AND permit.superseded_in IS NULL AND permit.overdue_at <= %(at)s
   AND permit.status IN ('OVERDUE', 'DUE', 'ASKED', 'INSPECTION_ORDERED')
 ORDER BY permit.overdue_at, declaration.number, permit.item_number LIMIT %(limit)s
"""


class Report(Struct, frozen=True):
    """One report: its name in addresses and files, its columns, and whether it is asked for days."""

    name: str
    title: str
    about: str
    headings: tuple[str, ...]
    statement: str
    of_days: bool = False


REPORTS = (
    Report(
        "by-office",
        "Declarations by office, day and category",
        "What was lodged on each day, and where it stands now.",
        (
            *("Day", "Office", "Direction", "Category"),
            *("Lodged", "Released", "Refused", "Withdrawn", "Open"),
        ),
        _BY_OFFICE,
        of_days=True,
    ),
    Report(
        "duty-overdue",
        "Overdue duty declarations of AEO importers",
        "Release declarations whose duty should have been declared by the end of the month after the permit's.",
        (
            *("Due on", "Days late", "Declaration", "Own reference"),
            *("Importer code", "Importer", "Released at"),
        ),
        _DUTY_OVERDUE,
    ),
    Report(
        "permits-overdue",
        "Permits overdue at agencies",
        "Permit checks that are open beyond their agency's hard limit.",
        (
            *("Agency", "Law", "Declaration", "Item", "Stands at"),
            *("Overdue since", "Hours late", "Importer or exporter", "Agency's reference"),
        ),
        _PERMITS_OVERDUE,
    ),
)


def report_of(name: str) -> Report | None:
    """The report of that name."""
    return next((each for each in REPORTS if each.name == name), None)


def rows_of(report: Report, *, since: date, to: date, at: datetime, today: date) -> Iterator[tuple[Value, ...]]:
    """Its rows: of these days where it is asked for days, else as at the instant. At most MOST_ROWS."""
    asked: dict[str, Any] = {"since": since, "to": to, "at": at, "today": today, "limit": MOST_ROWS}
    with connection.cursor() as cursor:
        cursor.execute(report.statement, asked)
        while rows := cursor.fetchmany(1000):
            yield from rows
