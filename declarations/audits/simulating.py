"""What a risk profile would have done, had it been in force: over the declarations of some days, as they were lodged.

The criteria themselves say what it hits, so that what is simulated is what would come.
"""

from datetime import date, datetime, timedelta

import msgspec
from msgspec import Struct

from declarations.audits.stored import Stored, stored
from declarations.selection.criteria import SIMPLIFIED, Profile, fires
from declarations.selection.estimating import Rate

DAYS = 90
MOST = 20_000
"""The newest so many declarations are looked at, so that a page does not wait for a year of them."""


class Simulated(Struct, frozen=True):
    """What came of it: `hits` of `declarations`, of which `new` were category 1; what was found of the hits, of all."""

    since: date
    until: date
    declarations: int
    hits: int
    new: int
    among_hits: Rate
    among_all: Rate

    @property
    def days(self) -> int:
        """How many days these are."""
        return (self.until - self.since).days + 1

    @property
    def hits_a_day(self) -> float:
        """How many cases a day it would bring to the desk."""
        return self.hits / self.days


class _Count(Struct):
    hits: int = 0
    new: int = 0
    looked_at: int = 0
    wrong: int = 0


def simulate(profiles: list[Profile], *, at: datetime, until: date) -> list[Simulated]:
    """What each of these profiles would have done in the last DAYS days, whatever its own days say."""
    since = until - timedelta(days=DAYS - 1)
    always = [msgspec.structs.replace(profile, valid_from=date.min, valid_to=None) for profile in profiles]
    counts, every, declarations, first = [_Count() for _ in profiles], _Count(), 0, until
    for each in stored(since, until, known_at=at, newest=MOST):
        declarations, first = declarations + 1, min(first, each.head.on)
        _count(every, each)
        for profile, count in zip(always, counts, strict=True):
            if fires(profile, each.features()):
                _count(count, each)
    if declarations < MOST:
        first = since
    return [
        Simulated(
            since=first,
            until=until,
            declarations=declarations,
            hits=count.hits,
            new=count.new,
            among_hits=Rate(count.looked_at, count.wrong),
            among_all=Rate(every.looked_at, every.wrong),
        )
        for count in counts
    ]


def _count(count: _Count, each: Stored) -> None:
    count.hits += 1
    count.new += each.head.category == SIMPLIFIED
    count.looked_at += each.head.found is not None
    count.wrong += each.head.found is True
