"""What customs makes of a declaration as at a day: findings, value, duty, binding laws. Keeps nothing."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from msgspec import Struct
from permits.requirements import LawInForce, Requirements

from declarations import rules
from declarations.clearance.standing import Editions
from declarations.data import Charge, DeclarationData, Direction, GoodsItem
from declarations.rules import Case, Finding, OtherLaw, Standing
from declarations.tariff import in_force as tariff_in_force
from declarations.tariff.duty import assess as assess_duty
from declarations.tariff.in_force import Reference
from declarations.tariff.valuation import NotValuable, Valuation, value
from declarations.tariff.values import AssessedItem, Assessment, CommodityInForce, DutiableItem
from permits import requirements as permits_in_force

JAPAN = ZoneInfo("Asia/Tokyo")


class Worth(Struct, frozen=True):
    """Its customs value and what it owes."""

    valuation: Valuation
    assessment: Assessment


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
    yen_per = _yen_per(data, reference)
    valuation = _valuation(data, yen_per)
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
        worth=_worth(data, commodities, valuation, on),
        laws=laws,
        yen_per=yen_per,
    )


def _binding(item: GoodsItem, direction: Direction, known: Requirements, on: date) -> tuple[LawInForce, ...]:
    return known.laws_binding(item.commodity_code, direction=direction.value, origin=item.origin, on=on)


def _yen_per(data: DeclarationData, reference: Reference) -> dict[str, Decimal]:
    """Yen for one unit of each currency named, where a rate is in force."""
    currencies = {data.invoice.currency, *(charge.currency for charge in (data.freight, data.insurance) if charge)}
    rates = {currency: reference.exchange_rate(currency) for currency in currencies}
    return {currency: rate.yen for currency, rate in rates.items() if rate}


def _valuation(data: DeclarationData, yen_per: dict[str, Decimal]) -> Valuation | None:
    weights = [item.invoice_amount if item.apportionment is None else item.apportionment for item in data.goods_items]
    try:
        return value(
            direction=data.direction.value,
            incoterm=data.invoice.incoterm,
            invoice_currency=data.invoice.currency,
            invoice_amount=data.invoice.amount,
            freight=_money(data.freight),
            insurance=_money(data.insurance),
            weights=weights,
            yen_per=yen_per,
        )
    except NotValuable:
        return None  # a rule names the reason: unknown terms, no rate, nothing to share over


def _money(charge: Charge | None) -> tuple[str, Decimal] | None:
    return (charge.currency, charge.amount) if charge else None


def _worth(
    data: DeclarationData, commodities: tuple[CommodityInForce | None, ...], valuation: Valuation | None, on: date
) -> Worth | None:
    if valuation is None or None in commodities:
        return None
    if data.direction is Direction.EXPORT:
        return Worth(valuation, _nothing_owed(valuation))
    lines = zip(data.goods_items, commodities, valuation.item_values, strict=True)
    items = [
        DutiableItem(
            number=number,
            commodity=commodity,
            customs_value=customs_value,
            quantities=quantities_of(item),
            origin=item.origin,
            origin_certificate=item.origin_certificate or "",
        )
        for number, (item, commodity, customs_value) in enumerate(lines, start=1)
        if commodity is not None
    ]
    return Worth(valuation, assess_duty(items, on=on))


def quantities_of(item: GoodsItem) -> tuple[tuple[Decimal, str], ...]:
    """What the item states of its quantity, with units; the net mass counts as kilograms where none are stated."""
    stated = ((item.quantity, item.quantity_unit), (item.second_quantity, item.second_quantity_unit))
    found = tuple((amount, unit) for amount, unit in stated if amount is not None and unit)
    if item.net_mass is not None and all(unit != "KG" for _, unit in found):
        return (*found, (item.net_mass, "KG"))
    return found


def _nothing_owed(valuation: Valuation) -> Assessment:
    """Exports owe neither duty nor consumption tax (Consumption Tax Act art. 7: exports are exempt)."""
    items = tuple(
        AssessedItem(number=number, customs_value=customs_value)
        for number, customs_value in enumerate(valuation.item_values, start=1)
    )
    return Assessment(items=items, duty_total=0, consumption_tax_total=0, local_consumption_tax_total=0)
