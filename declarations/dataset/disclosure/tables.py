"""What a table is: a measure by some axes, with every total; and its cells, made from what firms contributed. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import product

from msgspec import Struct

TOTAL = "*"
"""The node of an axis that takes all of it together."""

Place = tuple[str, ...]
"""A value for each dimension of a frame."""
Key = tuple[str, ...]
"""A cell: for each axis of its table a node: the total, or values from the coarsest level on with slashes between."""


class Contribution(Struct, frozen=True):
    """What one firm contributed at one place, more than 0."""

    at: Place
    firm: str
    amount: int


class Tabulation(Struct, frozen=True, kw_only=True):
    """What a table counts and by what. Each axis names dimensions from coarse to fine: `("hs2", "hs4")`.

    `where` keeps only some values of a dimension. Tables of different measures say nothing of one another.
    """

    measure: str
    axes: tuple[tuple[str, ...], ...]
    where: dict[str, tuple[str, ...]] = {}

    @property
    def dimensions(self) -> frozenset[str]:
        """All that it counts by or is kept to."""
        return frozenset(name for axis in self.axes for name in axis) | frozenset(self.where)


class Cell(Struct, frozen=True):
    """What is counted together: its amount, the largest contributions of firms in falling order, how many firms, and
    at which places."""

    amount: int
    largest: tuple[int, ...]
    firms: int
    places: tuple[Place, ...]


Tallies = Mapping[str, int]
"""What each firm contributed to something."""


class Frame:
    """The dimensions that places have a value for, in order; finds the cells of a table that a place belongs to."""

    def __init__(self, dimensions: Sequence[str]) -> None:
        self.dimensions = tuple(dimensions)
        self._position = {name: number for number, name in enumerate(self.dimensions)}

    def keys_of(self, tabulation: Tabulation, place: Place) -> list[Key]:
        """Every cell of the table that counts this place, the finest last; none where the table does not count it."""
        if not self.counts(tabulation, place):
            return []
        return list(product(*(self._nodes(axis, place) for axis in tabulation.axes)))

    def counts(self, tabulation: Tabulation, place: Place) -> bool:
        """Whether the table counts this place at all."""
        return all(place[self._position[name]] in kept for name, kept in tabulation.where.items())

    def _nodes(self, axis: Sequence[str], place: Place) -> list[str]:
        values = [place[self._position[name]] for name in axis]
        return [TOTAL, *("/".join(values[: level + 1]) for level in range(len(values)))]


def parents_of(key: Key) -> list[Key]:
    """The cells that a cell is directly a part of: one for each axis on which it is not the total."""
    return [
        (*key[:axis], node.rpartition("/")[0] or TOTAL, *key[axis + 1 :])
        for axis, node in enumerate(key)
        if node != TOTAL
    ]


def families_of(keys: Iterable[Key]) -> dict[tuple[Key, int], list[Key]]:
    """The parts of each total along one axis: they add up to it."""
    families: dict[tuple[Key, int], list[Key]] = defaultdict(list)
    for key in keys:
        parted = [axis for axis, node in enumerate(key) if node != TOTAL]
        for axis, parent in zip(parted, parents_of(key), strict=True):
            families[parent, axis].append(key)
    return dict(families)


def tallies_of(contributions: Iterable[Contribution], frame: Frame, tabulation: Tabulation) -> dict[Key, Tallies]:
    """What each firm contributed to each cell."""
    tallies: dict[Key, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for each in contributions:
        for key in frame.keys_of(tabulation, each.at):
            tallies[key][each.firm] += each.amount
    return dict(tallies)


def cells_of(
    contributions: Sequence[Contribution], frame: Frame, tabulation: Tabulation, *, shown: int = 3
) -> dict[Key, Cell]:
    """The cells of a table with everything that the rules and the audit ask; `shown` largest contributions of each."""
    places: dict[Key, dict[Place, None]] = defaultdict(dict)
    for each in contributions:
        for key in frame.keys_of(tabulation, each.at):
            places[key][each.at] = None
    return {
        key: Cell(sum(tally.values()), largest_of(tally, shown), len(tally), tuple(places[key]))
        for key, tally in tallies_of(contributions, frame, tabulation).items()
    }


def largest_of(tally: Tallies, shown: int) -> tuple[int, ...]:
    """The largest contributions in falling order."""
    return tuple(sorted(tally.values(), reverse=True)[:shown])


def together(tallies: Iterable[Tallies]) -> dict[str, int]:
    """What each firm contributed to several things that do not overlap."""
    sums: dict[str, int] = defaultdict(int)
    for tally in tallies:
        for firm, amount in tally.items():
            sums[firm] += amount
    return sums
