"""Estimating: what would be owed on goods that nobody has declared. Keeps nothing."""

from datetime import date
from decimal import Decimal
from typing import Protocol

from declarations.clearance.pricing import Worth, rates_for, value_of, worth_of
from declarations.data import Charge, Direction, GoodsItem, Invoice, Money
from declarations.errors import FormatError, NotAcceptable
from declarations.tariff import in_force
from declarations.tariff.valuation import INCOTERMS


class Line(Protocol):
    """Goods of which the duty is asked."""

    commodity_code: str
    origin: str
    invoice_amount: Money
    quantity: Decimal | None
    quantity_unit: str | None
    origin_certificate: str | None


class Question(Protocol):
    """An estimate's terms and goods."""

    incoterm: str
    currency: str
    freight: Charge | None
    insurance: Charge | None
    goods_items: tuple[Line, ...]


def estimate(asked: Question, *, on: date) -> tuple[Worth, dict[str, Decimal]]:
    """Value and duty by the tariff of a day, with yen per unit of each currency.

    Raises NotAcceptable, naming every code, term and currency that is not in force.
    """
    reference = in_force.tariff(in_force.edition()).as_at(on)
    items = [_item(line) for line in asked.goods_items]
    total = Money(sum((item.invoice_amount for item in items), Decimal(0)))
    invoice = Invoice(number="ESTIMATE", incoterm=asked.incoterm, currency=asked.currency, amount=total)
    commodities = [reference.commodity(item.commodity_code) for item in items]
    yen_per = rates_for(invoice, asked.freight, asked.insurance, reference=reference)
    valuation = value_of(Direction.IMPORT, invoice, asked.freight, asked.insurance, items=items, yen_per=yen_per)
    worth = worth_of(Direction.IMPORT, items, commodities, valuation, on=on)
    if worth is None:
        raise NotAcceptable(_missing(asked, commodities, yen_per))
    return worth, yen_per


def _item(line: Line) -> GoodsItem:
    return GoodsItem(
        commodity_code=line.commodity_code,
        description="ESTIMATE",
        origin=line.origin,
        invoice_amount=line.invoice_amount,
        quantity=line.quantity,  # type: ignore[arg-type]
        quantity_unit=line.quantity_unit,
        origin_certificate=line.origin_certificate,
    )


def _missing(asked: Question, commodities: list[object], yen_per: dict[str, Decimal]) -> tuple[FormatError, ...]:
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
    errors += [FormatError(pointer, "no-exchange-rate") for pointer, code in named.items() if code not in yen_per]
    return tuple(errors) or (FormatError("/goods_items", "out-of-range"),)
