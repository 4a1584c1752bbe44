"""Rates of duty as values that can be applied to goods. Pure.

How a cell of the schedule becomes one of these is in `notation.py`. Each rate answers two questions:

- `duty(value_yen, quantities)`: exact, on what was declared, nothing cut off: the statistical figure;
- `lawful_duty(value_yen, quantities)`: as the law takes it, on the value cut to 1,000 yen and the quantity cut
  by the rate's digits, still with its fraction of a yen.

Both give a Decimal in yen and raise `QuantityMissing` where the rate names a unit that was not declared.
Part of the schedule cannot be computed from a declaration (quotas, conditions on the goods): such a cell is
`NotComputable` with its reason, and has no duty at all.
"""

from decimal import Decimal
from enum import StrEnum
from typing import ClassVar, Self

from msgspec import Struct

from declarations.tariff.rounding import BASE_STEP, floor_to, specific_quantity
from declarations.tariff.units import Quantities, quantity_in

_ZERO = Decimal(0)


class Basis(Struct, frozen=True):
    """What a rate is applied to: the value (whole yen), the part of it that is taxed, the quantities."""

    value: int
    taxed: int
    quantities: Quantities
    cut: bool

    @classmethod
    def exact(cls, value_yen: int, quantities: Quantities) -> Self:
        """The declared figures, untouched."""
        return cls(value_yen, value_yen, quantities, cut=False)

    @classmethod
    def lawful(cls, value_yen: int, quantities: Quantities) -> Self:
        """The figures that the law taxes."""
        return cls(value_yen, floor_to(value_yen, BASE_STEP), quantities, cut=True)


class Rate(Struct, frozen=True):
    """A rate of duty. `on` is the only thing a new kind of rate has to define."""

    def on(self, basis: Basis) -> Decimal:
        """Duty in yen on this basis, with its fraction."""
        raise NotImplementedError

    def units(self) -> tuple[str, ...]:
        """The statistical units whose quantity the rate needs."""
        return ()

    def duty(self, value_yen: int, quantities: Quantities = ()) -> Decimal:
        """Exact duty in yen on the declared value and quantities."""
        return self.on(Basis.exact(value_yen, quantities))

    def lawful_duty(self, value_yen: int, quantities: Quantities = ()) -> Decimal:
        """Duty in yen on the value and quantities that the law taxes."""
        return self.on(Basis.lawful(value_yen, quantities))


class Free(Rate, frozen=True, tag=True):
    """No duty."""

    def on(self, basis: Basis) -> Decimal:
        """Always nothing."""
        return _ZERO


class AdValorem(Rate, frozen=True, tag=True):
    """A share of the customs value, in percent."""

    percent: Decimal

    def on(self, basis: Basis) -> Decimal:
        """The taxed value times the percentage."""
        return basis.taxed * self.percent / 100


class Specific(Rate, frozen=True, tag=True):
    """Yen for each `per` units, e.g. 290.70 yen for each 1,000 NO."""

    yen: Decimal
    unit: str
    per: int = 1

    def on(self, basis: Basis) -> Decimal:
        """Yen times the quantity in the unit that the rate names."""
        quantity = quantity_in(self.unit, basis.quantities) / self.per
        return self.yen * (specific_quantity(quantity, rate_yen=self.yen) if basis.cut else quantity)

    def units(self) -> tuple[str, ...]:
        """The unit that the rate names."""
        return (self.unit,)


class Difference(Rate, frozen=True, tag=True):
    """What the value of a unit lacks up to a price, e.g. (73.70 yen - customs value) / kg; never below nothing.

    `share` is the part of the value that counts, `times` / `over` the part of what lacks that is taken, as in
    ((500 yen - customs value) x 10/16) / kg. The value of a unit is the declared customs value, uncut, over the
    declared quantity: no source cuts it. The quantity is cut by the digits of the resulting rate, as for any
    specific duty.
    """

    price: Decimal
    unit: str
    share: Decimal = Decimal(1)
    times: Decimal = Decimal(1)
    over: Decimal = Decimal(1)

    def on(self, basis: Basis) -> Decimal:
        """The lacking price times the quantity."""
        quantity = quantity_in(self.unit, basis.quantities)
        lacking = (self.price * quantity - self.share * basis.value) * self.times / self.over
        if lacking <= 0:
            return _ZERO
        if not basis.cut:
            return lacking
        return lacking * specific_quantity(quantity, rate_yen=lacking / quantity) / quantity

    def units(self) -> tuple[str, ...]:
        """The unit that the price is for."""
        return (self.unit,)


class _Several(Rate, frozen=True):
    """A rate made of rates."""

    parts: tuple[Rate, ...]

    def units(self) -> tuple[str, ...]:
        """The units of all parts, each once."""
        return tuple(dict.fromkeys(unit for part in self.parts for unit in part.units()))


class Compound(_Several, frozen=True, tag=True):
    """The sum of its parts, e.g. 4.4 % + 1.52 yen/m2."""

    def on(self, basis: Basis) -> Decimal:
        """All parts together."""
        return sum((part.on(basis) for part in self.parts), _ZERO)


class GreaterOf(_Several, frozen=True, tag=True):
    """Whichever part gives more."""

    def on(self, basis: Basis) -> Decimal:
        """The greatest part; every part must be computable."""
        return max(part.on(basis) for part in self.parts)


class LesserOf(_Several, frozen=True, tag=True):
    """Whichever part gives less."""

    def on(self, basis: Basis) -> Decimal:
        """The least part; every part must be computable."""
        return min(part.on(basis) for part in self.parts)


class Reason(StrEnum):
    """Why a cell of the schedule cannot be applied without a person."""

    RANGE = "several rates within the line"
    QUOTA = "depends on a tariff quota"
    CONDITION = "depends on a condition of the goods"
    NO_CONCESSION = "part of the line has no concession"
    MARK = "the mark beside the rate is not understood"
    FORMULA = "a price formula that is not understood"
    UNREADABLE = "the notation is not understood"


class Choice(Struct, frozen=True):
    """One of the rates of a cell, with the words or the mark that it depends on. No rate: no concession."""

    condition: str
    rate: Rate | None


class NotComputable(Struct, frozen=True, tag=True):
    """A cell that no amount may be computed from, with the cell as printed and the reason.

    `choices` are the rates that it names, where all of it was read: a person chooses among them.
    """

    notation: str
    why: Reason
    choices: tuple[Choice, ...] = ()

    MESSAGE: ClassVar[str] = "{notation}: {why}"

    def __str__(self) -> str:
        return self.MESSAGE.format(notation=self.notation, why=self.why)
