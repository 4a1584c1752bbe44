"""The permit checks of a case: where each stands, every try, what is proposed, and what an officer may do to it."""

from collections.abc import Sequence
from itertools import groupby

import msgspec
from django.db.models import prefetch_related_objects
from msgspec import Struct

from declarations.console.submissions import pretty
from declarations.console.ways import Link, Offers, why_not_override
from declarations.console.wording import Badge, outcome_badge, permit_badge
from permits.models import OverrideProposal, PermitCheck, PermitCheckAttempt


class Attempt(Struct, frozen=True):
    """One try at an agency, with what it said, as it said it."""

    row: PermitCheckAttempt
    answer: str


class Proposed(Struct, frozen=True):
    """One proposal to override the check, and why who looks may not decide it."""

    row: OverrideProposal
    outcome: Badge
    why_not: str


class PermitLine(Struct, frozen=True):
    """One permit check."""

    row: PermitCheck
    status: Badge
    quantity: str
    attempts: tuple[Attempt, ...]
    proposals: tuple[Proposed, ...]
    acts: tuple[Link, ...]


def lines_of(checks: Sequence[PermitCheck], *, offers: Offers) -> list[PermitLine]:
    """These checks in the order of their items: four SQL statements, however many they are."""
    prefetch_related_objects(checks, "law", "agency", "tries", "override_proposals")
    return [line_of(check, offers=offers) for check in sorted(checks, key=lambda row: (row.item_number, row.law_id))]


def by_item(lines: Sequence[PermitLine]) -> list[tuple[int, list[PermitLine]]]:
    """Lines in the order of their items, those of one item together."""
    return [(item, list(group)) for item, group in groupby(lines, key=lambda line: line.row.item_number)]


def line_of(check: PermitCheck, *, offers: Offers) -> PermitLine:
    """One check that was read with its tries and proposals."""
    asked = check.question
    return PermitLine(
        row=check,
        status=permit_badge(check.status),
        quantity=f"{asked['quantity']} {asked.get('quantity_unit', '')}".strip() if asked.get("quantity") else "",
        attempts=tuple(Attempt(row=row, answer=_answer(row)) for row in check.tries.all()),
        proposals=tuple(_proposed(row, offers=offers) for row in check.override_proposals.all()),
        acts=offers.of_check(check),
    )


def _proposed(row: OverrideProposal, *, offers: Offers) -> Proposed:
    closed = "" if row.outcome else why_not_override(row, offers.officer)
    return Proposed(row=row, outcome=outcome_badge(row.outcome), why_not=closed)


def _answer(row: PermitCheckAttempt) -> str:
    return "" if row.answer is None else pretty(msgspec.json.encode(row.answer).decode())
