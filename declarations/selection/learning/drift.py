"""Whether what is declared now is still what it was: the population stability index of each thing declared. Pure.

The index is 0 where both are alike. Below 0.1 nothing is seen in it, from 0.25 a model has learned from another world
(the usual marks of credit scoring); chance alone makes it larger the fewer rows there are, which is told beside it.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from math import isnan, log

from msgspec import Struct

from declarations.selection.learning.declared import Declared
from declarations.selection.learning.features import spoken

SOME, MUCH = 0.1, 0.25
_BINS, _CODES = 10, 20
_LEAST = 0.0001
_MISSING, _OTHER = "missing", "other"


class Drift(Struct, frozen=True):
    """One thing declared: its index, what chance alone would make of it, and how it moved in words."""

    name: str
    index: float
    by_chance: float

    @property
    def words(self) -> str:
        """Its name as it is read."""
        return self.name.replace("_", " ")

    @property
    def verdict(self) -> str:
        """How much it moved, beyond chance."""
        beyond = self.index - self.by_chance
        return "much" if beyond >= MUCH else "some" if beyond >= SOME else "none"


def drifts(before: Sequence[Declared], now: Sequence[Declared]) -> list[Drift]:
    """Each thing declared, the most moved first; none where there is nothing to compare."""
    if not before or not now:
        return []
    then, later = [spoken(row) for row in before], [spoken(row) for row in now]
    found = [drift(name, [row[name] for row in then], [row[name] for row in later]) for name in then[0]]
    return sorted(found, key=lambda each: -each.index)


def drift(name: str, before: Sequence[str | float], now: Sequence[str | float]) -> Drift:
    """The index of one thing: numbers in tenths of what was before, words by their most frequent codes."""
    known = {word for word, _ in Counter(before).most_common(_CODES)}
    numbers = sorted(each for each in before if not isinstance(each, str) and not isnan(each))
    cuts = sorted({numbers[len(numbers) * tenth // _BINS] for tenth in range(1, _BINS)}) if numbers else []

    def place(said: str | float) -> str:
        if isinstance(said, str):
            return said if said in known else _OTHER
        return _MISSING if isnan(said) else str(bisect_right(cuts, said))

    was, became = Counter(map(place, before)), Counter(map(place, now))
    places = was.keys() | became.keys()
    index = 0.0
    for each in places:
        then, later = max(was[each] / len(before), _LEAST), max(became[each] / len(now), _LEAST)
        index += (later - then) * log(later / then)
    return Drift(name, index, (len(places) - 1) * (1 / len(before) + 1 / len(now)))
