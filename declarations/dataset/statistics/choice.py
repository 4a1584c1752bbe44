"""The free choice of office: how many declarations go to another office than the competent one, and what a disaster
does to it. Pure.

Since 2017-10-08 authorised operators may declare to any office. The event study compares an office's share in the week
of a disaster with its weeks before, less the same of the control offices (difference in differences of shares). Shares
are proportions of independent declarations, each smoothed by one declaration either way, so that no share of 0 or 1 is
taken for certain; intervals are normal ones of 95 %.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

from msgspec import Struct

from declarations.dataset.statistics.cells import Choice

_QUANTILE = 1.959964
FEWEST = 3
"""Weeks before that are needed at least."""


class Tally(Struct, frozen=True):
    """Declarations, and those of them that were declared elsewhere."""

    declarations: int = 0
    elsewhere: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.declarations + other.declarations, self.elsewhere + other.elsewhere)

    @property
    def share(self) -> float:
        """Smoothed: one declaration more went elsewhere, and one did not."""
        return (self.elsewhere + 1) / (self.declarations + 2)

    @property
    def variance(self) -> float:
        """Of the share."""
        return self.share * (1 - self.share) / (self.declarations + 2)


class Estimate(Struct, frozen=True):
    """A number in percentage points with its interval of 95 %."""

    points: float
    low: float
    high: float

    @property
    def finds_something(self) -> bool:
        """Whether nothing at all lies outside the interval."""
        return not self.low <= 0 <= self.high


class Study(Struct, frozen=True):
    """What a week did: its effect; the slope of the weeks before, in points a week; the effect of each as if it were
    the one (placebo); and the effect on an office that was not struck, against the other controls."""

    effect: Estimate
    trend: Estimate
    placebos: tuple[Estimate, ...]
    untouched: Estimate


class NotEnough(Exception):
    """There are too few weeks before, or offices, to say anything."""


Weeks = Mapping[tuple[str, date], Tally]


def by_week(cells: Iterable[Choice], *, direction: str = "") -> dict[tuple[str, date], Tally]:
    """The tallies by office and week (its Monday), in one direction or in both."""
    weeks: dict[tuple[str, date], Tally] = defaultdict(Tally)
    for cell in cells:
        if direction in ("", cell.direction):
            monday = cell.day - timedelta(days=cell.day.weekday())
            weeks[cell.office, monday] += Tally(cell.declarations, cell.elsewhere)
    return dict(weeks)


def study(weeks: Weeks, *, office: str, monday: date) -> Study:
    """The event study of a week at an office, with all other offices as controls. Raises NotEnough."""
    controls = sorted({each for each, _ in weeks} - {office})
    before = sorted({week for _, week in weeks if week < monday})
    if len(before) < FEWEST or len(controls) < 2:
        raise NotEnough(f"{len(before)} weeks before, {len(controls)} control offices")
    untouched = max(controls, key=lambda each: (_sum(weeks, {each}, before).declarations, each))
    return Study(
        effect=effect(weeks, office=office, controls=controls, week=monday, before=before),
        trend=_trend(weeks, office=office, controls=controls, before=before),
        placebos=tuple(
            effect(weeks, office=office, controls=controls, week=week, before=[each for each in before if each != week])
            for week in before
        ),
        untouched=effect(
            weeks,
            office=untouched,
            controls=[each for each in controls if each != untouched],
            week=monday,
            before=before,
        ),
    )


def effect(weeks: Weeks, *, office: str, controls: Collection[str], week: date, before: Collection[date]) -> Estimate:
    """The difference in differences of one week against others, in points."""
    tallies = (
        _sum(weeks, {office}, [week]),
        _sum(weeks, {office}, before),
        _sum(weeks, controls, [week]),
        _sum(weeks, controls, before),
    )
    here, here_before, there, there_before = (tally.share for tally in tallies)
    difference = (here - here_before) - (there - there_before)
    return _estimate(difference, sum(tally.variance for tally in tallies))


def _trend(weeks: Weeks, *, office: str, controls: Collection[str], before: Collection[date]) -> Estimate:
    """The slope over the weeks before of the office's share less the controls', weighted by how sure each is."""
    points = []
    for place, week in enumerate(sorted(before)):
        here, there = _sum(weeks, {office}, [week]), _sum(weeks, controls, [week])
        points.append((place, here.share - there.share, 1 / (here.variance + there.variance)))
    weight = sum(each[2] for each in points)
    middle = sum(x * w for x, _, w in points) / weight
    spread = sum(w * (x - middle) ** 2 for x, _, w in points)
    return _estimate(sum(w * (x - middle) * y for x, y, w in points) / spread, 1 / spread)


def _estimate(share: float, variance: float) -> Estimate:
    half = _QUANTILE * math.sqrt(variance)
    return Estimate(share * 100, (share - half) * 100, (share + half) * 100)


def _sum(weeks: Weeks, offices: Collection[str], among: Collection[date]) -> Tally:
    return sum((weeks.get((office, week), Tally()) for office in offices for week in among), Tally())
