"""What customs makes of a declaration as at a day: findings, value, duty, binding laws. Keeps nothing."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import TypeVar

from msgspec import Struct, structs

from declarations import rules
from declarations.clearance.pricing import (
    Price,
    Worth,
    asks_simplified_tariff,
    nothing_owed,
    price_of,
    rates_for,
    stand_ins_for,
    value_of,
    worth_of,
)
from declarations.clearance.standing import Editions
from declarations.data import UNREAD, DeclarationData, Direction, GoodsItem, Invoice, Money, unless_unread
from declarations.rules import Case, Finding, OtherLaw, Standing
from declarations.tariff import in_force as tariff_in_force
from declarations.tariff.in_force import Reference
from declarations.tariff.office_hours import JAPAN
from declarations.tariff.valuation import Valuation
from declarations.tariff.values import ByHand
from permits import requirements as permits_in_force
from permits.requirements import LawInForce, Requirements

_Told = TypeVar("_Told")
_Looked = TypeVar("_Looked")

AEO_RELEASE = frozenset("HN")
_DUTY_LATER = "declared by the duty declaration, due at the end of the month after the release (Customs Act art. 7-2)"


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


def is_aeo_release(data: DeclarationData) -> bool:
    """Whether the goods are released now and their duty is declared later (Customs Act art. 7-2)."""
    return data.direction is Direction.IMPORT and data.declaration_type in AEO_RELEASE


def assess(
    data: DeclarationData,
    *,
    standing: Standing,
    editions: Editions,
    at: datetime,
    by_hand: Mapping[int, ByHand] | None = None,
    duty_is_declared: bool = False,
) -> Assessed:
    """Examine, value and assess a declaration as at an instant.

    `by_hand` is what an officer assessed, by item. An AEO release owes nothing until `duty_is_declared`.
    """
    on = declared_day(at)
    reference = tariff_in_force.tariff(editions.tariff).as_at(on)
    requirements = permits_in_force.in_force(editions.permits)
    commodities = tuple(reference.commodity(item.commodity_code) for item in data.goods_items)
    laws = tuple(_binding(item, data.direction, requirements, on) for item in data.goods_items)
    price = price_of(data)
    yen_per = rates_for(price, reference=reference)
    valuation = _valuation(price, reference, yen_per=yen_per)
    simplified_tariff = asks_simplified_tariff(data)
    worth = worth_of(
        data.direction,
        data.goods_items,
        commodities,
        valuation,
        on=on,
        simplified_tariff=simplified_tariff,
        by_hand=by_hand,
    )
    if worth is not None and is_aeo_release(data) and not duty_is_declared:
        worth = Worth(worth.valuation, nothing_owed(worth.valuation, reason=_DUTY_LATER))
    case = Case(
        declaration=data,
        on=on,
        at=at,
        reference=reference,
        standing=standing,
        commodities=commodities,
        other_laws=tuple(_as_rules_see(bound) for bound in laws),
        known_laws=requirements.known_laws,
        valuation=valuation,
        not_computable=tuple(item.not_computable for item in worth.assessment.items) if worth else (),
    )
    return Assessed(on=on, findings=rules.examine(case), worth=worth, laws=laws, yen_per=yen_per)


class Rest(Struct, frozen=True):
    """What was made of a declaration of which some places are UNREAD.

    `worth` is that of the goods items numbered in `valued`, which bear all the charges; None where none can be valued.
    """

    on: date
    findings: tuple[Finding, ...]
    laws: tuple[tuple[LawInForce, ...], ...]
    worth: Worth | None
    valued: tuple[int, ...]
    yen_per: dict[str, Decimal]


def assess_the_rest(data: DeclarationData, *, standing: Standing, editions: Editions, at: datetime) -> Rest:
    """Examine, value and assess as much of a declaration as can be read, as at an instant."""
    on = declared_day(at)
    reference = tariff_in_force.tariff(editions.tariff).as_at(on)
    requirements = permits_in_force.in_force(editions.permits)
    items = unless_unread(lambda: tuple(data.goods_items))
    laws = _of_each(items, lambda item: _binding(item, data.direction, requirements, on))
    case = Case(
        declaration=data,
        on=on,
        at=at,
        reference=reference,
        standing=standing,
        commodities=_of_each(items, lambda item: reference.commodity(item.commodity_code)),
        other_laws=_of_each(laws, _as_rules_see),
        known_laws=requirements.known_laws,
        valuation=unless_unread(lambda: _valuation(price_of(data), reference)),
    )
    worth, valued, yen_per = _worth_of_the_rest(data, items, reference, on)
    known_laws = () if laws is UNREAD else tuple(() if bound is UNREAD else bound for bound in laws)
    return Rest(on=on, findings=rules.examine(case), laws=known_laws, worth=worth, valued=valued, yen_per=yen_per)


# What the value and the duty of a goods item are made of.
_PRICED = tuple(name for name in GoodsItem.__struct_fields__ if name not in {"description", "permits"})
_NOTHING: tuple[None, tuple[int, ...], dict[str, Decimal]] = (None, (), {})


def _worth_of_the_rest(
    data: DeclarationData, items: tuple[GoodsItem, ...], reference: Reference, on: date
) -> tuple[Worth | None, tuple[int, ...], dict[str, Decimal]]:
    """Of the goods items that can be read, at the sum of their own prices: the invoice's total is of all."""

    def look() -> tuple[Worth | None, tuple[int, ...], dict[str, Decimal]]:
        readable = {number: item for number, item in enumerate(items, start=1) if _is_priced(item)}
        whole = {number: item for number, item in readable.items() if reference.commodity(item.commodity_code)}
        total = Money(sum((item.invoice_amount for item in whole.values()), Decimal(0)))
        said = data.invoice
        invoice = Invoice(number="ESTIMATE", incoterm=said.incoterm, currency=said.currency, amount=total)
        price = structs.replace(price_of(data), items=tuple(whole.values()), invoice=invoice)
        commodities = [reference.commodity(item.commodity_code) for item in whole.values()]
        yen_per = rates_for(price, reference=reference)
        valuation = _valuation(price, reference, yen_per=yen_per) if whole else None
        asks = asks_simplified_tariff(data)
        worth = worth_of(data.direction, price.items, commodities, valuation, on=on, simplified_tariff=asks)
        return worth, tuple(whole), yen_per

    found = unless_unread(look)
    return _NOTHING if found is UNREAD or found[0] is None else found


def _is_priced(item: GoodsItem) -> bool:
    return item is not UNREAD and all(getattr(item, name) is not UNREAD for name in _PRICED)


def _binding(item: GoodsItem, direction: Direction, known: Requirements, on: date) -> tuple[LawInForce, ...]:
    return known.laws_binding(item.commodity_code, direction=direction.value, origin=item.origin, on=on)


def _as_rules_see(laws: tuple[LawInForce, ...]) -> tuple[OtherLaw, ...]:
    return tuple(OtherLaw(law.code, law.name, law.connected) for law in laws)


def _valuation(price: Price, reference: Reference, *, yen_per: Mapping[str, Decimal] | None = None) -> Valuation | None:
    yen_per = rates_for(price, reference=reference) if yen_per is None else yen_per
    return value_of(price, yen_per=yen_per, stand_ins=stand_ins_for(price, reference=reference))


def _of_each(things: tuple[_Looked, ...], look: Callable[[_Looked], _Told]) -> tuple[_Told, ...]:
    """What a look at each thing gives; UNREAD for one, or for all of them, that could not be read."""
    return unless_unread(lambda: tuple(unless_unread(partial(look, thing)) for thing in things))
