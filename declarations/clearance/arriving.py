"""Arriving: the goods of a preliminary declaration are carried in, which makes it the main declaration.

Its day chooses the law and the rates; what was examined before counts on, since the same is said (Customs Act art. 67,
67-2; NACCS: preliminary declaration).
"""

from datetime import datetime

from django.db import transaction

from declarations.clearance.acting import actor_of, begin, illegal
from declarations.clearance.advancing import advance_locked
from declarations.clearance.assessing import declared_day
from declarations.clearance.history import Happened
from declarations.clearance.versioning import current_version, declare_anew
from declarations.errors import FormatError, NotAcceptable
from declarations.models import Cause, Condition, Declaration
from declarations.models.history import EventName
from declarations.status import Act
from declarations.traders.declarant import Declarant
from permits import checking


def arrive(number: str, *, by: Declarant, bonded_area: str, at: datetime, seen: int | None = None) -> Declaration:
    """Tell that the goods lie in the bonded area that was declared.

    Raises IllegalTransition where no goods are awaited, NotAcceptable where they lie elsewhere (amend first), Refused
    where a rule blocks the main declaration on this day, Stale where it changed since `seen`.
    """
    with transaction.atomic():
        declaration = begin(number, Act.ARRIVE, by=by, seen=seen)
        if declaration.condition not in Condition.preliminary() or declaration.arrived_at is not None:
            raise illegal(declaration, Act.ARRIVE)
        declared = current_version(declaration).bonded_area
        if bonded_area != declared:
            raise NotAcceptable((FormatError("/bonded_area", "not-as-declared", {"declared": declared}),))
        declare_anew(declaration, cause=Cause.ARRIVED, at=at, made_at=at)
        declaration.arrived_at = declaration.lodged_at = at
        declaration.lodged_on = declared_day(at)
        facts = {"bonded_area": bonded_area, "version": str(declaration.version)}
        advance_locked(declaration, Happened(EventName.ARRIVED, actor_of(by), facts), at=at)
    checking.ring()
    return declaration
