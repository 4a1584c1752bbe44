"""The search for shifts: by how much places can be more or less so that every hidden cell changes enough, no figure
that is out changes, and as little as possible has to be hidden for it. What is shown and would change is hidden too, at
a cost that grows with what it tells.
"""

import math
from collections.abc import Collection, Mapping, Sequence

from declarations.dataset.disclosure.joint import Cell, Sums
from declarations.dataset.disclosure.rules import Reason, Rules
from declarations.dataset.disclosure.solving import Sum, Wanted, cheapest_shifts
from declarations.dataset.disclosure.tables import Key

_SHARPENINGS = 2


class CannotBeProtected(Exception):
    """A cell is known too closely from what is out already, whatever is kept back of the new table."""

    def __init__(self, cell: str) -> None:
        super().__init__(f"{cell} cannot be protected beside what is out already.")
        self.cell = cell


class Search:
    """Looks for shifts that change every hidden cell enough, and hides what it has to, where it may.

    `hidden` grows as it does; `known` are cells that are known from what is out, which hide nothing.
    """

    def __init__(
        self, sums: Sums, rules: Rules, hidden: dict[Key, Reason], known: Collection[Key], *, may_hide: bool = True
    ) -> None:
        self.sums, self.rules, self.hidden, self.known, self.may_hide = sums, rules, hidden, known, may_hide
        self.new = len(sums.sheets) - 1
        self.released = [cell for cell in sums.cells if sums.is_out(cell)]
        looked_at = [
            cell for cell in sums.cells if not sums.is_out(cell) and (cell[0] != self.new or cell[1] in hidden)
        ]
        self.needs = {cell: rules.need(open_amount) for cell in looked_at if (open_amount := sums.open_amount(cell))}
        self.unproven = list(self.needs)
        self.signs = _signs(sums, self.needs)

    def run(self) -> list[dict[int, int]]:
        """The shifts that prove every hidden cell of all tables: as many at once as go together, else fewer."""
        found: list[dict[int, int]] = []
        tried = len(self.unproven)
        while self.unproven:
            trying = self.unproven[:tried]
            shifts = self._shifts(trying)
            self._hide_what_changes(shifts)
            left = [cell for cell in self.unproven if abs(self.sums.shift_of(cell, shifts)) < self.needs[cell]]
            if len(left) < len(self.unproven):
                found.append(shifts)
                tried = len(left)
            elif tried == 1 or not self.may_hide:
                number, key = trying[0]
                raise CannotBeProtected(f"{self.sums.sheets[number].name} {'|'.join(key)}")
            else:
                tried //= 2
            self.unproven = left
        return found

    def _shifts(self, cells: Sequence[Cell]) -> dict[int, int]:
        """The cheapest shifts, sharpened: what changes only a little becomes dear, so that few cells change much."""
        wanted = [Wanted(self.sums.cells[cell], self.needs[cell], self.signs[cell]) for cell in cells]
        costs = {cell: cost_of(self.sums, cell) / self.sums.amounts[cell] for cell in self._shown()}
        for _ in range(_SHARPENINGS if self.may_hide else 0):
            shifts = cheapest_shifts(self.sums.bounds, self._sums(costs), wanted)
            costs = {
                cell: cost_of(self.sums, cell) / (abs(self.sums.shift_of(cell, shifts)) + self.sums.amounts[cell] / 100)
                for cell in costs
            }
        return cheapest_shifts(self.sums.bounds, self._sums(costs), wanted)

    def _shown(self) -> list[Cell]:
        """Cells of the new table that could be hidden too."""
        kept = self.hidden.keys() | set(self.known)
        return [cell for cell in self.sums.cells if cell[0] == self.new and cell[1] not in kept]

    def _sums(self, costs: Mapping[Cell, float]) -> list[Sum]:
        """What must not change, and what had better not: the same places are one sum."""
        fixed = self.released if self.may_hide else [*self.released, *costs]
        merged: dict[tuple[int, ...], float | None] = dict.fromkeys(self.sums.cells[cell] for cell in fixed)
        for cell, cost in costs.items():
            positions = self.sums.cells[cell]
            before = merged.get(positions, 0.0)
            merged[positions] = None if before is None else before + cost
        return [Sum(positions, cost) for positions, cost in merged.items()]

    def _hide_what_changes(self, shifts: Mapping[int, int]) -> None:
        for cell in self._shown():
            if by := self.sums.shift_of(cell, shifts):
                self.hidden[cell[1]] = Reason.COMPLEMENT
                self.needs[cell] = self.rules.need(self.sums.open_amount(cell))
                self.signs[cell] = 1 if by > 0 else -1
                self.unproven.append(cell)


def cost_of(sums: Sums, cell: Cell) -> float:
    """What it costs to hide a cell: more for a large amount, and for a total of many places."""
    return math.log10(1 + sums.amounts[cell]) * len(sums.cells[cell])


def _signs(sums: Sums, needs: Mapping[Cell, int]) -> dict[Cell, int]:
    """Up or down for each, so that they cancel one another within the sums that they are part of: the largest first."""
    leaning: dict[Cell, int] = {}
    signs: dict[Cell, int] = {}
    for cell in sorted(needs, key=lambda each: (-needs[each], each)):
        around = [holder for holder in sums.cells_at(sums.cells[cell][0]) if holder != cell]
        signs[cell] = -1 if sum(leaning.get(holder, 0) for holder in around) > 0 else 1
        for holder in around:
            leaning[holder] = leaning.get(holder, 0) + signs[cell] * needs[cell]
    return signs
