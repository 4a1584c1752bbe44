"""What the tariff says and what an assessment found, as immutable values. Pure.

Money is whole yen (`int`) unless a docstring says otherwise; days are days in Japan.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from declarations.tariff.notation import Notation
from declarations.tariff.regimes import Regime


class ConsumptionTaxClass(StrEnum):
    """Which rate of consumption tax the goods bear."""

    STANDARD = "STANDARD"
    REDUCED = "REDUCED"


class CommodityInForce(Struct, frozen=True, kw_only=True):
    """One statistical line as it stands on a day, with its rates already read."""

    code9: str
    naccs_digit: int
    season_from: str = ""
    season_to: str = ""
    description: str
    unit1: str = ""
    unit2: str = ""
    consumption_tax_class: ConsumptionTaxClass = ConsumptionTaxClass.STANDARD
    valid_from: date
    valid_to: date | None = None
    is_demonstration: bool = False
    rates: tuple[tuple[Regime, Notation], ...] = ()

    @property
    def code10(self) -> str:
        """Nine digits and the NACCS digit."""
        return f"{self.code9}{self.naccs_digit}"

    @property
    def units(self) -> tuple[str, ...]:
        """The statistical units in which the line is counted, first unit first."""
        return tuple(unit for unit in (self.unit1, self.unit2) if unit)

    def notation(self, regime: Regime) -> Notation | None:
        """The cell of one column, or None where the schedule leaves it empty."""
        for column, notation in self.rates:
            if column is regime:
                return notation
        return None

    def covers(self, on: date) -> bool:
        """Whether the line is valid on the day, and the day in its season."""
        if on < self.valid_from or (self.valid_to is not None and on > self.valid_to):
            return False
        return in_season(on, season_from=self.season_from, season_to=self.season_to)


def in_season(on: date, *, season_from: str, season_to: str) -> bool:
    """Whether a day lies in a season of two MMDD, both inclusive; the season may pass the turn of the year.

    An empty season is the whole year.
    """
    if not season_from:
        return True
    day = f"{on:%m%d}"
    if season_from <= season_to:
        return season_from <= day <= season_to
    return day >= season_from or day <= season_to


class RateOfExchange(Struct, frozen=True, kw_only=True):
    """Yen for one unit of a currency; `exact` is False when an earlier week's rate had to stand in."""

    currency: str
    yen: Decimal
    valid_from: date
    valid_to: date
    exact: bool
    source: str


class Office(Struct, frozen=True, kw_only=True):
    """A customs office; `is_verified` is False where its code was only inferred."""

    code: str
    name: str
    customs_digit: int
    statistical_code: str
    is_verified: bool


class BondedAreaInForce(Struct, frozen=True, kw_only=True):
    """A place where goods lie under bond, and the office with jurisdiction over it."""

    code: str
    name: str
    office_code: str
    valid_from: date
    valid_to: date | None
    is_demonstration: bool


class TypeOfDeclaration(Struct, frozen=True, kw_only=True):
    """One of the import declaration types."""

    code: str
    meaning: str
    is_aeo: bool
    is_air_only: bool
    allows_release_before_permit: bool


class TaxClaim(Struct, frozen=True, kw_only=True):
    """Another internal tax that the declarant states on an item: its kind and what it is computed from.

    `litres` is None where the item's own quantity counts; `alcohol` is in percent by volume; `amount`, in yen, is for
    kinds that are stated and not computed.
    """

    kind: str
    litres: Decimal | None = None
    alcohol: Decimal | None = None
    amount: int | None = None


class ByHand(Struct, frozen=True):
    """What an officer assessed an item at, in whole yen: the duty, and other internal taxes where they bind.

    `only_at` is the customs value that it was made for, where it does not stand whatever the value.
    """

    duty: int
    internal_tax: int = 0
    only_at: int | None = None

    def stands_at(self, customs_value: int) -> bool:
        """Whether it is the assessment of goods of this value."""
        return self.only_at in (None, customs_value)


class DutiableItem(Struct, frozen=True, kw_only=True):
    """One goods item with what its duty depends on.

    `origin` is ISO 3166; `origin_certificate` a code of `regimes.PREFERENCES`, or blank; `is_grouped` says that
    small values of several codes stand in the item (X as tenth character); `relief` is yen taken off the duty under
    `relief_code`; `by_hand` is an officer's assessment, which goes before every rate.
    """

    number: int
    commodity: CommodityInForce
    customs_value: int
    quantities: tuple[tuple[Decimal, str], ...] = ()
    origin: str = ""
    origin_certificate: str = ""
    is_grouped: bool = False
    relief_code: str = ""
    relief: int = 0
    internal_taxes: tuple[TaxClaim, ...] = ()
    by_hand: ByHand | None = None


class Step(Struct, frozen=True):
    """One line of the arithmetic, for people: what, by which law, of what, at which rate, how much, cut how."""

    name: str
    law: str
    base: str
    rate: str
    amount: int
    rounding: str


class AssessedItem(Struct, frozen=True, kw_only=True):
    """What one goods item owes, and why.

    `duty_computed` is the exact base times the rate, on the uncut value and quantity, in whole yen: the figure
    of the data file. `duty_line` is the law's figure, before `relief` is taken off it. `internal_tax_line` is the sum
    of the other internal taxes. When `not_computable` is not empty it names the reason,
    all amounts are 0 and mean nothing: a person must assess the item.
    """

    number: int
    customs_value: int
    rate_regime: str = ""
    rate_notation: str = ""
    rate_reason: str = ""
    duty_base: int = 0
    duty_computed: int = 0
    duty_line: int = 0
    relief: int = 0
    internal_tax_line: int = 0
    consumption_tax_rate: Decimal = Decimal(0)
    consumption_tax_base: int = 0
    consumption_tax_line: int = 0
    local_consumption_tax_line: int = 0
    not_computable: str = ""
    steps: tuple[Step, ...] = ()


class Assessment(Struct, frozen=True, kw_only=True):
    """What a declaration owes, in yen cut to hundreds per tax, with the steps from the lines to the totals."""

    items: tuple[AssessedItem, ...]
    duty_total: int
    consumption_tax_total: int
    local_consumption_tax_total: int
    internal_tax_total: int = 0
    steps: tuple[Step, ...] = ()

    @property
    def total_to_pay(self) -> int:
        """Duty, the other internal taxes, and both consumption taxes."""
        return self.duty_total + self.internal_tax_total + self.consumption_tax_total + self.local_consumption_tax_total

    @property
    def is_complete(self) -> bool:
        """Whether every item could be computed; otherwise the totals leave items out."""
        return not any(item.not_computable for item in self.items)
