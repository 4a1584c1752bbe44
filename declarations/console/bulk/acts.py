"""The acts that may be done on many cases at once. Each line of one is one call of clearance."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from declarations import clearance
from declarations.console.officers import DECIDE, DIRECT
from declarations.console.wording import Badge, category_badge, party_badge, refusal_words, status_badge
from declarations.errors import Refusal
from declarations.holds import Turn
from declarations.models import Declaration
from declarations.status import Act, is_legal
from declarations.traders.declarant import Officer
from permits.errors import PermitsRefusal
from permits.models import PermitCheck, Status


class Line(Struct, frozen=True):
    """One call that would be made: on which case as it was seen, on which of its permit checks, or why it is not."""

    number: str
    seen: int
    status: Badge
    category: Badge
    turn: Badge | None
    check: UUID | None = None
    about: str = ""
    why_not: str = ""


class Done(Struct, frozen=True):
    """What came of one line."""

    line: Line
    is_done: bool
    told: str


class BulkAct(Struct, frozen=True):
    """An act on many cases: who may, what it asks for, its lines of a case, and the call of one line."""

    name: str
    title: str
    right: str
    asks_for: tuple[str, ...]
    lines: Callable[[Declaration, Sequence[PermitCheck], dict[str, Any]], Iterator[Line]]
    call: Callable[[Line, dict[str, Any], Officer, datetime], str]


def lines_of(act: BulkAct, found: Sequence[Declaration], said: dict[str, Any]) -> list[Line]:
    """What the act would do to these cases: one SQL statement more, however many they are."""
    checks: dict[str, list[PermitCheck]] = {str(each.id): [] for each in found}
    late = PermitCheck.objects.filter(subject__in=checks, status=Status.OVERDUE, superseded_in__isnull=True)
    for each in late.order_by("item_number", "law_id"):
        checks[each.subject].append(each)
    return [line for each in found for line in act.lines(each, checks[str(each.id)], said)]


def do(act: BulkAct, line: Line, said: dict[str, Any], *, by: Officer, at: datetime) -> Done:
    """Make the call of one line. What the domain refuses is told, and stops no other line."""
    if line.why_not:
        return Done(line, False, line.why_not)
    try:
        return Done(line, True, act.call(line, said, by, at))
    except (Refusal, PermitsRefusal) as refusal:
        return Done(line, False, refusal_words(refusal))


def _line(row: Declaration, **more: Any) -> Line:
    return Line(
        number=row.number,
        seen=row.last_seq,
        status=status_badge(row.status),
        category=category_badge(row.category),
        turn=party_badge(row.next_action_by),
        **more,
    )


def _to_take(row: Declaration, checks: Sequence[PermitCheck], said: dict[str, Any]) -> Iterator[Line]:
    waits = row.next_action_by == Turn.OFFICER
    yield _line(row, about="Taken on your desk", why_not="" if waits else "It is not an officer's turn.")


def _take(line: Line, said: dict[str, Any], by: Officer, at: datetime) -> str:
    clearance.take(line.number, by=by, at=at)
    return "It is on your desk."


def _to_raise(row: Declaration, checks: Sequence[PermitCheck], said: dict[str, Any]) -> Iterator[Line]:
    why_not = "" if is_legal(row.status, Act.RAISE) else "It is not possible in its state."
    if not why_not and row.category >= said["category"]:
        why_not = "It is in that category already, or beyond it."
    yield _line(row, about=f"Raised to category {said['category']}", why_not=why_not)


def _raise(line: Line, said: dict[str, Any], by: Officer, at: datetime) -> str:
    clearance.raise_category(
        line.number, by=by, category=said["category"], reason=said["reason"], at=at, seen=line.seen
    )
    return f"Raised to category {said['category']}."


def _to_ask_again(row: Declaration, checks: Sequence[PermitCheck], said: dict[str, Any]) -> Iterator[Line]:
    """A line for each overdue check. Each of them changes the case, so what was seen of it is asked of none."""
    for check in checks:
        about = f"{check.law_id} of item {check.item_number}: asked again"
        yield _line(row, check=check.id, about=about)
    if not checks:
        yield _line(row, about="Asked again", why_not="No permit check of it is overdue.")


def _ask_again(line: Line, said: dict[str, Any], by: Officer, at: datetime) -> str:
    if line.check is None:
        raise ValueError("a line without a check is never called")
    clearance.ask_agency_again(line.number, line.check, by=by, reason=said["reason"], at=at)
    return "The agency is asked again."


ACTS = {
    act.name: act
    for act in (
        BulkAct("take", "Take on my desk", DECIDE, (), _to_take, _take),
        BulkAct("raise", "Raise the category", DIRECT, ("category", "reason"), _to_raise, _raise),
        BulkAct(
            "ask-again", "Ask the agencies of overdue permits again", DIRECT, ("reason",), _to_ask_again, _ask_again
        ),
    )
}
