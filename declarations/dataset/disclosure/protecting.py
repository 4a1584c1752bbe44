"""Which cells of a new table are kept back, so that nothing that must not be known can be worked out: not from this
table, and not from it together with what is out already.

First the cells that the rules forbid. Then what is left of each total when the cells that are shown are taken away: it
must be safe as well. Then the shifts of a certificate are looked for that change every hidden cell enough and cost the
least: a cell that is shown and would change is hidden too, at a cost that grows with what it tells.
"""

import math
from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from declarations.dataset.disclosure.certificate import Certificate, certificate_of
from declarations.dataset.disclosure.joint import Cell, Figures, Sheet, Sums, amounts_of
from declarations.dataset.disclosure.rules import Reason, Rules
from declarations.dataset.disclosure.solving import Sum, Wanted, cheapest_shifts
from declarations.dataset.disclosure.tables import (
    Contribution,
    Frame,
    Key,
    Tabulation,
    Tallies,
    families_of,
    tallies_of,
    together,
)

_SHARPENINGS = 2


class CannotBeProtected(Exception):
    """A cell is known too closely from what is out already, whatever is kept back of the new table."""

    def __init__(self, cell: str) -> None:
        super().__init__(f"{cell} cannot be protected beside what is out already.")
        self.cell = cell


class Protected(Struct, frozen=True, kw_only=True):
    """A table as it may be released: each figure, None where hidden; why; and the proof."""

    sheet: Sheet
    reasons: Mapping[Key, Reason]
    certificate: Certificate

    @property
    def figures(self) -> Figures:
        """What is out of it."""
        return self.sheet.figures


def protect(
    contributions: Sequence[Contribution],
    tabulation: Tabulation,
    *,
    frame: Frame,
    rules: Rules,
    name: str = "new",
    earlier: Sequence[Sheet] = (),
) -> Protected:
    """Protect a table, beside earlier ones (in the order of their release) at places of the same frame.

    Raises CannotBeProtected, or SolverMissing.
    """
    tallies = tallies_of(contributions, frame, tabulation)
    sheet = Sheet(name=name, tabulation=tabulation, amounts=amounts_of(contributions, frame, tabulation))
    sums = Sums([*earlier, sheet], frame)
    known = {key for key in tallies if not sums.open_amount((len(earlier), key))} if earlier else set()
    hidden = {key: reason for key, tally in tallies.items() if (reason := rules.reason(tally))}
    _keep_remainders_safe(hidden, tallies, rules, known=known)
    shifts = _Search(sums, rules, hidden, known).run()
    figures = {key: None if key in hidden else sum(tally.values()) for key, tally in tallies.items()}
    certificate = certificate_of(sums, figures, shifts, frame=frame, percent=rules.percent)
    return Protected(sheet=replace(sheet, figures=figures), reasons=hidden, certificate=certificate)


def _keep_remainders_safe(
    hidden: dict[Key, Reason], tallies: Mapping[Key, Tallies], rules: Rules, *, known: Collection[Key]
) -> None:
    """Hide further parts of each total that is shown, until those that are hidden are safe together.

    Whoever takes the parts that are shown from a total knows the rest; and one of two firms in the rest, the other.
    What is known anyway hides nothing.
    """
    families = families_of(tallies)
    of_part: dict[Key, list[tuple[Key, int]]] = {}
    for family, parts in families.items():
        for key in parts:
            of_part.setdefault(key, []).append(family)
    waiting = sorted(families)
    while waiting:
        family = waiting.pop()
        parent, parts = family[0], [key for key in families[family] if key not in known]
        lacking = [key for key in parts if key in hidden]
        if parent in hidden or not lacking or not rules.reason(together(tallies[key] for key in lacking)):
            continue
        further = _cheapest_addition(parts, lacking, hidden, tallies, rules) or parent
        hidden[further] = Reason.COMPLEMENT
        waiting += [family, *of_part.get(further, ())]


def _cheapest_addition(
    parts: Sequence[Key],
    lacking: Sequence[Key],
    hidden: Mapping[Key, Reason],
    tallies: Mapping[Key, Tallies],
    rules: Rules,
) -> Key | None:
    """The smallest part with which the rest is safe; where there is none the largest; None where all are hidden."""
    shown = sorted((key for key in parts if key not in hidden), key=lambda key: (sum(tallies[key].values()), key))
    rest = together(tallies[key] for key in lacking)
    for key in shown:
        if not rules.reason(together([rest, tallies[key]])):
            return key
    return shown[-1] if shown else None


class _Search:
    """Looks for shifts, and hides what it has to."""

    def __init__(self, sums: Sums, rules: Rules, hidden: dict[Key, Reason], known: Collection[Key]) -> None:
        self.sums, self.rules, self.hidden, self.known = sums, rules, hidden, known
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
            elif tried == 1:
                number, key = trying[0]
                raise CannotBeProtected(f"{self.sums.sheets[number].name} {'|'.join(key)}")
            else:
                tried //= 2
            self.unproven = left
        return found

    def _shifts(self, cells: Sequence[Cell]) -> dict[int, int]:
        """The cheapest shifts, sharpened: what changes only a little becomes dear, so that few cells change much."""
        wanted = [Wanted(self.sums.cells[cell], self.needs[cell], self.signs[cell]) for cell in cells]
        costs = {cell: self._cost(cell) / self.sums.amounts[cell] for cell in self._shown()}
        for _ in range(_SHARPENINGS):
            shifts = cheapest_shifts(self.sums.bounds, self._sums(costs), wanted)
            costs = {
                cell: self._cost(cell) / (abs(self.sums.shift_of(cell, shifts)) + self.sums.amounts[cell] / 100)
                for cell in costs
            }
        return cheapest_shifts(self.sums.bounds, self._sums(costs), wanted)

    def _shown(self) -> list[Cell]:
        """Cells of the new table that could be hidden too."""
        kept = self.hidden.keys() | set(self.known)
        return [cell for cell in self.sums.cells if cell[0] == self.new and cell[1] not in kept]

    def _sums(self, costs: Mapping[Cell, float]) -> list[Sum]:
        """What must not change, and what had better not: the same places are one sum."""
        merged: dict[tuple[int, ...], float | None] = dict.fromkeys(self.sums.cells[cell] for cell in self.released)
        for cell, cost in costs.items():
            positions = self.sums.cells[cell]
            before = merged.get(positions, 0.0)
            merged[positions] = None if before is None else before + cost
        return [Sum(positions, cost) for positions, cost in merged.items()]

    def _cost(self, cell: Cell) -> float:
        """What it costs to hide a cell: more for a large amount, and for a total of many places."""
        return math.log10(1 + self.sums.amounts[cell]) * len(self.sums.cells[cell])

    def _hide_what_changes(self, shifts: Mapping[int, int]) -> None:
        for cell in self._shown():
            if by := self.sums.shift_of(cell, shifts):
                self.hidden[cell[1]] = Reason.COMPLEMENT
                self.needs[cell] = self.rules.need(self.sums.open_amount(cell))
                self.signs[cell] = 1 if by > 0 else -1
                self.unproven.append(cell)


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
