"""From the invoice to the customs value: CIF for imports, FOB for exports, shared over the items. Pure.

Customs Tariff Act art. 4 (1): the price paid for goods on import, with freight and insurance to the port of
importation. Enforcement Order of the Customs Act art. 59-2 (2): the price of goods on export is FOB at the
port of exportation. Amounts in other currencies are turned into yen at the rate of the declared day's week
(Customs Tariff Act art. 4-7). Besides freight and insurance the law adds and takes out what `adjustments.py` lists.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal, localcontext
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from msgspec import Struct

from declarations.tariff.adjustments import Adjusted, adjustment_law
from declarations.tariff.values import Step

Money = tuple[str, Decimal]
"""Currency (ISO 4217) and amount."""

_ZERO = Decimal(0)
_EXACT = 80
_NO_NOTES: Mapping[str, str] = MappingProxyType({})
_LAW = {"IMPORT": "Customs Tariff Act art. 4 (1)", "EXPORT": "Enforcement Order of the Customs Act art. 59-2 (2)"}
_EXCHANGE_LAW = "Customs Tariff Act art. 4-7"


class Treatment(StrEnum):
    """What happens to a charge on the way from the invoice price to the customs value."""

    ADDED = "ADDED"
    DEDUCTED = "DEDUCTED"
    INSIDE = "INSIDE"
    OUTSIDE = "OUTSIDE"


class Charges(Struct, frozen=True):
    """How freight and insurance are treated: INSIDE is in the price and belongs to the value, OUTSIDE is in neither."""

    freight: Treatment
    insurance: Treatment

    @property
    def needed(self) -> tuple[str, ...]:
        """The charges whose amount must be known: those added or deducted."""
        moved = (Treatment.ADDED, Treatment.DEDUCTED)
        return tuple(name for name in ("freight", "insurance") if getattr(self, name) in moved)


# Incoterms (2020, with the withdrawn terms of 2000 and 2010) -> is freight, is insurance in the price?
_IN_PRICE: dict[str, tuple[bool, bool]] = {
    **dict.fromkeys(("EXW", "FCA", "FAS", "FOB"), (False, False)),
    **dict.fromkeys(("CFR", "CPT"), (True, False)),
    **dict.fromkeys(("CIF", "CIP", "DAP", "DPU", "DDP", "DAT", "DAF", "DES", "DEQ", "DDU"), (True, True)),
}
INCOTERMS = frozenset(_IN_PRICE)


class NotValuable(ValueError):
    """The declared figures give no customs value. `code` is stable; `about` is the term, currency or sum."""

    def __init__(self, code: str, about: str) -> None:
        """Keep the code and its subject."""
        self.code, self.about = code, about
        super().__init__(f"{code}: {about}")


class Valuation(Struct, frozen=True, kw_only=True):
    """The customs value: exact yen, whole yen per item adding up to the whole yen of the total, and the steps.

    `adjusted` is what additions less deductions come to, in exact yen.
    """

    total: Decimal
    item_values: tuple[int, ...]
    steps: tuple[Step, ...]
    adjusted: Decimal = _ZERO


@cache
def charges_required(incoterm: str, direction: str) -> Charges:
    """How freight and insurance are treated under a term, for `IMPORT` or `EXPORT`.

    Raises:
        NotValuable: UNKNOWN_INCOTERM.
    """
    if incoterm not in _IN_PRICE:
        raise NotValuable("UNKNOWN_INCOTERM", incoterm)
    return Charges(*(_treatment(in_price, direction) for in_price in _IN_PRICE[incoterm]))


def _treatment(in_price: bool, direction: str) -> Treatment:
    if direction == "IMPORT":
        return Treatment.INSIDE if in_price else Treatment.ADDED
    return Treatment.DEDUCTED if in_price else Treatment.OUTSIDE


def value(
    *,
    direction: str,
    incoterm: str,
    invoice_currency: str,
    invoice_amount: Decimal,
    freight: Money | None,
    insurance: Money | None,
    weights: Sequence[Decimal],
    yen_per: Mapping[str, Decimal],
    adjustments: Sequence[Adjusted] = (),
    masses: Sequence[Decimal] = (),
    stand_ins: Mapping[str, str] = _NO_NOTES,
) -> Valuation:
    """The customs value of a declaration and of its items.

    `weights` share the value over the items, by their invoice price or by a coefficient. Where `masses` are given,
    `weights` share the price alone, and freight, insurance and adjustments are shared by mass. `yen_per` gives yen for
    one unit of each currency (JPY need not be there); `stand_ins` says of a currency that its rate is not that of the
    declared week. A charge that is not stated counts as nothing.

    Raises:
        NotValuable: UNKNOWN_INCOTERM, UNKNOWN_ADJUSTMENT, NO_EXCHANGE_RATE, NEGATIVE_VALUE or NO_WEIGHTS.
    """
    charges = charges_required(incoterm, direction)
    exchange = _Exchange(yen_per, stand_ins)
    price, price_step = exchange.in_yen("INVOICE", _EXCHANGE_LAW, (invoice_currency, invoice_amount))
    moved, steps = _ZERO, [price_step]
    for name, money, treatment in (
        ("FREIGHT", freight, charges.freight),
        ("INSURANCE", insurance, charges.insurance),
    ):
        if money is None or treatment in (Treatment.INSIDE, Treatment.OUTSIDE):
            continue
        yen, step = exchange.in_yen(f"{name}_{treatment}", _EXCHANGE_LAW, money)
        moved += yen if treatment is Treatment.ADDED else -yen
        steps.append(step)
    adjusted, adjustment_steps = _adjusted(adjustments, direction, exchange)
    total = price + moved + adjusted
    if total < 0:
        raise NotValuable("NEGATIVE_VALUE", f"{total} yen")
    shares = _shares_by_mass(price, moved + adjusted, weights, masses) if masses else weights
    whole = Step("CUSTOMS_VALUE", _LAW[direction], f"{_plain(total)} yen", incoterm, int(total), "whole yen")
    return Valuation(
        total=total,
        item_values=apportion(int(total), shares),
        steps=(*steps, *adjustment_steps, whole),
        adjusted=adjusted,
    )


def _adjusted(adjustments: Sequence[Adjusted], direction: str, exchange: "_Exchange") -> tuple[Decimal, list[Step]]:
    """What the additions come to less the deductions, in exact yen, with a step each."""
    total, steps = _ZERO, []
    for adjustment in adjustments:
        law = adjustment_law(adjustment.kind, direction)
        if law is None:
            raise NotValuable("UNKNOWN_ADJUSTMENT", adjustment.kind)
        name = f"{adjustment.kind}_{law.treatment}"
        yen, step = exchange.in_yen(name, law.law, (adjustment.currency, adjustment.amount))
        total += law.sign * yen
        steps.append(step)
    return total, steps


class _Exchange(Struct, frozen=True):
    """Turns money into yen, saying at which rate."""

    yen_per: Mapping[str, Decimal]
    stand_ins: Mapping[str, str]

    def in_yen(self, name: str, law: str, money: Money) -> tuple[Decimal, Step]:
        """Exact yen, and the step that shows them."""
        currency, amount = money
        rate = Decimal(1) if currency == "JPY" else self.yen_per.get(currency)
        if rate is None:
            raise NotValuable("NO_EXCHANGE_RATE", currency)
        yen = amount * rate
        at = f"{_plain(rate)} {self.stand_ins[currency]}" if currency in self.stand_ins else _plain(rate)
        return yen, Step(name, law, f"{_plain(amount)} {currency}", at, int(yen), "shown in whole yen")


def _shares_by_mass(
    price: Decimal, charges: Decimal, weights: Sequence[Decimal], masses: Sequence[Decimal]
) -> list[Decimal]:
    """Price by weight and charges by mass, multiplied out so that no share is ever rounded."""
    all_weights, all_masses = sum(weights, _ZERO), sum(masses, _ZERO)
    if all_masses <= 0 or min(masses) < 0:
        raise NotValuable("NO_WEIGHTS", f"masses {', '.join(map(str, masses))}")
    with localcontext(prec=_EXACT):
        return [
            price * weight * all_masses + charges * mass * all_weights
            for weight, mass in zip(weights, masses, strict=True)
        ]


def apportion(total: int, weights: Sequence[Decimal]) -> tuple[int, ...]:
    """Share whole yen over weights so that the parts add up exactly (largest remainder; the earlier wins a tie).

    Raises:
        NotValuable: NO_WEIGHTS when a weight is negative or all are zero.
    """
    if len(weights) == 1 and weights[0] > 0:
        return (total,)  # most declarations are of one item
    shares = _whole_shares(weights)
    whole = sum(shares)
    if whole <= 0 or min(shares) < 0:
        raise NotValuable("NO_WEIGHTS", f"weights {', '.join(map(str, weights)) or 'none'}")
    parts = [total * share // whole for share in shares]
    remainders = [total * share % whole for share in shares]
    by_remainder = sorted(range(len(parts)), key=lambda index: (-remainders[index], index))
    for index in by_remainder[: total - sum(parts)]:
        parts[index] += 1
    return tuple(parts)


def _whole_shares(weights: Sequence[Decimal]) -> list[int]:
    """The weights as whole numbers in the same proportion, so that no share is ever rounded."""
    decimals = max((-int(weight.as_tuple().exponent) for weight in weights), default=0)
    with localcontext(prec=_EXACT):
        return [int(weight.scaleb(max(decimals, 0))) for weight in weights]


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
