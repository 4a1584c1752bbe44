"""Other internal taxes on imports: which bind the goods, and liquor tax by the litre. Pure.

Act on Collection of Internal Consumption Taxes on Imports art. 5 and 6: goods on which an internal tax lies bear it
when they are taken from the bonded area. Liquor tax is computed here from dated rows (Liquor Tax Act art. 23, as
amended by Act 4 of 2017 in three steps to 2026); of every other tax the declarant states the amount. The names of the
kinds are this product's own: the codes of NACCS item TX_ are not public. A kind is meant as the Act defines it: what
is sold abroad as beer with less than half of malt is OTHER_LIQUOR.

The amount of a line enters the base of the consumption tax in whole yen; only the sum of the declaration is cut to 100
yen, since no source at hand cuts the line.

A row has the strengths for which it is sure. Weaker and sparkling drinks, mixtures and sweetened wines have rates of
their own that are not kept here: they are an officer's task, never a guess.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct

from declarations.tariff.consumption_tax import other_excise
from declarations.tariff.rounding import liquor_quantity, whole_yen
from declarations.tariff.units import QuantityMissing, quantity_in
from declarations.tariff.values import Step, TaxClaim

NOT_TAXED = "NONE"
"""The kind of a claim that no other internal tax binds the goods."""

LIQUOR_TAX, TOBACCO_TAX = "Liquor Tax Act", "Tobacco Tax Act"
_LIQUOR_LAW = "Liquor Tax Act art. 23"
_LITRES_IN_KILOLITRE = 1000


class LiquorRate(Struct, frozen=True, kw_only=True):
    """Yen for a kilolitre of a kind of liquor between two days, for strengths from `least` to below `below`.

    Above `over` degrees each whole degree adds `yen_per_degree`; `over` is None where strength does not count.
    """

    kind: str
    since: date
    until: date
    yen: int
    least: int
    below: int
    over: int | None = None
    yen_per_degree: int = 0

    def yen_at(self, alcohol: Decimal) -> int:
        """The rate at a strength; a fraction of a degree does not count."""
        if self.over is None:
            return self.yen
        return self.yen + max(0, int(alcohol) - self.over) * self.yen_per_degree


_FIRST, _SECOND, _THIRD, _FOURTH = date(2006, 5, 1), date(2020, 10, 1), date(2023, 10, 1), date(2026, 10, 1)


def _until(since: date) -> date:
    return date.fromordinal(since.toordinal() - 1)


def _in_steps(kind: str, *steps: tuple[date, int], least: int, below: int) -> tuple[LiquorRate, ...]:
    """Rates that follow one another."""
    ends = (*(_until(since) for since, _ in steps[1:]), date.max)
    return tuple(
        LiquorRate(kind=kind, since=since, until=until, yen=yen, least=least, below=below)
        for (since, yen), until in zip(steps, ends, strict=True)
    )


LIQUOR_RATES: tuple[LiquorRate, ...] = (
    *_in_steps("BEER", (_FIRST, 220_000), (_SECOND, 200_000), (_THIRD, 181_000), (_FOURTH, 155_000), least=1, below=20),
    *_in_steps("SAKE", (_FIRST, 120_000), (_SECOND, 110_000), (_THIRD, 100_000), least=11, below=22),
    *_in_steps("WINE", (_FIRST, 80_000), (_SECOND, 90_000), (_THIRD, 100_000), least=11, below=20),
    LiquorRate(
        kind="SPIRITS", since=_FIRST, until=date.max, yen=370_000, least=20, below=96, over=37, yen_per_degree=10_000
    ),
    LiquorRate(
        kind="WHISKY", since=_FIRST, until=date.max, yen=370_000, least=20, below=96, over=37, yen_per_degree=10_000
    ),
    LiquorRate(
        kind="SHOCHU", since=_FIRST, until=date.max, yen=200_000, least=20, below=46, over=20, yen_per_degree=10_000
    ),
)


class TaxKind(Struct, frozen=True):
    """A kind of tax: its law, the start of the codes that it lies on, whether it is computed here or stated."""

    law: str
    prefixes: tuple[str, ...]
    is_computed: bool
    binds_small_values: bool = False


def _liquor(*prefixes: str) -> TaxKind:
    return TaxKind(LIQUOR_TAX, prefixes, is_computed=True, binds_small_values=True)


KINDS: dict[str, TaxKind] = {
    "BEER": _liquor("2203"),
    "SAKE": _liquor("2206"),
    "WINE": _liquor("2204"),
    "SPIRITS": _liquor("2208"),
    "WHISKY": _liquor("2208"),
    "SHOCHU": _liquor("2208"),
    "OTHER_LIQUOR": TaxKind(LIQUOR_TAX, ("2203", "2204", "2205", "2206", "2208"), False, binds_small_values=True),
    "TOBACCO": TaxKind(TOBACCO_TAX, ("2402", "2403"), False, binds_small_values=True),
    "PETROLEUM_AND_COAL": TaxKind("Petroleum and Coal Tax Act", ("2701", "2709", "2710", "2711"), False),
    "GASOLINE": TaxKind("Gasoline Tax Act", ("271012",), False),
    NOT_TAXED: TaxKind("", ("",), False),
}


class NoTax(Exception):
    """No amount of an internal tax can be given; the text says why."""


class LeviedTax(Struct, frozen=True):
    """One internal tax on one item: its law, the amount of the line in whole yen, and the step that shows it."""

    law: str
    amount: int
    step: Step


def levied(
    claims: Sequence[TaxClaim], *, code9: str, quantities: Sequence[tuple[Decimal, str]], on: date, exempt: bool = False
) -> tuple[LeviedTax, ...]:
    """The internal taxes on goods of a code; `exempt` leaves those that a consignment of small value is free of.

    Raises:
        NoTax: a tax binds such goods and nothing is claimed, or what is claimed gives no amount.
    """
    bound = other_excise(code9)
    if bound and not claims and not (exempt and bound not in (LIQUOR_TAX, TOBACCO_TAX)):
        raise NoTax(f"{bound} usually binds such goods and no tax is stated")
    kinds = [(claim, _kind(claim)) for claim in claims]
    return tuple(
        _levied(claim, kind, quantities=quantities, on=on)
        for claim, kind in kinds
        if claim.kind != NOT_TAXED and (kind.binds_small_values or not exempt)
    )


def _kind(claim: TaxClaim) -> TaxKind:
    if claim.kind not in KINDS:
        raise NoTax(f"tax of kind {claim.kind} is not known")
    return KINDS[claim.kind]


def _levied(claim: TaxClaim, kind: TaxKind, *, quantities: Sequence[tuple[Decimal, str]], on: date) -> LeviedTax:
    if kind.is_computed:
        return _liquor_tax(claim, quantities=quantities, on=on)
    if claim.amount is None:
        raise NoTax(f"the amount of {claim.kind} under the {kind.law} is not stated")
    step = Step(claim.kind, kind.law, "as declared", "", claim.amount, "not computed here")
    return LeviedTax(kind.law, claim.amount, step)


def _liquor_tax(claim: TaxClaim, *, quantities: Sequence[tuple[Decimal, str]], on: date) -> LeviedTax:
    """Litres cut to 10 ml, times the rate of a kilolitre at this strength, cut to whole yen."""
    rates = [rate for rate in LIQUOR_RATES if rate.kind == claim.kind and rate.since <= on <= rate.until]
    if not rates:
        raise NoTax(f"no rate of liquor tax for {claim.kind} on {on} is kept here")
    (rate,) = rates
    if claim.alcohol is None:
        raise NoTax(f"the strength of {claim.kind} is not stated")
    if not rate.least <= claim.alcohol < rate.below:
        raise NoTax(f"{claim.kind} of {claim.alcohol} % alcohol may be another kind of liquor")
    litres = liquor_quantity(_litres(claim, quantities))
    yen = rate.yen_at(claim.alcohol)
    amount = whole_yen(litres * yen / _LITRES_IN_KILOLITRE)
    text = f"{litres:f} L of {claim.alcohol:f} % alcohol"
    return LeviedTax(
        LIQUOR_TAX,
        amount,
        Step(claim.kind, _LIQUOR_LAW, text, f"{yen:,}yen/kl", amount, "litres cut to 10 ml, cut to whole yen"),
    )


def _litres(claim: TaxClaim, quantities: Sequence[tuple[Decimal, str]]) -> Decimal:
    if claim.litres is not None:
        return claim.litres
    try:
        return quantity_in("L", quantities)
    except QuantityMissing as missing:
        raise NoTax(f"liquor tax on {claim.kind}: {missing}") from missing
