"""A new table together with the earlier ones that count the same goods: places, and what is known of sums over them.

Tables that are safe alone are not safe together: January, February, and January with February tell of each other. A
place is where a row of goods lies on every dimension of all these tables, so that every cell of each table is a sum of
places. What changes from one vintage to the next is taken for known: a place may be more by as much in all of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from declarations.dataset.disclosure.tables import Contribution, Frame, Key, Place, Tabulation

Figures = Mapping[Key, int | None]
"""A table as it is out: the amount of each cell, None where it is hidden."""
Cell = tuple[int, Key]
"""Which table, by its number, and which cell of it."""


class Sheet(Struct, frozen=True, kw_only=True):
    """A table with what was counted for it at each place (of a frame that it shares with others), and what is out of
    it. `figures` are empty for a table of which nothing is decided yet."""

    name: str
    tabulation: Tabulation
    amounts: Mapping[Place, int]
    figures: Figures = {}


def amounts_of(contributions: Iterable[Contribution], frame: Frame, tabulation: Tabulation) -> dict[Place, int]:
    """What a table counts at each place."""
    amounts: dict[Place, int] = defaultdict(int)
    for each in contributions:
        if frame.counts(tabulation, each.at):
            amounts[each.at] += each.amount
    return dict(amounts)


def is_linked(one: Tabulation, other: Tabulation) -> bool:
    """Whether two tables can count the same goods: one measure, and no dimension that keeps them apart."""
    if one.measure != other.measure:
        return False
    shared = one.where.keys() & other.where.keys()
    return all(set(one.where[name]) & set(other.where[name]) for name in shared)


def linked_to(new: Tabulation, out: Mapping[str, Tabulation]) -> list[str]:
    """Which earlier tables have to be looked at together with a new one, also by way of others, in their order."""
    reached, waiting = set(), [new]
    while waiting:
        one = waiting.pop()
        near = [name for name, other in out.items() if name not in reached and is_linked(one, other)]
        reached.update(near)
        waiting += [out[name] for name in near]
    return [name for name in out if name in reached]


class Sums:
    """Every cell of some tables, in the order of their release, as a sum of places, or of parts of them.

    `places` and `bounds` are those of the parts by their numbers: where each is, and its amount, by which it can
    differ.
    """

    def __init__(self, sheets: Sequence[Sheet], frame: Frame) -> None:
        self.sheets = tuple(sheets)
        parts = [
            part
            for place in sorted({place for sheet in sheets for place in sheet.amounts})
            for part in self._parts(place)
        ]
        self.places = tuple(place for place, _, _ in parts)
        self.bounds = tuple(amount for _, amount, _ in parts)
        self._at: list[list[Cell]] = [
            [(number, key) for number in counting for key in frame.keys_of(self.sheets[number].tabulation, place)]
            for place, _, counting in parts
        ]
        positions: dict[Cell, list[int]] = defaultdict(list)
        self.amounts: dict[Cell, int] = defaultdict(int)
        for position, cells in enumerate(self._at):
            for cell in cells:
                positions[cell].append(position)
                self.amounts[cell] += self.bounds[position]
        self.cells: dict[Cell, tuple[int, ...]] = {cell: tuple(its) for cell, its in positions.items()}

    def _parts(self, place: Place) -> Iterator[tuple[Place, int, tuple[int, ...]]]:
        """A place in parts that are the same in every table that counts them: (place, amount, numbers of tables)."""
        amounts = {number: sheet.amounts[place] for number, sheet in enumerate(self.sheets) if place in sheet.amounts}
        below = 0
        for level in sorted(set(amounts.values())):
            yield place, level - below, tuple(number for number, amount in amounts.items() if amount >= level)
            below = level

    def cells_at(self, position: int) -> Sequence[Cell]:
        """Every cell that counts a part."""
        return self._at[position]

    def shift_of(self, cell: Cell, shifts: Mapping[int, int]) -> int:
        """By how much a cell is more when places are, by their numbers."""
        return sum(shifts.get(position, 0) for position in self.cells[cell])

    def open_amount(self, cell: Cell) -> int:
        """The part of a cell that no figure of an earlier table tells outright: 0 where it was known before.

        The largest sums that lie within it and do not overlap are taken away.
        """
        number, left = cell[0], set(self.cells[cell])
        inside = {each for position in left for each in self._at[position] if each[0] < number and self.is_out(each)}
        for earlier in sorted(inside, key=lambda each: (-len(self.cells[each]), each)):
            if left.issuperset(self.cells[earlier]):
                left.difference_update(self.cells[earlier])
        return sum(self.bounds[position] for position in left)

    def is_out(self, cell: Cell) -> bool:
        """Whether its figure is published."""
        return self.sheets[cell[0]].figures.get(cell[1]) is not None
