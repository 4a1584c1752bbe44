"""Estimating: what would be owed on goods that nobody has declared. Keeps nothing."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct

from declarations.clearance.pricing import Price, Worth, rates_for, stand_ins_for, value_of, worth_of
from declarations.data import Adjustment, Charge, Direction, GoodsItem, Invoice, Money
from declarations.errors import FormatError, NotAcceptable
from declarations.tariff import in_force
from declarations.tariff.adjustments import adjustment_law
from declarations.tariff.valuation import INCOTERMS


class Question(Struct, frozen=True):
    """An estimate's terms and goods; the prices' currency is the invoice's."""

    incoterm: str
    currency: str
    freight: Charge | None
    insurance: Charge | None
    goods_items: tuple[GoodsItem, ...]
    adjustments: tuple[Adjustment, ...] = ()
    charges_shared_by: str | None = None
    simplified_tariff: bool = False


def estimate(asked: Question, *, on: date) -> tuple[Worth, dict[str, Decimal]]:
    """Value and duty by the tariff of a day, with yen per unit of each currency.

    Raises NotAcceptable, naming every code, term and currency that is not in force.
    """
    reference = in_force.tariff(in_force.edition()).as_at(on)
    items = asked.goods_items
    total = Money(sum((item.invoice_amount for item in items), Decimal(0)))
    price = Price(
        direction=Direction.IMPORT,
        invoice=Invoice(number="ESTIMATE", incoterm=asked.incoterm, currency=asked.currency, amount=total),
        items=items,
        freight=asked.freight,
        insurance=asked.insurance,
        adjustments=asked.adjustments,
        charges_shared_by=asked.charges_shared_by,
    )
    commodities = [reference.commodity(item.commodity_code) for item in items]
    yen_per = rates_for(price, reference=reference)
    valuation = value_of(price, yen_per=yen_per, stand_ins=stand_ins_for(price, reference=reference))
    simplified_tariff = asked.simplified_tariff
    worth = worth_of(Direction.IMPORT, items, commodities, valuation, on=on, simplified_tariff=simplified_tariff)
    if worth is None:
        raise NotAcceptable(_missing(asked, commodities, yen_per))
    return worth, yen_per


def _missing(asked: Question, commodities: Sequence[object], yen_per: dict[str, Decimal]) -> tuple[FormatError, ...]:
    errors = [
        FormatError(f"/goods_items/{index}/commodity_code", "unknown-commodity")
        for index, commodity in enumerate(commodities)
        if commodity is None
    ]
    if asked.incoterm not in INCOTERMS:
        errors.append(FormatError("/incoterm", "not-in-list"))
    named = {"/currency": asked.currency}
    named |= {
        f"/{name}/currency": charge.currency
        for name, charge in (("freight", asked.freight), ("insurance", asked.insurance))
        if charge
    }
    named |= {f"/adjustments/{index}/currency": each.currency for index, each in enumerate(asked.adjustments)}
    errors += [
        FormatError(f"/adjustments/{index}/kind", "not-in-list")
        for index, each in enumerate(asked.adjustments)
        if adjustment_law(each.kind, Direction.IMPORT.value) is None
    ]
    errors += [FormatError(pointer, "no-exchange-rate") for pointer, code in named.items() if code not in yen_per]
    return tuple(errors) or (FormatError("/goods_items", "out-of-range"),)
