"""Estimating: what would be owed on goods that nobody has declared. Keeps nothing."""

from datetime import date
from decimal import Decimal

from msgspec import Struct

from declarations.clearance.obstacles import obstacles
from declarations.clearance.pricing import Price, Worth, rates_for, stand_ins_for, value_of, worth_of
from declarations.data import Adjustment, Charge, Direction, GoodsItem, Invoice, Money
from declarations.errors import FormatError, NotAcceptable
from declarations.tariff import in_force


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
        unnamed = (FormatError("/goods_items", "out-of-range"),)
        raise NotAcceptable(obstacles(price, commodities, yen_per=yen_per) or unnamed)
    return worth, yen_per
