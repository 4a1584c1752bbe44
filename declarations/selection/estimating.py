"""How much is not in order, from those that were drawn at random and those that were selected for a reason. Pure.

Each examined declaration stands for 1 / its probability of being examined (Horvitz and Thompson 1952), with the known
number of declarations of each stratum as denominator. What nobody looked at is unknown, never in order.
"""

from collections.abc import Iterable
from math import sqrt

from msgspec import Struct

_Z = 1.959963984540054  # 95 percent


class Case(Struct, frozen=True):
    """One declaration: its stratum, whether a reason other than chance selected it, whether chance did, the result.

    In a stratum chance selects every declaration with the same probability. `found` is whether something was wrong;
    None where no result is recorded.
    """

    stratum: str
    is_certain: bool
    is_random: bool
    found: bool | None


class Estimate(Struct, frozen=True):
    """The rate of declarations that are not in order, with the interval that holds it in 95 of 100 samples.

    `unknown` were selected and have no result yet; `not_covered` are in strata in which chance brought no result: they
    widen the interval from none of them wrong to all.
    """

    rate: float
    low: float
    high: float
    declarations: int
    results: int
    unknown: int
    not_covered: int

    @property
    def percent(self) -> float:
        """The rate in percent."""
        return 100 * self.rate

    @property
    def percents(self) -> tuple[float, float]:
        """The interval in percent."""
        return 100 * self.low, 100 * self.high


class Rate(Struct, frozen=True):
    """Of how many that were looked at how many were wrong: a rate of these alone, which were not chosen by chance."""

    looked_at: int
    wrong: int

    @property
    def share(self) -> float | None:
        """None where nobody looked at any."""
        return self.wrong / self.looked_at if self.looked_at else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """What holds the rate of their like in 95 of 100 samples; None where nobody looked at any."""
        return wilson(self.wrong / self.looked_at, self.looked_at) if self.looked_at else None

    @property
    def percent(self) -> float | None:
        """The share in percent."""
        return None if self.share is None else 100 * self.share

    @property
    def percents(self) -> tuple[float, float] | None:
        """The interval in percent."""
        return None if self.interval is None else (100 * self.interval[0], 100 * self.interval[1])


class _Stratum(Struct):
    """Declarations of one probability: how many, how many with a result, how many of these wrong."""

    size: int = 0
    results: int = 0
    wrong: int = 0


def estimate(cases: Iterable[Case]) -> Estimate | None:
    """The rate; None where nothing has a result."""
    strata: dict[str, _Stratum] = {}
    unknown = 0
    for case in cases:
        # what a reason selects is examined for certain: a stratum of its own, of which every member is asked for
        stratum = strata.setdefault("" if case.is_certain else case.stratum, _Stratum())
        stratum.size += 1
        if case.is_certain or case.is_random:
            unknown += case.found is None
            stratum.results += case.found is not None
            stratum.wrong += case.found is True
    covered = [stratum for stratum in strata.values() if stratum.results]
    size = sum(stratum.size for stratum in covered)
    if not size:
        return None
    every = sum(stratum.size for stratum in strata.values())
    rate, low, high = _interval(covered, size)
    missing = every - size
    return Estimate(
        rate=rate,
        low=low * size / every,
        high=(high * size + missing) / every,
        declarations=every,
        results=sum(stratum.results for stratum in covered),
        unknown=unknown,
        not_covered=missing,
    )


def _interval(strata: list[_Stratum], size: int) -> tuple[float, float, float]:
    """The rate and the interval around it, from Wilson's interval of each stratum (Zou and Donner 2008).

    A stratum of which few were looked at and none was wrong still widens it: its own interval does not end at 0. Only
    what nobody looked at is not known, so the more of a stratum has a result, the larger a sample it is worth.
    """
    rate = down = up = 0.0
    for stratum in strata:
        weight, p = stratum.size / size, stratum.wrong / stratum.results
        rate += weight * p
        unseen = 1 - stratum.results / stratum.size
        low, high = wilson(p, stratum.results / unseen) if unseen else (p, p)
        down += (weight * (p - low)) ** 2
        up += (weight * (high - p)) ** 2
    return rate, max(0.0, rate - sqrt(down)), min(1.0, rate + sqrt(up))


def wilson(rate: float, n: float) -> tuple[float, float]:
    """Wilson's interval for 95 percent around the rate of a sample of so many."""
    middle = (rate + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    half = _Z * sqrt(rate * (1 - rate) / n + _Z**2 / (4 * n**2)) / (1 + _Z**2 / n)
    return max(0.0, middle - half), min(1.0, middle + half)
