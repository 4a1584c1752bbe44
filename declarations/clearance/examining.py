"""The officer's decisions: examine, raise the category, refuse, release. Each with a reason."""

from datetime import datetime

from django.db import transaction
from uuid_utils.compat import uuid7

from declarations.clearance.acting import actor_of, begin, save
from declarations.clearance.advancing import advance_locked
from declarations.clearance.history import Happened
from declarations.clearance.turn import ENDED
from declarations.clearance.withdrawing import end_without_permit
from declarations.errors import CategoryNotChanged, StillHeld
from declarations.models import Declaration, Examination
from declarations.models.history import EventName
from declarations.status import Act, Status
from declarations.traders.declarant import Officer


def examine(
    number: str, *, by: Officer, in_order: bool, remarks: str, at: datetime, seen: int | None = None
) -> Declaration:
    """Record what an examination of the documents or an inspection of the goods found."""
    result = Examination.Result.IN_ORDER if in_order else Examination.Result.NOT_IN_ORDER
    with transaction.atomic():
        declaration = begin(number, Act.EXAMINE, by=by, seen=seen)
        Examination.objects.create(
            id=uuid7(),
            declaration=declaration,
            version=declaration.version,
            category=declaration.category,
            officer_id=by.user_id,
            result=result,
            remarks=remarks,
            at=at,
        )
        facts = {"category": str(declaration.category), "result": result.value, "remarks": remarks}
        advance_locked(declaration, Happened(EventName.EXAMINED, actor_of(by), facts), at=at)
    return declaration


def raise_category(
    number: str, *, by: Officer, category: int, reason: str, at: datetime, seen: int | None = None
) -> Declaration:
    """Have more examined than the system chose. Raises CategoryNotChanged where it is examined so already."""
    with transaction.atomic():
        declaration = begin(number, Act.RAISE, by=by, seen=seen)
        if category <= declaration.category:
            raise CategoryNotChanged(category=declaration.category)
        declaration.category = category
        told = Happened(EventName.SELECTED, actor_of(by), {"category": str(category), "reason": reason})
        advance_locked(declaration, told, at=at)
    return declaration


def refuse(number: str, *, by: Officer, ground: str, at: datetime, seen: int | None = None) -> Declaration:
    """Refuse the permit on a legal ground. Checks that are still open are cancelled."""
    with transaction.atomic():
        declaration = begin(number, Act.REFUSE, by=by, seen=seen)
        end_without_permit(declaration, why="refused", at=at)
        save(
            declaration,
            Happened(EventName.REFUSED, actor_of(by), {"ground": ground}),
            at=at,
            status=Status.REFUSED,
            **ENDED,
        )
    return declaration


def release(number: str, *, by: Officer, at: datetime, seen: int | None = None) -> Declaration:
    """Release it if nothing holds it; raises StillHeld with what does. No officer can release past a hold."""
    with transaction.atomic():
        declaration = begin(number, Act.RELEASE, by=by, seen=seen)
        if held := advance_locked(declaration, at=at):
            raise StillHeld(holds=[hold.text for hold in held])
    return declaration
