"""The price of goods to the trader: their customs value, and the duty and taxes on it. Keeps nothing."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct

from declarations.data import Adjustment, Charge, DeclarationData, Direction, GoodsItem, ImportDeclaration, Invoice
from declarations.tariff.adjustments import Adjusted
from declarations.tariff.duty import assess as assess_duty
from declarations.tariff.in_force import Reference
from declarations.tariff.internal_tax import KINDS
from declarations.tariff.valuation import NotValuable, Valuation, value
from declarations.tariff.values import AssessedItem, Assessment, ByHand, CommodityInForce, DutiableItem, TaxClaim

BY_NET_MASS = "NET_MASS"
GROUPED = "X"


class Price(Struct, frozen=True, kw_only=True):
    """What was agreed on and paid for the goods: all that the customs value is made of."""

    direction: Direction
    invoice: Invoice
    items: Sequence[GoodsItem]
    freight: Charge | None = None
    insurance: Charge | None = None
    adjustments: tuple[Adjustment, ...] = ()
    charges_shared_by: str | None = None

    @property
    def currencies(self) -> frozenset[str]:
        """Every currency that an amount is stated in."""
        stated = (self.invoice, self.freight, self.insurance, *self.adjustments)
        return frozenset(money.currency for money in stated if money)


class Worth(Struct, frozen=True):
    """Its customs value and what it owes."""

    valuation: Valuation
    assessment: Assessment


def price_of(data: DeclarationData) -> Price:
    """The price that a declaration states."""
    return Price(
        direction=data.direction,
        invoice=data.invoice,
        items=data.goods_items,
        freight=data.freight,
        insurance=data.insurance,
        adjustments=data.adjustments,
        charges_shared_by=data.charges_shared_by,
    )


def rates_for(price: Price, *, reference: Reference) -> dict[str, Decimal]:
    """Yen for one unit of each currency named, where a rate is in force."""
    rates = {currency: reference.exchange_rate(currency) for currency in price.currencies}
    return {currency: rate.yen for currency, rate in rates.items() if rate}


def stand_ins_for(price: Price, *, reference: Reference) -> dict[str, str]:
    """Of each currency whose rate is an earlier week's, which week that is."""
    rates = {currency: reference.exchange_rate(currency) for currency in price.currencies}
    return {
        currency: f"(nearest earlier week, {rate.valid_from} to {rate.valid_to})"
        for currency, rate in rates.items()
        if rate and not rate.exact
    }


def value_of(
    price: Price, *, yen_per: Mapping[str, Decimal], stand_ins: Mapping[str, str] | None = None
) -> Valuation | None:
    """The customs value of the items; None where a rule names what is missing: terms, a rate, something to share."""
    invoice = price.invoice
    masses = masses_of(price)
    if masses is not None and None in masses:
        return None
    try:
        return value(
            direction=price.direction.value,
            incoterm=invoice.incoterm,
            invoice_currency=invoice.currency,
            invoice_amount=invoice.amount,
            freight=_money(price.freight),
            insurance=_money(price.insurance),
            weights=[weight_of(item) for item in price.items],
            yen_per=yen_per,
            adjustments=[Adjusted(each.kind, each.currency, each.amount) for each in price.adjustments],
            masses=[mass for mass in masses or () if mass is not None],
            stand_ins=stand_ins or {},
        )
    except NotValuable:
        return None


def weight_of(item: GoodsItem) -> Decimal:
    """What shares the customs value and the charges over the items: the coefficient where given, else the price."""
    return item.invoice_amount if item.apportionment is None else item.apportionment


def masses_of(price: Price) -> list[Decimal | None] | None:
    """The net masses, where they share the charges; None where the price or the coefficient shares all."""
    if price.charges_shared_by != BY_NET_MASS or any(item.apportionment is not None for item in price.items):
        return None
    return [item.net_mass for item in price.items]


