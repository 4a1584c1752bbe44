"""What was planted among the generated declarations, and what it would cost whoever did it. Pure.

Additional tax for under-declaration (Customs Act art. 12-2; General Rules for National Taxes art. 65, 118 (3),
119 (4)): 10 % of what was declared too little, and 5 % more of the part above what was declared or 500,000 yen,
whichever is more; on a base cut to 10,000 yen; cut to 100 yen; nothing where it is below 5,000 yen.
"""

from datetime import date

from msgspec import Struct

from declarations.tariff.rounding import floor_to

_BASE_STEP, _AMOUNT_STEP, _LEAST = 10_000, 100, 5_000
_ORDINARY_LIMIT = 500_000


def surtax(*, lacking: int, declared: int) -> int:
    """The additional tax on an amount that was declared too little, yen."""
    base = floor_to(lacking, _BASE_STEP)
    above = max(floor_to(lacking - max(declared, _ORDINARY_LIMIT), _BASE_STEP), 0)
    amount = base * 10 // 100 + above * 5 // 100
    return floor_to(amount, _AMOUNT_STEP) if amount >= _LEAST else 0


class Misdeclared(Struct, frozen=True):
    """One import whose price was declared too low. Amounts are yen; `true_price` is in the invoice's currency."""

    own_reference: str
    importer: str
    declared_on: date
    kind: str
    declared_price: str
    true_price: str
    currency: str
    duty_lacking: int
    tax_lacking: int
    surtax: int


class Diversion(Struct, frozen=True):
    """A disaster: from Monday on for a week, AEO declarations of goods in an area go elsewhere by more points."""

    office: str
    monday: date
    usual_percent: float
    more_points: float
    declarations: int = 0
    elsewhere: int = 0


class Truth(Struct, frozen=True):
    """All that was planted in one run."""

    seed: int
    count: int
    first: date
    last: date
    diversion: Diversion
    misdeclared: tuple[Misdeclared, ...]
