"""The price of goods to the trader: their customs value, and the duty and taxes on it. Keeps nothing."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct

from declarations.data import Charge, Direction, GoodsItem, Invoice
from declarations.tariff.duty import assess as assess_duty
from declarations.tariff.in_force import Reference
from declarations.tariff.valuation import NotValuable, Valuation, value
from declarations.tariff.values import AssessedItem, Assessment, CommodityInForce, DutiableItem


class Worth(Struct, frozen=True):
    """Its customs value and what it owes."""

    valuation: Valuation
    assessment: Assessment


def rates_for(invoice: Invoice, *charges: Charge | None, reference: Reference) -> dict[str, Decimal]:
    """Yen for one unit of each currency named, where a rate is in force."""
    currencies = {invoice.currency, *(charge.currency for charge in charges if charge)}
    rates = {currency: reference.exchange_rate(currency) for currency in currencies}
    return {currency: rate.yen for currency, rate in rates.items() if rate}


def value_of(
    direction: Direction,
    invoice: Invoice,
    freight: Charge | None,
    insurance: Charge | None,
    *,
    items: Sequence[GoodsItem],
    yen_per: dict[str, Decimal],
) -> Valuation | None:
    """The customs value of the items; None where a rule names what is missing: terms, a rate, something to share."""
    try:
        return value(
            direction=direction.value,
            incoterm=invoice.incoterm,
            invoice_currency=invoice.currency,
            invoice_amount=invoice.amount,
            freight=_money(freight),
            insurance=_money(insurance),
            weights=[weight_of(item) for item in items],
            yen_per=yen_per,
        )
    except NotValuable:
        return None


def weight_of(item: GoodsItem) -> Decimal:
    """What shares the customs value and the charges over the items: the coefficient where given, else the price."""
    return item.invoice_amount if item.apportionment is None else item.apportionment


def _money(charge: Charge | None) -> tuple[str, Decimal] | None:
    return (charge.currency, charge.amount) if charge else None


def worth_of(
    direction: Direction,
    items: Sequence[GoodsItem],
    commodities: Sequence[CommodityInForce | None],
    valuation: Valuation | None,
    *,
    on: date,
) -> Worth | None:
    """What the items owe; None where one has no commodity in force or no value."""
    if valuation is None or None in commodities:
        return None
    if direction is Direction.EXPORT:
        return Worth(valuation, _nothing_owed(valuation))
    lines = zip(items, commodities, valuation.item_values, strict=True)
    dutiable = [
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
    return Worth(valuation, assess_duty(dutiable, on=on))


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
