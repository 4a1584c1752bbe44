"""What stands in the way of valuing goods that nobody has declared: every place at once, as a client's errors."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from declarations.clearance.pricing import BY_NET_MASS, Price
from declarations.errors import FormatError
from declarations.tariff.adjustments import adjustment_law
from declarations.tariff.valuation import INCOTERMS
from declarations.tariff.values import CommodityInForce


def obstacles(
    price: Price,
    commodities: Sequence[CommodityInForce | None],
    *,
    yen_per: Mapping[str, Decimal],
    lines: str = "/goods_items",
) -> tuple[FormatError, ...]:
    """Codes, terms, kinds and currencies that are not in force, and masses that are missing.

    `lines` points at the goods. Empty where nothing stands in the way that can be named.
    """
    errors = [
        FormatError(f"{lines}/{index}/commodity_code", "unknown-commodity")
        for index, commodity in enumerate(commodities)
        if commodity is None
    ]
    if price.charges_shared_by == BY_NET_MASS:
        errors += [
            FormatError(f"{lines}/{index}/net_mass", "required")
            for index, line in enumerate(price.items)
            if not line.net_mass
        ]
    if price.invoice.incoterm not in INCOTERMS:
        errors.append(FormatError("/incoterm", "not-in-list"))
    errors += [
        FormatError(f"/adjustments/{index}/kind", "not-in-list")
        for index, each in enumerate(price.adjustments)
        if adjustment_law(each.kind, price.direction.value) is None
    ]
    return (*errors, *_without_rate(price, yen_per))


def _without_rate(price: Price, yen_per: Mapping[str, Decimal]) -> list[FormatError]:
    stated = {"": price.invoice, "/freight": price.freight, "/insurance": price.insurance}
    adjusted = {f"/adjustments/{index}": each for index, each in enumerate(price.adjustments)}
    return [
        FormatError(f"{place}/currency", "no-exchange-rate")
        for place, money in (*stated.items(), *adjusted.items())
        if money is not None and money.currency not in yen_per
    ]
