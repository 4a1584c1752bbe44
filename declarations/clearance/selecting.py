"""Selecting: what the criteria look at of a declaration, and whether a change of it makes them look again."""

from datetime import date, datetime
from decimal import Decimal
from functools import partial
from itertools import count
from typing import Any
from uuid import UUID

import msgspec
from django.conf import settings
from msgspec import Struct

from declarations.clearance.assessing import Assessed
from declarations.clearance.declared_items import country_of, declared_items
from declarations.clearance.pricing import Worth, claims_of
from declarations.clearance.standing import Known
from declarations.data import DeclarationData, GoodsItem
from declarations.sandbox import scripted_category
from declarations.selection import criteria
from declarations.selection.in_force import in_force
from declarations.selection.scoring import Asked, ask


class Chosen(Struct, frozen=True):
    """How a declaration was selected, with what the row of it tells besides."""

    selected: criteria.Selected
    asked: Asked
    number: str
    on: date
    stratum: str
    edition: int

    @property
    def category(self) -> int:
        """The category it was given."""
        return self.selected.category


def select(data: DeclarationData, worth: Worth, assessed: Assessed, *, number: str, known: Known) -> Chosen:
    """The category that the profiles of an edition, its model and the day's draw give this declaration."""
    declarant = known.standing.declarant_code
    features = criteria.Features(
        number=number,
        on=assessed.on,
        direction=data.direction,
        trader_code=data.trader.party_code,
        value=sum(worth.valuation.item_values),
        goods=tuple(map(_goods, count(1), data.goods_items, worth.valuation.item_values)),
        duty_is_computed=worth.assessment.is_complete,
        claims=claims_of(data),
        scripted_category=scripted_category(data.own_reference, enabled=settings.SANDBOX),
        declarant_code=declarant,
        customs_office=data.customs_office,
        country=country_of(data),
    )
    held = in_force(known.editions.selection)
    declared = partial(declared_items, data, worth, number=number, on=assessed.on, declarant=declarant)
    asked = ask(held.policy, declared, folder=settings.SELECTION_MODELS_DIR, most_ms=settings.SELECTION_MODEL_MS)
    selected = criteria.select(
        features,
        profiles=held.profiles,
        key=criteria.day_key(settings.SECRET_KEY.encode(), assessed.on),
        share=_share(features, known),
        scored=asked.scored,
    )
    return Chosen(selected, asked, number, assessed.on, features.stratum, known.editions.selection)


def selection_row(selection_id: UUID, chosen: Chosen, *, at: datetime) -> dict[str, Any]:
    """The row that keeps how it was selected, so that an auditor can replay it."""
    scored, asked = chosen.asked.scored, chosen.asked
    return {
        **msgspec.structs.asdict(chosen.selected),
        "id": selection_id,
        "edition": chosen.edition,
        "at": at,
        "number": chosen.number,
        "drawn_on": chosen.on,
        "stratum": chosen.stratum,
        "policy": asked.policy,
        "model_sha256": scored.model_sha256 if scored else "",
        "features_sha256": scored.features_sha256 if scored else "",
        "model_item": scored.item if scored else None,
        "likelihood": scored.likelihood if scored else None,
        "score": scored.score if scored else None,
        "model_category": scored.category if scored else None,
        "model_reasons": scored.reasons if scored else (),
        "model_failure": asked.failure or "",
    }


def matters(before: DeclarationData, value_before: int, after: DeclarationData, worth: Worth) -> bool:
    """Whether anything changed that the criteria look at, or is not computed."""
    is_another = (_looked_at(before), value_before) != (_looked_at(after), sum(worth.valuation.item_values))
    return is_another or not worth.assessment.is_complete


def _looked_at(data: DeclarationData) -> tuple[Any, ...]:
    """What the criteria look at, but for its value."""
    goods = [_goods(number, item, 0) for number, item in enumerate(data.goods_items, 1)]
    return data.trader.party_code, data.customs_office, country_of(data), claims_of(data), goods


def _goods(number: int, item: GoodsItem, value: int) -> criteria.Goods:
    return criteria.Goods(
        number=number,
        commodity=item.commodity_code,
        origin=item.origin,
        value=value,
        net_mass=item.net_mass,
        asks_preference=bool(item.origin_certificate),
    )


def _share(features: criteria.Features, known: Known) -> Decimal:
    """The share that was promised for the day; where the day was not committed to, the one that is set."""
    promised = known.promised.get(features.on, {}).get(features.stratum)
    if promised is not None:
        return promised
    return settings.RANDOM_SELECTION_SHARES.get(features.stratum, settings.RANDOM_SELECTION_SHARE)
