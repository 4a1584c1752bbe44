"""Assessing by hand: what no rate computes, an officer assesses, item by item (Customs Act art. 7-16)."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from declarations.clearance.acting import actor_of, begin
from declarations.clearance.advancing import advance_locked
from declarations.clearance.history import Happened
from declarations.clearance.versioning import current_version, declare_anew
from declarations.errors import WrongItems
from declarations.models import AssessedDuty, Cause, Declaration
from declarations.models.history import EventName
from declarations.status import Act
from declarations.tariff.values import ByHand
from declarations.traders.declarant import Officer


def assess_by_hand(
    number: str, *, by: Officer, items: Mapping[int, ByHand], reason: str, at: datetime, seen: int | None = None
) -> Declaration:
    """Assess every item that waits for it, by its number; the taxes and the totals follow by law.

    Raises IllegalTransition, and WrongItems where others are assessed than those that wait.
    """
    with transaction.atomic():
        declaration = begin(number, Act.ASSESS, by=by, seen=seen)
        version = current_version(declaration)
        rows = AssessedDuty.objects.filter(goods_item__version=version).exclude(not_computable="")
        waiting = set(rows.values_list("goods_item__number", flat=True))
        if not waiting or set(items) != waiting:
            raise WrongItems(items=sorted(waiting))
        declare_anew(
            declaration,
            cause=Cause.ASSESSED,
            at=declaration.lodged_at,
            made_at=at,
            reason=reason,
            by_hand=items,
        )
        facts = {f"item {item}": f"{assessed.duty} yen" for item, assessed in sorted(items.items())}
        told = Happened(EventName.ASSESSED, actor_of(by), {"reason": reason, **facts})
        advance_locked(declaration, told, at=at)
    return declaration
