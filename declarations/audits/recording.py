"""Recording what an audit found of a declaration, and correcting what was recorded wrongly."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from msgspec import Struct
from uuid_utils.compat import uuid7

from declarations.audits.errors import AuditImpossible, NothingToCorrect
from declarations.audits.models import AuditResult, Result
from declarations.clearance import actor_of
from declarations.models import Declaration
from declarations.reading import find
from declarations.status import Status
from declarations.tariff.office_hours import JAPAN
from declarations.traders.declarant import Officer


class Audited(Struct, frozen=True, kw_only=True):
    """What an audit found: `lacking` is the duty and taxes that were declared too little, yen."""

    on: date
    in_order: bool
    lacking: int = 0
    remarks: str


def record_audit(
    number: str, audited: Audited, *, by: Officer, at: datetime, corrects: UUID | None = None
) -> AuditResult:
    """Keep what was found. `corrects` is the result that it replaces, of the same declaration.

    Raises UnknownDeclaration, AuditImpossible, NothingToCorrect.
    """
    with transaction.atomic():
        # one correction of a result, and no first result beside another's: one at a time
        declaration = Declaration.objects.select_for_update().get(id=find(number, of=None).id)
        _demand_possible(declaration, audited, at=at)
        standing = AuditResult.objects.filter(declaration=declaration, corrected_by=None)
        if corrects is not None and not standing.filter(id=corrects).exists():
            raise NothingToCorrect()
        return AuditResult.objects.create(
            id=uuid7(),
            declaration=declaration,
            version=declaration.version,
            result=Result.IN_ORDER if audited.in_order else Result.NOT_IN_ORDER,
            lacking=audited.lacking,
            audited_on=audited.on,
            remarks=audited.remarks,
            actor=actor_of(by),
            at=at,
            corrects_id=corrects,
        )


def _demand_possible(declaration: Declaration, audited: Audited, *, at: datetime) -> None:
    today = at.astimezone(JAPAN).date()
    if declaration.status != Status.RELEASED:
        raise AuditImpossible(why="the declaration is not released")
    if not declaration.lodged_on <= audited.on <= today:
        raise AuditImpossible(why=f"the day of the audit is from {declaration.lodged_on} to {today}")
    if audited.in_order and audited.lacking:
        raise AuditImpossible(why="what is in order lacks nothing")
