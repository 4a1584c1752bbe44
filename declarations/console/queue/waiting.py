"""The work queue as a page needs it: what waits for an officer, the earliest due first, and who has it.

A fixed number of SQL statements: the cases, how many there are, their selections, the profiles' titles.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from msgspec import Struct

from declarations.console.case.selection import Reason, reasons_of, shown_before_a_result
from declarations.console.wording import Badge, category_badge, due_badge, span
from declarations.models import Declaration, Taking, Version
from declarations.traders.models import Trader

SHOWN, COUNTED = 50, 1000
"""Cases on the page; and how far the others are counted."""
SOON = timedelta(hours=2)
AEO = {"IMPORTER": "AEO importer", "EXPORTER": "AEO exporter", "BROKER": "AEO broker"}


_AEO = Q(trader__aeo_importer=True) | Q(trader__aeo_exporter=True) | Q(declarant__aeo_broker=True)
_GRADES = {"aeo": _AEO, "other": ~_AEO}


class Narrowed(Struct, frozen=True):
    """What the queue is narrowed to; blank or None for all of it."""

    category: int | None = None
    customs_office: str = ""
    grade: str = ""
    due: str = ""
    free: bool = False

    def of(self, rows: QuerySet[Any], *, at: datetime) -> QuerySet[Any]:
        """These rows of the queue."""
        if self.category:
            rows = rows.filter(category=self.category)
        if self.customs_office:
            rows = rows.filter(customs_office=self.customs_office)
        if self.due:
            rows = rows.filter(next_action_at__lte=at if self.due == "over" else at + SOON)
        if self.grade:
            rows = rows.filter(_GRADES[self.grade])
        return rows.filter(~Exists(_live(at=at))) if self.free else rows


class Waiting(Struct, frozen=True):
    """One case of the queue."""

    row: Declaration
    category: Badge
    due: Badge
    age: str
    grades: tuple[str, ...]
    reasons: Sequence[Reason]
    is_mine: bool
    officer: str
    until: datetime | None


class Queue(Struct, frozen=True):
    """The first cases of it, and how many there are in all, as far as they are counted."""

    cases: Sequence[Waiting]
    count: int


def queue(narrowed: Narrowed, *, of: str, at: datetime) -> Queue:
    """What waits as at an instant; `of` is the login of the officer who looks."""
    rows = narrowed.of(_with_takings(at=at), at=at)
    found = list(rows.select_related("trader", "declarant")[:SHOWN])
    return Queue(cases=_cases(found, of=of, at=at), count=rows[: COUNTED + 1].count())


def desk_of(officer: str, *, at: datetime) -> list[Waiting]:
    """What this officer has taken, the earliest due first."""
    taken = Taking.objects.live(at).filter(officer__username=officer)
    mine = _with_takings(at=at).filter(id__in=taken.values("declaration")).select_related("trader", "declarant")
    return _cases(list(mine), of=officer, at=at)


def _with_takings(*, at: datetime) -> QuerySet[Any]:
    """The queue, each case with the login of whoever has it and until when."""
    live = _live(at=at)
    return Declaration.objects.with_officers().annotate(
        officer=Subquery(live.values("officer__username")[:1]), until=Subquery(live.values("until")[:1])
    )


def _live(*, at: datetime) -> QuerySet[Taking]:
    """The taking of a case, if somebody has it."""
    return Taking.objects.live(at).filter(declaration=OuterRef("pk"))


def _cases(found: Sequence[Any], *, of: str, at: datetime) -> list[Waiting]:
    """These rows in words. Two SQL statements, however many they are; of no rows none."""
    latest = Version.objects.filter(declaration__in=found).order_by("number")
    told = {of: _told(reasons) for of, reasons in latest.values_list("declaration_id", "selection__reasons")}
    reasons = iter(reasons_of([each for row in found for each in told[row.id]]) if any(told.values()) else ())
    return [
        Waiting(
            row=row,
            category=category_badge(row.category),
            due=due_badge(row.next_action_at, at=at, soon=SOON),
            age=span(at - row.lodged_at),
            grades=grades_of(row.trader, row.declarant),
            reasons=[next(reasons) for _ in told[row.id]],
            is_mine=row.officer == of,
            officer=row.officer or "",
            until=row.until,
        )
        for row in found
    ]


def _told(reasons: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each profile once, and only what may be told before a result."""
    return list({reason["code"]: reason for reason in shown_before_a_result(reasons)}.values())


def grades_of(trader: Trader, declarant: Trader) -> tuple[str, ...]:
    """How far customs trusts the parties: the trader's approvals, and whether its broker is certified."""
    held = (*(each for each in trader.aeo if each != "BROKER"), *(each for each in declarant.aeo if each == "BROKER"))
    return tuple(AEO[each] for each in held)
