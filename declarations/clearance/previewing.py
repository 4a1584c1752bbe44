"""Previewing: what stands in the way of what a draft says, and what would come of it, lodged or sent as an amendment.

Keeps nothing.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from msgspec import Struct

from declarations.clearance.amending import dry_run_amendment
from declarations.clearance.assessing import Assessed, assess, declared_day
from declarations.clearance.pricing import Worth
from declarations.clearance.standing import known_of
from declarations.clearance.understanding import look_at_the_rest
from declarations.contract import read
from declarations.data import DeclarationData
from declarations.errors import FormatError, NotAcceptable
from declarations.models import Declaration
from declarations.rules import Finding, blocking
from declarations.traders.declarant import Declarant
from permits.requirements import LawInForce


class Preview(Struct, frozen=True, kw_only=True):
    """Every error and finding at once; value and duty of the goods items in `valued`; the laws that bind each item.

    `on` is the day whose law and rates were taken; `existing_number` is the declaration that has the own reference.
    """

    on: date
    errors: tuple[FormatError, ...] = ()
    findings: tuple[Finding, ...] = ()
    laws: tuple[tuple[LawInForce, ...], ...] = ()
    worth: Worth | None = None
    valued: tuple[int, ...] = ()
    yen_per: dict[str, Decimal] = {}
    data: DeclarationData | None = None
    existing_number: str | None = None

    @property
    def can_be_lodged(self) -> bool:
        """Whether nothing that is known now stands in the way."""
        return self.data is not None and not blocking(self.findings) and not self.existing_number


def preview(said: dict[str, Any], *, by: Declarant, at: datetime, amends: Declaration | None = None) -> Preview:
    """What would come of a JSON object, complete or not, lodged at `at`; or sent then to amend a declaration."""
    try:
        data: DeclarationData = read(said, DeclarationData)
    except NotAcceptable as refused:
        judged_at = amends.lodged_at if amends else at
        rest = look_at_the_rest(said, by=by, at=at, judged_at=judged_at)
        if rest is None:
            return Preview(on=declared_day(judged_at), errors=refused.errors)
        return Preview(
            on=rest.on,
            errors=refused.errors,
            findings=rest.findings,
            laws=rest.laws,
            worth=rest.worth,
            valued=rest.valued,
            yen_per=rest.yen_per,
        )
    if amends:
        return _preview(data, dry_run_amendment(amends, data, by=by, at=at))
    known = known_of(
        by, trader_code=data.trader.party_code, own_reference=data.own_reference, key="", on=declared_day(at)
    )
    assessed = assess(data, standing=known.standing, editions=known.editions, at=at)
    return _preview(data, assessed, existing_number=known.existing_number)


def _preview(data: DeclarationData, assessed: Assessed, *, existing_number: str | None = None) -> Preview:
    return Preview(
        on=assessed.on,
        findings=assessed.findings,
        laws=assessed.laws,
        worth=assessed.worth,
        valued=tuple(range(1, len(data.goods_items) + 1)) if assessed.worth else (),
        yen_per=assessed.yen_per,
        data=data,
        existing_number=existing_number,
    )
