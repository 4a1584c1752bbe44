"""What customs makes of a declaration as at a day: findings, value, duty, binding laws. Keeps nothing."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from msgspec import Struct

from declarations import rules
from declarations.clearance.pricing import Worth, rates_for, value_of, worth_of
from declarations.clearance.standing import Editions
from declarations.data import DeclarationData, Direction, GoodsItem
from declarations.rules import Case, Finding, OtherLaw, Standing
from declarations.tariff import in_force as tariff_in_force
from permits import requirements as permits_in_force
from permits.requirements import LawInForce, Requirements

JAPAN = ZoneInfo("Asia/Tokyo")


class Assessed(Struct, frozen=True):
    """What was made of it. Its worth is None where a blocking finding leaves nothing to compute."""

    on: date
    findings: tuple[Finding, ...]
    worth: Worth | None
    laws: tuple[tuple[LawInForce, ...], ...]
    yen_per: dict[str, Decimal]

    @property
    def is_refused(self) -> bool:
        """Whether a rule blocks it."""
        return bool(rules.blocking(self.findings))


def declared_day(at: datetime) -> date:
    """The day in Japan: it chooses the law and the rates."""
    return at.astimezone(JAPAN).date()


def assess(data: DeclarationData, *, standing: Standing, editions: Editions, at: datetime) -> Assessed:
    """Examine, value and assess a declaration as at an instant."""
    on = declared_day(at)
    reference = tariff_in_force.tariff(editions.tariff).as_at(on)
    requirements = permits_in_force.in_force(editions.permits)
    commodities = tuple(reference.commodity(item.commodity_code) for item in data.goods_items)
    laws = tuple(_binding(item, data.direction, requirements, on) for item in data.goods_items)
    yen_per = rates_for(data.invoice, data.freight, data.insurance, reference=reference)
    valuation = value_of(
        data.direction, data.invoice, data.freight, data.insurance, items=data.goods_items, yen_per=yen_per
    )
    case = Case(
        declaration=data,
        on=on,
        at=at,
        reference=reference,
        standing=standing,
        commodities=commodities,
        other_laws=tuple(tuple(OtherLaw(law.code, law.name, law.connected) for law in bound) for bound in laws),
        known_laws=requirements.known_laws,
        valuation=valuation,
    )
    return Assessed(
        on=on,
        findings=rules.examine(case),
        worth=worth_of(data.direction, data.goods_items, commodities, valuation, on=on),
        laws=laws,
        yen_per=yen_per,
    )


def _binding(item: GoodsItem, direction: Direction, known: Requirements, on: date) -> tuple[LawInForce, ...]:
    return known.laws_binding(item.commodity_code, direction=direction.value, origin=item.origin, on=on)
