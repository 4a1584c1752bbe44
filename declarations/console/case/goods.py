"""The goods items with what is owed on them, and how it was computed."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from declarations.models import AssessedDuty, GoodsItem, PermitClaim, Version


class ItemLine(Struct, frozen=True):
    """One goods item, what is owed on it, and the steps of the arithmetic."""

    row: GoodsItem
    duty: AssessedDuty
    claims: Sequence[PermitClaim]
    steps: Sequence[tuple[str, dict[str, Any]]]


def items_of(version: Version) -> list[ItemLine]:
    """The items of a version: two SQL statements."""
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
