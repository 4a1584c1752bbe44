"""From the invoice to the customs value: CIF for imports, FOB for exports, shared over the items. Pure.

Customs Tariff Act art. 4 (1): the price paid for goods on import, with freight and insurance to the port of
importation. Enforcement Order of the Customs Act art. 59-2 (2): the price of goods on export is FOB at the
port of exportation. Amounts in other currencies are turned into yen at the rate of the declared day's week
(Customs Tariff Act art. 4-7).
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from declarations.tariff.values import Step

Money = tuple[str, Decimal]
"""Currency (ISO 4217) and amount."""

_ZERO = Decimal(0)
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
    """The customs value: exact yen, whole yen per item adding up to the whole yen of the total, and the steps."""

    total: Decimal
    item_values: tuple[int, ...]
    steps: tuple[Step, ...]


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
) -> Valuation:
    """The customs value of a declaration and of its items.

    `weights` share the value over the items, usually by their invoice price; `yen_per` gives yen for one unit
    of each currency (JPY need not be there). A charge that is not stated counts as nothing.

    Raises:
        NotValuable: UNKNOWN_INCOTERM, NO_EXCHANGE_RATE, NEGATIVE_VALUE or NO_WEIGHTS.
    """
    charges = charges_required(incoterm, direction)
    total, steps = _in_yen("INVOICE", (invoice_currency, invoice_amount), yen_per)
    for name, money, treatment in (
        ("FREIGHT", freight, charges.freight),
        ("INSURANCE", insurance, charges.insurance),
    ):
        if money is None or treatment in (Treatment.INSIDE, Treatment.OUTSIDE):
            continue
        yen, charge_steps = _in_yen(f"{name}_{treatment}", money, yen_per)
        total = total + yen if treatment is Treatment.ADDED else total - yen
        steps += charge_steps
    if total < 0:
        raise NotValuable("NEGATIVE_VALUE", f"{total} yen")
    whole = Step("CUSTOMS_VALUE", _LAW[direction], f"{_plain(total)} yen", incoterm, int(total), "whole yen")
    return Valuation(total=total, item_values=apportion(int(total), weights), steps=(*steps, whole))


def _in_yen(name: str, money: Money, yen_per: Mapping[str, Decimal]) -> tuple[Decimal, tuple[Step, ...]]:
    currency, amount = money
    rate = Decimal(1) if currency == "JPY" else yen_per.get(currency)
    if rate is None:
        raise NotValuable("NO_EXCHANGE_RATE", currency)
    yen = amount * rate
    step = Step(name, _EXCHANGE_LAW, f"{_plain(amount)} {currency}", _plain(rate), int(yen), "shown in whole yen")
    return yen, (step,)


def apportion(total: int, weights: Sequence[Decimal]) -> tuple[int, ...]:
    """Share whole yen over weights so that the parts add up exactly (largest remainder; the earlier wins a tie).

    Raises:
        NotValuable: NO_WEIGHTS when a weight is negative or all are zero.
    """
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
    return [int(weight.scaleb(max(decimals, 0))) for weight in weights]


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
