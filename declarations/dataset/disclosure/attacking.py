"""Whoever has every table that is out, and a solver: between what two numbers each hidden cell must lie.

It knows what is published and no more: a cell that a table does not have is empty, a hidden one is more than nothing.
What is recovered is judged apart, by whoever knows the true figures.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise, product

from msgspec import Struct

from declarations.dataset.disclosure.joint import Figures
from declarations.dataset.disclosure.solving import range_of
from declarations.dataset.disclosure.tables import TOTAL, Frame, Key, Place, Tabulation

_NOISE = 1e-6  # of floating-point numbers, as a part of what is looked for


class Published(Struct, frozen=True, kw_only=True):
    """A table as everybody has it."""

    name: str
    tabulation: Tabulation
    figures: Figures


class Found(Struct, frozen=True):
    """Between what a hidden cell must lie."""

    table: str
    key: Key
    low: float
    high: float

    def is_exact(self, true: int) -> bool:
        """Whether that is the true figure and nothing else."""
        slack = _slack(true)
        return self.high - self.low < slack and abs(self.low - true) < slack

    def is_too_close(self, true: int, *, need: int) -> bool:
        """Whether it could not be so much less as it needs to be, or not so much more."""
        slack = _slack(true)
        return self.low > true - need + slack or self.high < true + need - slack


class Truth(Struct, frozen=True):
    """What a hidden cell really is, and by how much it must be able to be more or less."""

    amount: int
    need: int


def attack(tables: Sequence[Published], frame: Frame, *, places: Iterable[Place] | None = None) -> list[Found]:
    """Bounds of every hidden cell, from all tables together.

    `places` are those that are not empty, for an attacker who knows that as well; else what the tables tell of it.
    """
    among = sorted(set(places) if places is not None else _places_told(tables, frame))
    sums, hidden = _sums(tables, frame, among)
    known = {positions[0]: amount for positions, amount in sums.items() if len(positions) == 1}
    open_places = [position for position in range(len(among)) if position not in known]
    number = {position: column for column, position in enumerate(open_places)}
    rows: dict[tuple[int, ...], int] = {}
    for positions, amount in sums.items():
        if left := tuple(number[position] for position in positions if position in number):
            rows[left] = amount - sum(known.get(position, 0) for position in positions)
    wanted = [tuple(number[position] for position in positions if position in number) for _, _, positions in hidden]
    told = [sum(known.get(position, 0) for position in positions) for _, _, positions in hidden]
    ranges = range_of(rows, wanted, places=len(open_places))
    return [
        Found(name, key, low + base, high + base)
        for (name, key, _), base, (low, high) in zip(hidden, told, ranges, strict=True)
    ]


def judged(found: Iterable[Found], truths: Mapping[tuple[str, Key], Truth]) -> tuple[int, int]:
    """How many hidden cells were recovered exactly, and how many are known too closely (the former among them)."""
    exact, close = 0, 0
    for each in found:
        truth = truths[each.table, each.key]
        exact += each.is_exact(truth.amount)
        close += each.is_exact(truth.amount) or each.is_too_close(truth.amount, need=truth.need)
    return exact, close


def _slack(true: int) -> float:
    return max(0.5, true * _NOISE)


def _sums(
    tables: Sequence[Published], frame: Frame, places: Sequence[Place]
) -> tuple[dict[tuple[int, ...], int], list[tuple[str, Key, tuple[int, ...]]]]:
    """What is told of sums of places, and the hidden cells with theirs."""
    sums: dict[tuple[int, ...], int] = {}
    hidden = []
    for table in tables:
        parts: dict[Key, list[int]] = defaultdict(list)
        for position, place in enumerate(places):
            for key in frame.keys_of(table.tabulation, place):
                parts[key].append(position)
        for key, figure in table.figures.items():
            if figure is None:
                hidden.append((table.name, key, tuple(parts[key])))
            else:
                sums[tuple(parts[key])] = figure
    return sums, hidden


def _places_told(tables: Sequence[Published], frame: Frame) -> set[Place]:
    """Places that no table says are empty."""
    finest = [{key for key in table.figures if _is_finest(key, table.tabulation)} for table in tables]
    told: dict[str, set[str]] = defaultdict(set)
    pairs: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for table, keys in zip(tables, finest, strict=True):
        for name, values in table.tabulation.where.items():
            told[name] |= set(values)
        for place in _partial_places(table.tabulation, keys):
            for name, value in place.items():
                told[name].add(value)
            for axis in table.tabulation.axes:
                for coarse, fine in pairwise(axis):
                    pairs[coarse, fine].add((place[coarse], place[fine]))
    candidates = {
        place
        for table, keys in zip(tables, finest, strict=True)
        for place in _completed(_partial_places(table.tabulation, keys), told, frame)
    }
    position = {name: number for number, name in enumerate(frame.dimensions)}
    return {
        place
        for place in candidates
        if all((place[position[one]], place[position[other]]) in seen for (one, other), seen in pairs.items())
        and all(
            not (its := frame.keys_of(table.tabulation, place)) or its[-1] in keys
            for table, keys in zip(tables, finest, strict=True)
        )
    }


def _is_finest(key: Key, tabulation: Tabulation) -> bool:
    return all(
        node != TOTAL and node.count("/") == len(axis) - 1 for node, axis in zip(key, tabulation.axes, strict=True)
    )


def _partial_places(tabulation: Tabulation, keys: Iterable[Key]) -> Iterator[dict[str, str]]:
    """What the finest cells say of the dimensions that they are by."""
    for key in keys:
        yield {
            name: value
            for axis, node in zip(tabulation.axes, key, strict=True)
            for name, value in zip(axis, node.split("/"), strict=True)
        }


def _completed(partial: Iterable[dict[str, str]], told: Mapping[str, set[str]], frame: Frame) -> Iterator[Place]:
    """With every value that the other dimensions can have."""
    for each in partial:
        yield from product(*([each[name]] if name in each else sorted(told[name]) for name in frame.dimensions))
