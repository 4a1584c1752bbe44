"""The rate of duty that an item bears in the end: the schedule's, or the simplified tariff's where it is asked for.

Pure. A grouped item (X) bears the rate of the code it stands under; a rate by quantity cannot be put to goods of
several codes.
"""

from datetime import date
from decimal import Decimal

from msgspec import Struct

from declarations.tariff import simplified
from declarations.tariff.applied_rate import AppliedRate, NoRate, applied_rate
from declarations.tariff.rates import Basis, Rate
from declarations.tariff.simplified import Unsettled
from declarations.tariff.units import QuantityMissing
from declarations.tariff.values import DutiableItem

SIMPLIFIED, BY_HAND = "SIMPLIFIED", "OFFICER"
BY_HAND_LAW = "Customs Act art. 7-16 (correction and determination by customs)"


class ChosenRate(Struct, frozen=True):
    """The rate with its regime, the notation, the law, the reason, and the lawful duty in yen with its fraction."""

    regime: str
    notation: str
    law: str
    reason: str
    rate: Rate
    lawful_duty: Decimal


class Assessed(Rate, frozen=True, tag=True):
    """What an officer assessed, whatever the value and quantity, yen."""

    amount: int

    def on(self, basis: Basis) -> Decimal:
        """The officer's amount."""
        return Decimal(self.amount)


class NotAssessed(Exception):
    """No duty can be computed; the text says why."""


def chosen_rate(item: DutiableItem, *, on: date, simple: bool) -> ChosenRate:
    """The rate of the item on the declared day; `simple` says that the simplified tariff is asked for and open.

    Raises:
        NotAssessed: the rate, or the duty by it, is not settled here.
    """
    if item.by_hand is not None:
        return _by_hand(item.by_hand.duty)
    try:
        chosen = _simplified(item, on=on) if simple else _ordinary(applied_rate(item, on=on))
    except (NoRate, Unsettled, QuantityMissing) as why:
        raise NotAssessed(str(why)) from why
    if not item.is_grouped:
        return chosen
    if chosen.rate.units():
        raise NotAssessed(f"{chosen.reason}: a rate by quantity, and goods of several codes are grouped")
    reason = f"{chosen.reason}; grouped (X): it applies to all goods in the item"
    return ChosenRate(chosen.regime, chosen.notation, chosen.law, reason, chosen.rate, chosen.lawful_duty)


def _by_hand(duty: int) -> ChosenRate:
    reason = "assessed by an officer, since no rate could be computed"
    return ChosenRate(BY_HAND, f"{duty} yen", BY_HAND_LAW, reason, Assessed(duty), Decimal(duty))


def _ordinary(applied: AppliedRate) -> ChosenRate:
    return ChosenRate(
        applied.regime.value, applied.notation, applied.regime.law, applied.reason, applied.rate, applied.lawful_duty
    )


def _simplified(item: DutiableItem, *, on: date) -> ChosenRate:
    """The simplified rate, unless the goods are free or keep their ordinary rate."""
    simple = simplified.simplified_rate(item.commodity.code9)
    if simple is None:
        return _noting(_ordinary(applied_rate(item, on=on)), "outside the simplified tariff")
    ordinary = _ordinary(applied_rate(item, on=on))
    if not ordinary.lawful_duty and not ordinary.rate.units():
        return _noting(ordinary, "goods free of duty are outside the simplified tariff")
    duty = simple.rate.lawful_duty(item.customs_value, item.quantities)
    reason = f"simplified tariff {simple.notation} for {simple.goods}"
    return ChosenRate(SIMPLIFIED, simple.notation, simplified.LAW, reason, simple.rate, duty)


def _noting(chosen: ChosenRate, remark: str) -> ChosenRate:
    reason = f"{chosen.reason}; {remark}"
    return ChosenRate(chosen.regime, chosen.notation, chosen.law, reason, chosen.rate, chosen.lawful_duty)
