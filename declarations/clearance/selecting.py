"""Selecting: what the criteria look at of a declaration, and whether a change of it makes them look again."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.conf import settings

from declarations.clearance.assessing import Assessed
from declarations.clearance.pricing import Worth, claims_of
from declarations.data import DeclarationData
from declarations.sandbox import scripted_category
from declarations.selection import criteria
from declarations.selection.in_force import profiles


def select(data: DeclarationData, worth: Worth, assessed: Assessed, *, number: str, edition: int) -> criteria.Selected:
    """The category that the profiles of an edition and the day's draw give this declaration, with the reasons."""
    features = criteria.Features(
        number=number,
        on=assessed.on,
        direction=data.direction,
        trader_code=data.trader.party_code,
        value=sum(worth.valuation.item_values),
        goods=_goods(data),
        duty_is_computed=worth.assessment.is_complete,
        claims=claims_of(data),
        scripted_category=scripted_category(data.own_reference, enabled=settings.SANDBOX),
    )
    key = criteria.day_key(settings.SECRET_KEY.encode(), assessed.on)
    return criteria.select(features, profiles=profiles(edition), key=key, share=settings.RANDOM_SELECTION_SHARE)


def selection_row(selection_id: UUID, selected: criteria.Selected, *, edition: int, at: datetime) -> dict[str, Any]:
    """The row that keeps how it was selected, so that an auditor can replay it."""
    return {**msgspec.structs.asdict(selected), "id": selection_id, "edition": edition, "at": at}


def matters(before: DeclarationData, value_before: int, after: DeclarationData, worth: Worth) -> bool:
    """Whether anything changed that the criteria look at: goods, origins, value, trader, claims, what is computed."""
    seen = (_goods(before), value_before, before.trader.party_code, claims_of(before))
    now = (_goods(after), sum(worth.valuation.item_values), after.trader.party_code, claims_of(after))
    return seen != now or not worth.assessment.is_complete


def _goods(data: DeclarationData) -> tuple[criteria.Goods, ...]:
    return tuple(
        criteria.Goods(index, item.commodity_code, item.origin) for index, item in enumerate(data.goods_items, 1)
    )
