"""Consolidating: up to 800 invoice lines become the goods items of one draft, or of several. Keeps nothing."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from declarations.clearance.obstacles import obstacles
from declarations.clearance.pricing import BY_NET_MASS, Price, rates_for, stand_ins_for, value_of
from declarations.data import Adjustment, Charge, GoodsItem, Mass, Money, Quantity
from declarations.errors import FormatError, NotAcceptable
from declarations.rules.code_lists import smallest_unit
from declarations.tariff import consolidation, in_force
from declarations.tariff.consolidation import Heap, Item, Line, Mark, Practice
from declarations.tariff.valuation import Valuation, apportion
from declarations.tariff.values import CommodityInForce

_FINEST = Decimal(1).scaleb(-Quantity.places)
_ZERO = Decimal(0)


class Draft(Struct, frozen=True):
    """One declaration of a consolidation: its price, goods items and value, and of each item what went into it."""

    price: Price
    valuation: Valuation
    items: tuple[Item, ...]


class Consolidation(Struct, frozen=True):
    """The drafts that the lines need, by which practice, with yen per unit of each currency."""

    drafts: tuple[Draft, ...]
    practice: Practice
    yen_per: dict[str, Decimal]


def consolidate(price: Price, *, on: date) -> Consolidation:
    """Consolidate the lines of a price, each written as a goods item, by the tariff of a day.

    Raises NotAcceptable, naming every code, term and currency that is not in force, and every mass that is missing.
    """
    reference = in_force.tariff(in_force.edition()).as_at(on)
    commodities = [reference.commodity(line.commodity_code) for line in price.items]
    yen_per = rates_for(price, reference=reference)
    if errors := obstacles(price, commodities, yen_per=yen_per, lines="/lines"):
        raise NotAcceptable(errors)
    stand_ins = stand_ins_for(price, reference=reference)
    heaps = consolidation.merge(
        _line(number, line, commodity)
        for number, (line, commodity) in enumerate(zip(price.items, commodities, strict=True), start=1)
        if commodity is not None
    )
    whole = value_of(replace(price, items=[_goods_of(heap) for heap in heaps]), yen_per=yen_per)
    if whole is None:
        raise NotAcceptable((FormatError("/lines", "out-of-range"),))
    items = consolidation.arrange(heaps, whole.item_values, direction=price.direction.value, on=on)
    drafts = []
    batches = consolidation.split(items)
    for part, batch in zip(_split(price, batches), batches, strict=True):
        valuation = value_of(part, yen_per=yen_per, stand_ins=stand_ins)
        if valuation is None:
            raise NotAcceptable((FormatError("/lines", "out-of-range"),))
        drafts.append(Draft(part, valuation, batch))
    return Consolidation(tuple(drafts), consolidation.PRACTICES[price.direction.value], yen_per)


def _line(number: int, line: GoodsItem, commodity: CommodityInForce) -> Line:
    stated = ((line.quantity, line.quantity_unit), (line.second_quantity, line.second_quantity_unit))
    return Line(
        number=number,
        commodity=commodity,
        description=line.description,
        origin=line.origin,
        origin_certificate=(line.origin_certificate or "").strip(),
        amount=line.invoice_amount,
        quantities=tuple((amount, unit) for amount, unit in stated if amount is not None and unit),
        net_mass=line.net_mass,
        said=line.permits or None,
    )


def _goods_of(heap: Heap) -> GoodsItem:
    """The goods item that a heap is alone."""
    first, second = (*heap.quantities, (None, ""), (None, ""))[:2]
    return GoodsItem(
        commodity_code=heap.commodity.code10,
        description=heap.description,
        origin=heap.origin,
        invoice_amount=Money(heap.amount),
        quantity=_quantity(first[0]),
        quantity_unit=first[1] if first[0] is not None else None,
        second_quantity=_quantity(second[0]),
        second_quantity_unit=second[1] if second[0] is not None else None,
        net_mass=None if heap.net_mass is None else Mass(heap.net_mass),
        origin_certificate=f"{heap.origin_certificate:4}" if heap.origin_certificate else None,
        permits=heap.said if isinstance(heap.said, tuple) else (),
    )


def _quantity(amount: Decimal | None) -> Quantity | None:
    """As the form takes it: a conversion may give more places than its four."""
    if amount is None:
        return None
    finer = int(amount.as_tuple().exponent) < -Quantity.places
    return Quantity(amount.quantize(_FINEST) if finer else amount)


def _goods_item(item: Item) -> GoodsItem:
    """A goods item as it is declared; goods of several codes have no quantity in common but their mass."""
    alone = _goods_of(item.head)
    if item.mark is not Mark.GROUPED:
        return replace(alone, commodity_code=item.commodity_code)
    return replace(
        alone,
        commodity_code=item.commodity_code,
        invoice_amount=Money(item.amount),
        quantity=None,
        quantity_unit=None,
        second_quantity=None,
        second_quantity_unit=None,
        net_mass=None if item.net_mass is None else Mass(item.net_mass),
    )


def _split(price: Price, batches: Sequence[tuple[Item, ...]]) -> list[Price]:
    """The price of each declaration; charges are split in their currency's smallest unit and add up exactly."""
    goods = [tuple(_goods_item(item) for item in batch) for batch in batches]
    amounts = [sum((item.invoice_amount for item in items), _ZERO) for items in goods]
    masses = [sum((item.net_mass or _ZERO for item in items), _ZERO) for items in goods]
    weights = masses if price.charges_shared_by == BY_NET_MASS else amounts
    freight = _shared(price.freight, weights) if price.freight else [None] * len(goods)
    insurance = _shared(price.insurance, weights) if price.insurance else [None] * len(goods)
    adjustments = [_shared(each, weights) for each in price.adjustments]
    return [
        replace(
            price,
            invoice=replace(price.invoice, amount=Money(amounts[index])),
            items=items,
            freight=freight[index],
            insurance=insurance[index],
            adjustments=tuple(shares[index] for shares in adjustments),
        )
        for index, items in enumerate(goods)
    ]


_Stated = TypeVar("_Stated", Charge, Adjustment)


def _shared(stated: _Stated, weights: Sequence[Decimal]) -> list[_Stated]:
    """An amount over the declarations, each part in the smallest unit that the amount is stated in."""
    exponent = int(stated.amount.as_tuple().exponent)
    step = min(smallest_unit(stated.currency), Decimal(1).scaleb(exponent))
    shares = apportion(int(stated.amount / step), weights)
    return [replace(stated, amount=Money(share * step)) for share in shares]