def _money(charge: Charge | None) -> tuple[str, Decimal] | None:
    return (charge.currency, charge.amount) if charge else None


def asks_simplified_tariff(data: DeclarationData) -> bool:
    """Whether the declarant asks for the simplified tariff."""
    return isinstance(data, ImportDeclaration) and data.simplified_tariff is True


def claims_of(data: DeclarationData) -> tuple[str, ...]:
    """What lowers the demand on the declarant's word alone, so that an officer reads the papers."""
    relief = any(item.relief_code for item in data.goods_items)
    stated = any(not KINDS[tax.kind].is_computed for item in data.goods_items for tax in item.internal_taxes)
    return (*(("RELIEF_CLAIMED",) if relief else ()), *(("INTERNAL_TAX_STATED",) if stated else ()))


def worth_of(
    direction: Direction,
    items: Sequence[GoodsItem],
    commodities: Sequence[CommodityInForce | None],
    valuation: Valuation | None,
    *,
    on: date,
    simplified_tariff: bool = False,
    by_hand: Mapping[int, ByHand] | None = None,
) -> Worth | None:
    """What the items owe; None where one has no commodity in force or no value.

    `by_hand` is what an officer assessed, by item number.
    """
    if valuation is None or None in commodities:
        return None
    if direction is Direction.EXPORT:
        return Worth(valuation, nothing_owed(valuation))
    lines = zip(items, commodities, valuation.item_values, strict=True)
    dutiable = [
        _dutiable(number, item, commodity, customs_value, by_hand=_standing(by_hand, number, customs_value))
        for number, (item, commodity, customs_value) in enumerate(lines, start=1)
        if commodity is not None
    ]
    return Worth(valuation, assess_duty(dutiable, on=on, simplified_tariff=simplified_tariff))


def _standing(by_hand: Mapping[int, ByHand] | None, number: int, customs_value: int) -> ByHand | None:
    figure = (by_hand or {}).get(number)
    return figure if figure is not None and figure.stands_at(customs_value) else None


def _dutiable(
    number: int, item: GoodsItem, commodity: CommodityInForce, customs_value: int, *, by_hand: ByHand | None
) -> DutiableItem:
    return DutiableItem(
        number=number,
        commodity=commodity,
        customs_value=customs_value,
        quantities=quantities_of(item),
        origin=item.origin,
        origin_certificate=item.origin_certificate or "",
        is_grouped=item.commodity_code[9] == GROUPED,
        relief_code=(item.relief_code or "") if by_hand is None else "",
        relief=int(item.relief_amount or 0) if by_hand is None else 0,  # an officer's figure is net
        internal_taxes=tuple(
            TaxClaim(
                kind=tax.kind,
                litres=tax.litres,
                alcohol=tax.alcohol,
                amount=None if tax.amount is None else int(tax.amount),
            )
            for tax in item.internal_taxes
        ),
        by_hand=by_hand,
    )


def quantities_of(item: GoodsItem) -> tuple[tuple[Decimal, str], ...]:
    """What the item states of its quantity, with units; the net mass counts as kilograms where none are stated."""
    stated = ((item.quantity, item.quantity_unit), (item.second_quantity, item.second_quantity_unit))
    found = tuple((amount, unit) for amount, unit in stated if amount is not None and unit)
    if item.net_mass is not None and all(unit != "KG" for _, unit in found):
        return (*found, (item.net_mass, "KG"))
    return found


def nothing_owed(valuation: Valuation, *, reason: str = "") -> Assessment:
    """Exports owe neither duty nor consumption tax (Consumption Tax Act art. 7: exports are exempt); an AEO release
    owes nothing yet (`reason` says so)."""
    items = tuple(
        AssessedItem(number=number, customs_value=customs_value, rate_reason=reason)
        for number, customs_value in enumerate(valuation.item_values, start=1)
    )
    return Assessment(items=items, duty_total=0, consumption_tax_total=0, local_consumption_tax_total=0)
