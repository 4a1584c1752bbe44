"""One case as a page needs it: what is declared, why it was selected, what holds it, what happened.

Read in a fixed number of SQL statements, whatever the number of goods items, permit checks and events.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

import msgspec
from django.db.models import prefetch_related_objects
from msgspec import Struct

from declarations import chain
from declarations.console.submissions import pretty
from declarations.console.wording import (
    Badge,
    category_badge,
    hold_words,
    party_badge,
    permit_badge,
    span,
    status_badge,
)
from declarations.holds import Hold
from declarations.models import AssessedDuty, Declaration, Examination, GoodsItem, LedgerEntry, PermitClaim, Version
from declarations.models.history import EventName
from declarations.reading import Happening, Standing, standing_now, timeline
from declarations.selection.models import RiskProfile
from permits.models import PermitCheck, PermitCheckAttempt


class HoldLine(Struct, frozen=True):
    """One hold in words, with who acts next and for how long it has stood."""

    title: str
    text: str
    item: int | None
    next: Badge | None
    since: datetime
    age: str


class Head(Struct, frozen=True):
    """The top of a case and of its acts: which, where it stands, what holds it."""

    declaration: Declaration
    version: Version
    status: Badge
    category: Badge
    turn: Badge | None
    holds: tuple[HoldLine, ...]
    standing: Standing


class Attempt(Struct, frozen=True):
    """One try at an agency, with what it said, as it said it."""

    row: PermitCheckAttempt
    answer: str


class PermitLine(Struct, frozen=True):
    """One permit check."""

    row: PermitCheck
    status: Badge
    attempts: tuple[Attempt, ...]


class Reason(Struct, frozen=True):
    """One reason of the selection: which profile and version, what it looks for, the values that fired."""

    code: str
    version: int
    category: Badge
    item: int | None
    title: str
    values: dict[str, str]


class Chain(Struct, frozen=True):
    """Whether the history is whole: the first event that does not follow, or a head that is not its last event's."""

    events: int
    broken_at: int | None
    head_is_last: bool

    @property
    def is_whole(self) -> bool:
        return self.broken_at is None and self.head_is_last


class Told(Struct, frozen=True):
    """One event of the timeline, in words."""

    event: Happening
    name: str
    facts: tuple[tuple[str, str], ...]


class ItemLine(Struct, frozen=True):
    """One goods item, what is owed on it, and the steps of the arithmetic."""

    row: GoodsItem
    duty: AssessedDuty
    claims: Sequence[PermitClaim]
    steps: Sequence[tuple[str, dict[str, Any]]]


class Case(Struct, frozen=True):
    """All of it."""

    head: Head
    items: Sequence[ItemLine]
    permits: Sequence[tuple[int, Sequence[PermitLine]]]
    findings: Sequence[dict[str, Any]]
    reasons: Sequence[Reason]
    ledger: Sequence[LedgerEntry]
    examinations: Sequence[Examination]
    timeline: Sequence[Told]
    chain: Chain
    message: str


def head_of(declaration: Declaration, *, at: datetime) -> Head:
    """The top of the case as at an instant: four SQL statements."""
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
        holds=tuple(_hold_line(hold, at=at) for hold in standing.holds),
        standing=standing,
    )


def case_of(declaration: Declaration, *, at: datetime) -> Case:
    """The whole case as at an instant."""
    head = head_of(declaration, at=at)
    happenings = timeline(declaration)
    return Case(
        head=head,
        items=_items(head.version),
        permits=_permits(head.standing.checks),
        findings=head.version.submission.findings,
        reasons=_reasons(head.version.selection.reasons),
        ledger=list(LedgerEntry.objects.filter(declaration=declaration).select_related("security").order_by("id")),
        examinations=list(Examination.objects.filter(declaration=declaration).select_related("officer").order_by("at")),
        timeline=[_told(happening) for happening in happenings],
        chain=chain_of(declaration, happenings),
        message=pretty(head.version.submission.body),
    )


def chain_of(declaration: Declaration, happenings: Sequence[Happening]) -> Chain:
    """Verify the hash chain, and that it ends where the declaration says: a cut tail is a break too."""
    links = [
        (
            chain.Link(
                declaration_id=declaration.id,
                seq=one.seq,
                version=one.version,
                name=one.name,
                at=one.at,
                actor=one.actor,
                facts=one.facts,
            ),
            one.hash,
        )
        for one in happenings
    ]
    last = (happenings[-1].seq, happenings[-1].hash) if happenings else None
    return Chain(
        events=len(happenings),
        broken_at=chain.first_break(declaration.id, links),
        head_is_last=last == (declaration.last_seq, declaration.last_hash),
    )


def _items(version: Version) -> list[ItemLine]:
    rows = version.goods_items.select_related("assessed_duty").prefetch_related("permit_claims").order_by("number")
    return [
        ItemLine(
            row=row,
            duty=row.assessed_duty,
            claims=list(row.permit_claims.all()),
            steps=[(step["name"].replace("_", " ").capitalize(), step) for step in row.assessed_duty.steps],
        )
        for row in rows
    ]


def _hold_line(hold: Hold, *, at: datetime) -> HoldLine:
    return HoldLine(
        title=hold_words(hold.code),
        text=hold.text,
        item=hold.item,
        next=party_badge(hold.party),
        since=hold.since,
        age=span(at - hold.since),
    )


def _permits(checks: Sequence[PermitCheck]) -> list[tuple[int, list[PermitLine]]]:
    """The permit checks of each goods item, with every try."""
    prefetch_related_objects(checks, "law", "agency", "tries")
    lines = [
        PermitLine(
            row=check,
            status=permit_badge(check.status),
            attempts=tuple(Attempt(row=row, answer=_answer(row)) for row in check.tries.all()),
        )
        for check in sorted(checks, key=lambda check: (check.item_number, check.law_id))
    ]
    return [(item, list(group)) for item, group in groupby(lines, key=lambda line: line.row.item_number)]


def _answer(row: PermitCheckAttempt) -> str:
    return "" if row.answer is None else pretty(msgspec.json.encode(row.answer).decode())


def _reasons(reasons: list[dict[str, Any]]) -> list[Reason]:
    """The reasons with the titles of the profiles that fired."""
    profiles = RiskProfile.objects.filter(code__in=[reason["code"] for reason in reasons])
    titles = {(profile.code, profile.version): profile.title for profile in profiles}
    return [
        Reason(
            code=reason["code"],
            version=reason["version"],
            category=category_badge(reason["category"]),
            item=reason.get("item"),
            title=titles.get((reason["code"], reason["version"]), _CAUSES.get(reason["code"], "")),
            values=reason.get("values", {}),
        )
        for reason in reasons
    ]


_CAUSES = {
    "RANDOM": "Drawn at random.",
    "DUTY_NOT_COMPUTED": "An item's duty could not be computed.",
    "RELIEF_CLAIMED": "A relief of duty is claimed.",
    "INTERNAL_TAX_STATED": "An internal tax is stated that is not computed here.",
    "SANDBOX": "Scripted by the own reference, in the sandbox.",
}


def _told(happening: Happening) -> Told:
    known = happening.name in EventName.values
    facts = tuple((name.replace("_", " "), value) for name, value in happening.facts.items() if value)
    return Told(event=happening, name=EventName(happening.name).label if known else happening.name, facts=facts)
