"""Which rate applies to an item, and the sentence that says why. Pure.

Order: the temporary rate where one is set, else the general rate; the WTO rate where it is lower; a
preference where it is asked with a certificate of origin and is lower still. Rates of different kinds are
compared by the duty that they give on these goods.
"""

from datetime import date
from decimal import Decimal

from msgspec import Struct

from declarations.tariff.notation import Notation
from declarations.tariff.rates import Free, NotComputable, Rate
from declarations.tariff.regimes import Regime, regime_asked
from declarations.tariff.units import QuantityMissing
from declarations.tariff.values import CommodityInForce, DutiableItem


class AppliedRate(Struct, frozen=True):
    """The rate, its column, the cell as printed, the reason, and the lawful duty in yen with its fraction."""

    regime: Regime
    notation: str
    reason: str
    rate: Rate
    lawful_duty: Decimal


class NoRate(Exception):
    """No rate can be applied; the text says why."""


def applied_rate(item: DutiableItem, *, on: date) -> AppliedRate:
    """The rate that applies to the item on the declared day.

    Raises:
        NoRate: a rate that has to be compared cannot be computed, or the line has none. A preference of no duty
            at all needs no comparison.
    """
    if not item.origin_certificate.strip():
        return _statutory(item)
    return _with_preference(item, on=on)


def _statutory(item: DutiableItem) -> AppliedRate:
    """Temporary or general, against WTO."""
    commodity = item.commodity
    own = _first_applied(commodity, Regime.TEMPORARY, Regime.GENERAL)
    treaty = _first_applied(commodity, Regime.WTO)
    if own is None or treaty is None:
        only = own or treaty
        if only is None:
            raise NoRate("the schedule has no applied rate for this commodity")
        return _priced(item, *only)
    mine = _priced(item, *own)
    if not mine.lawful_duty:
        return mine
    return _challenged(mine, item, *treaty)


def _with_preference(item: DutiableItem, *, on: date) -> AppliedRate:
    certificate = item.origin_certificate.strip()
    regime = regime_asked(certificate, item.origin, on=on)
    if regime is None:
        return _noting(_statutory(item), f"certificate {certificate} gives nothing for origin {item.origin} on {on}")
    notation = item.commodity.notation(regime)
    if notation is None or not notation.applied:
        return _noting(_statutory(item), f"no {regime.spoken} rate for this commodity")
    if notation.rate_for(item.origin) == Free():
        return _freed(item, _priced(item, regime, notation))
    statutory = _statutory(item)
    if not statutory.lawful_duty:
        return _noting(statutory, f"{regime.spoken} {notation.text} is not lower")
    return _challenged(statutory, item, regime, notation)


def _freed(item: DutiableItem, preference: AppliedRate) -> AppliedRate:
    """Nothing is lower than free: it applies even where the ordinary rate cannot be computed."""
    try:
        statutory = _statutory(item)
    except NoRate as reason:
        return _noting(preference, f"nothing can be lower, though the ordinary rate needs an officer ({reason})")
    if not statutory.lawful_duty:
        return _noting(statutory, f"{preference.reason} is not lower")
    return _lower(preference, than=statutory)


def _first_applied(commodity: CommodityInForce, *regimes: Regime) -> tuple[Regime, Notation] | None:
    for regime in regimes:
        notation = commodity.notation(regime)
        if notation is not None and notation.applied:
            return regime, notation
    return None


def _priced(item: DutiableItem, regime: Regime, notation: Notation) -> AppliedRate:
    """The column with its duty on these goods."""
    rate = notation.rate_for(item.origin)
    if isinstance(rate, NotComputable):
        raise NoRate(f"{regime.spoken} {notation.text}: {rate.why}")
    try:
        duty = rate.lawful_duty(item.customs_value, item.quantities)
    except QuantityMissing as missing:
        raise NoRate(f"{regime.spoken} {notation.text}: {missing}") from missing
    return AppliedRate(regime, notation.text, f"{regime.spoken} {notation.text}", rate, duty)


def _challenged(standing: AppliedRate, item: DutiableItem, regime: Regime, notation: Notation) -> AppliedRate:
    """The column against the rate that stands. One that needs a person is moot where none of its rates is lower."""
    rate = notation.rate_for(item.origin)
    if isinstance(rate, NotComputable) and _is_never_lower(rate, item, than=standing.lawful_duty):
        return _noting(standing, f"whichever rate of {regime.spoken} {notation.text} it were, none is lower")
    return _lower(_priced(item, regime, notation), than=standing)


def _is_never_lower(rate: NotComputable, item: DutiableItem, *, than: Decimal) -> bool:
    """Whether all the rates of the cell were read and each owes as much or more on these goods."""
    rates = [choice.rate for choice in rate.choices if choice.rate is not None]
    try:
        return bool(rates) and all(each.lawful_duty(item.customs_value, item.quantities) >= than for each in rates)
    except QuantityMissing:
        return False


def _lower(challenger: AppliedRate, *, than: AppliedRate) -> AppliedRate:
    """Whichever owes less; the one that stands when they are equal. The reason names the other."""
    challenged = f"{challenger.regime.spoken} {challenger.notation}"
    standing = f"{than.regime.spoken} {than.notation}"
    if challenger.lawful_duty < than.lawful_duty:
        return _with_reason(challenger, f"{challenged}, lower than {standing}")
    return _noting(than, f"{challenged} is not lower")


def _noting(rate: AppliedRate, remark: str) -> AppliedRate:
    return _with_reason(rate, f"{rate.reason}; {remark}")


def _with_reason(rate: AppliedRate, reason: str) -> AppliedRate:
    return AppliedRate(rate.regime, rate.notation, reason, rate.rate, rate.lawful_duty)
