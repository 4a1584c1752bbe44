"""Where the law cuts off: yen, hundreds, thousands and quantities. Pure.

Sources: Customs Act art. 13-4, which applies articles 118 and 119 of the Act on General Rules for National
Taxes to customs duty; Local Tax Act art. 20-4-2; Customs Act Basic Circular 13-4-2 for quantities.
"""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

BASE_STEP = 1_000
"""A taxation base in yen is cut to whole thousands (General Rules for National Taxes art. 118 (1))."""

AMOUNT_STEP = 100
"""An amount to be paid is cut to whole hundreds (General Rules for National Taxes art. 119 (1))."""

_SIGNIFICANT_DIGITS = 5


def floor_to(amount: Decimal | int, step: int) -> int:
    """The largest multiple of `step` yen that is not more than `amount`; amounts are never negative."""
    return int(amount) // step * step


def whole_yen(amount: Decimal) -> int:
    """The amount of a line without its fraction of a yen (Basic Circular 13-4-2)."""
    return int(amount)


def quantity_decimals(rate_yen: Decimal) -> int:
    """How many decimals of a quantity count under a specific rate of `rate_yen`.

    A rate of one or two digits before the point takes whole units, of three digits one decimal, of n digits
    n - 2 decimals (Basic Circular 13-4-2 (2) for whole units; the rest from a secondary source).
    """
    return max(0, len(str(int(rate_yen))) - 2)


def specific_quantity(quantity: Decimal, *, rate_yen: Decimal) -> Decimal:
    """The quantity, in the unit that the rate names, of which specific duty is taken."""
    return quantity.quantize(Decimal(1).scaleb(-quantity_decimals(rate_yen)), rounding=ROUND_DOWN)


def liquor_quantity(litres: Decimal) -> Decimal:
    """Litres to whole 10 millilitres, as liquor tax counts them (secondary source)."""
    return litres.quantize(Decimal("0.01"), rounding=ROUND_DOWN)


def converted_quantity(quantity: Decimal) -> Decimal:
    """A quantity after a conversion that the law's own table does not list: five significant digits."""
    if not quantity:
        return quantity
    return quantity.quantize(Decimal(1).scaleb(quantity.adjusted() - _SIGNIFICANT_DIGITS + 1), rounding=ROUND_HALF_UP)
