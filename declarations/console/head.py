"""The top of a case and of its acts: which declaration, where it stands, what holds it, and whose turn it is."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from declarations.console.wording import Badge, category_badge, hold_words, party_badge, span, status_badge
from declarations.holds import Hold, Turn
from declarations.models import Application, Declaration, Taking, Version
from declarations.reading import Standing, standing_now


class HoldLine(Struct, frozen=True):
    """One hold in words, with who acts next and for how long it has stood."""

    title: str
    text: str
    item: int | None
    next: Badge | None
    since: datetime
    age: str


class Taken(Struct, frozen=True):
    """Who has the case on the desk, since when and until when."""

    officer: str
    since: datetime
    until: datetime


class Head(Struct, frozen=True):
    """The top: the declaration, the version that stands, its holds, and the rows that they follow from."""

    declaration: Declaration
    version: Version
    status: Badge
    category: Badge
    turn: Badge | None
    overdue: str
    holds: tuple[HoldLine, ...]
    standing: Standing
    applications: Sequence[Application]
    taken: Taken | None


def head_of(declaration: Declaration, *, at: datetime) -> Head:
    """The top of the case as at an instant: seven SQL statements."""
    version = Version.objects.select_related("submission", "selection").get(
        declaration=declaration, number=declaration.version
    )
    standing = standing_now(declaration, version)
    return Head(
        declaration=declaration,
        version=version,
        status=status_badge(declaration.status),
        category=category_badge(declaration.category),
        turn=party_badge(declaration.next_action_by),
        overdue=overdue(declaration, at=at),
        holds=tuple(_hold_line(hold, at=at) for hold in standing.holds),
        standing=standing,
        applications=list(declaration.applications.select_related("submission").order_by("id")),
        taken=_taken(declaration, at=at),
    )


def _taken(declaration: Declaration, *, at: datetime) -> Taken | None:
    found = Taking.objects.live(at).filter(declaration=declaration).values_list("officer__username", "since", "until")
    return Taken(*told) if (told := found.first()) else None


def overdue(declaration: Declaration, *, at: datetime) -> str:
    """For how long an officer should have acted already; empty where that is not so."""
    if declaration.next_action_by != Turn.OFFICER or declaration.next_action_at is None:
        return ""
    return span(at - declaration.next_action_at) if at > declaration.next_action_at else ""


def _hold_line(hold: Hold, *, at: datetime) -> HoldLine:
    return HoldLine(
        title=hold_words(hold.code),
        text=hold.text,
        item=hold.item,
        next=party_badge(hold.party),
        since=hold.since,
        age=span(at - hold.since),
    )
