"""Assessing again what follows a version: an officer's figure stands for the goods items that it was made for.

It was made for the facts that duty depends on. Where one of them is another, or the customs value by another day's
rate of exchange, the item is computed, and waits for an officer again where it cannot be.
"""

from collections.abc import Mapping
from datetime import datetime

from declarations.clearance.assessing import Assessed, assess
from declarations.clearance.pricing import asks_simplified_tariff, quantities_of
from declarations.clearance.standing import Known
from declarations.data import DeclarationData, GoodsItem
from declarations.models import AssessedDuty, Version
from declarations.said import said_by
from declarations.tariff.chosen_rate import BY_HAND
from declarations.tariff.values import ByHand


def assess_again(
    data: DeclarationData,
    *,
    after: Version,
    known: Known,
    at: datetime,
    by_hand: Mapping[int, ByHand] | None = None,
    duty_is_declared: bool = False,
) -> Assessed:
    """Assess what shall stand `after` a version. `by_hand` is what an officer assesses now, by item."""
    return assess(
        data,
        standing=known.standing,
        editions=known.editions,
        at=at,
        by_hand=_carried(after, data) | dict(by_hand or {}),
        duty_is_declared=duty_is_declared,
    )


def _carried(version: Version, data: DeclarationData) -> dict[int, ByHand]:
    """What was assessed by hand in a version, of the items that state the same."""
    rows = AssessedDuty.objects.filter(goods_item__version=version, rate_regime=BY_HAND).select_related("goods_item")
    assessed = {row.goods_item.number: row for row in rows}
    if not assessed:
        return {}
    before = said_by(version.submission)
    if asks_simplified_tariff(before) != asks_simplified_tariff(data):
        return {}
    items = enumerate(zip(before.goods_items, data.goods_items, strict=False), start=1)
    return {
        number: _figure(assessed[number])
        for number, (then, now) in items
        if number in assessed and _dutiable_facts(then) == _dutiable_facts(now)
    }


def _figure(row: AssessedDuty) -> ByHand:
    return ByHand(row.duty_line, row.internal_tax_line, only_at=row.goods_item.customs_value)


def _dutiable_facts(item: GoodsItem) -> tuple[object, ...]:
    """What the duty on an item depends on, but for its customs value."""
    return (
        item.commodity_code,
        item.origin,
        item.origin_certificate,
        quantities_of(item),
        item.relief_code,
        item.relief_amount,
        item.internal_taxes,
    )
