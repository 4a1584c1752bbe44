"""The linear programs of disclosure control, by HiGHS: https://highs.dev. Amounts are handed over in a unit in which
floating-point numbers hold them well, and come back as whole numbers.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

try:
    import highspy
    import numpy
except ImportError:  # the service itself runs without
    highspy = None  # type: ignore[assignment]

_DIGITS = 9  # of the largest number that is solved with
_SHORT = 1e6  # what a unit costs by which a wanted shift is not reached
_IDLE = 1e-5  # what a unit of any shift costs, so that nothing is shifted for nothing
_SECONDS = 60.0


class SolverMissing(Exception):
    """HiGHS is not installed: requirements-analytics.txt has it."""


class Sum(Struct, frozen=True):
    """A sum over places, by their numbers; what a unit costs by which it changes, or None where it must not change."""

    positions: tuple[int, ...]
    cost: float | None


class Wanted(Struct, frozen=True):
    """A sum that should change by at least `need`: up with the sign 1, down with -1."""

    positions: tuple[int, ...]
    need: int
    sign: int


def cheapest_shifts(bounds: Sequence[int], sums: Sequence[Sum], wanted: Sequence[Wanted]) -> dict[int, int]:
    """How places change so that all wanted sums do, as far as possible, and others as little as their costs ask.

    Each place can be more or less by its bound at most. Raises SolverMissing, or RuntimeError where HiGHS gives up.
    """
    unit = _unit_for(goal.need for goal in wanted)
    program = _Program()
    limits = [min(bound // unit, 10**_DIGITS) for bound in bounds]
    columns = [(program.column(_IDLE, limit), program.column(_IDLE, limit)) for limit in limits]
    for each in sums:
        terms = _terms(columns, each.positions)
        if each.cost is not None:
            over, under = program.column(each.cost), program.column(each.cost)
            terms |= {over: -1.0, under: 1.0}
        program.row(terms, 0.0, 0.0)
    for goal in wanted:
        short = program.column(_SHORT)
        need = float(-(-goal.need // unit))
        program.row(_terms(columns, goal.positions, goal.sign) | {short: 1.0}, need, highspy.kHighsInf)
    for is_whole in (False, True):
        found = program.solved(whole=len(columns) * 2 if is_whole else 0)
        shifts = {
            number: unit * (round(found[up]) - round(found[down]))
            for number, (up, down) in enumerate(columns)
            if round(found[up]) != round(found[down])
        }
        if all(_keeps(each, shifts) for each in sums if each.cost is None):
            return shifts
    raise RuntimeError("HiGHS gave no whole numbers.")


def range_of(
    rows: Mapping[tuple[int, ...], int], wanted: Sequence[tuple[int, ...]], *, places: int
) -> Iterator[tuple[float, float]]:
    """Pairs of float: for each wanted sum of places the least and the most that it can be, in their order.

    `rows` says what sums are known; no place is below 0. Infinite where nothing limits it.
    """
    unit = _unit_for(rows.values())
    program = _Program()
    for _ in range(places):
        program.column(0.0)
    for positions, amount in rows.items():
        program.row(dict.fromkeys(positions, 1.0), amount / unit, amount / unit)
    yield from program.ranges(wanted, unit)


def _terms(columns: Sequence[tuple[int, int]], positions: Sequence[int], sign: int = 1) -> dict[int, float]:
    ups = {columns[position][0]: float(sign) for position in positions}
    return ups | {columns[position][1]: float(-sign) for position in positions}


def _keeps(each: Sum, shifts: Mapping[int, int]) -> bool:
    return sum(shifts.get(position, 0) for position in each.positions) == 0


def _unit_for(amounts: Iterable[int]) -> int:
    """A power of ten, of which no amount has more than a hundred million."""
    return int(10 ** max(0, len(str(max(amounts, default=1))) - _DIGITS + 1))


class _Program:
    """A linear program as it is put together, and then handed to HiGHS."""

    def __init__(self) -> None:
        if highspy is None:
            raise SolverMissing("HiGHS is not installed: pip install -r requirements-analytics.txt")
        self._costs: list[float] = []
        self._uppers: list[float] = []
        self._rows: list[tuple[float, float]] = []
        self._starts: list[int] = [0]
        self._places: list[int] = []
        self._values: list[float] = []

    def column(self, cost: float, upper: float | None = None) -> int:
        """A number of at least 0; its place."""
        self._costs.append(cost)
        self._uppers.append(highspy.kHighsInf if upper is None else float(upper))
        return len(self._costs) - 1

    def row(self, terms: Mapping[int, float], lower: float, upper: float) -> None:
        """A sum that has to lie between two numbers."""
        self._rows.append((lower, upper))
        self._places += terms.keys()
        self._values += terms.values()
        self._starts.append(len(self._places))

    def solved(self, *, whole: int = 0) -> list[float]:
        """The cheapest; with its first columns as whole numbers where `whole` of them must be."""
        solver = self._solver(whole)
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise RuntimeError(f"HiGHS: {solver.modelStatusToString(solver.getModelStatus())}")
        return list(solver.getSolution().col_value)

    def ranges(self, wanted: Sequence[tuple[int, ...]], unit: int) -> Iterator[tuple[float, float]]:
        """The least and the most of each sum of columns, one after the other from the basis of the one before."""
        solver = self._solver(0)
        for positions in wanted:
            found = []
            for cost in (1.0, -1.0):
                places = numpy.array(positions, dtype=numpy.int32)
                solver.changeColsCost(len(positions), places, numpy.full(len(positions), cost))
                solver.run()
                status = solver.getModelStatus()
                is_open = status in (
                    highspy.HighsModelStatus.kUnbounded,
                    highspy.HighsModelStatus.kUnboundedOrInfeasible,
                )
                found.append(cost * float("inf") * -1 if is_open else solver.getInfo().objective_function_value * cost)
            solver.changeColsCost(len(positions), places, numpy.zeros(len(positions)))
            yield found[0] * unit, found[1] * unit

    def _solver(self, whole: int) -> Any:
        columns, rows = len(self._costs), len(self._rows)
        program = highspy.HighsLp()
        program.num_col_, program.num_row_ = columns, rows
        program.col_cost_ = numpy.array(self._costs)
        program.col_lower_, program.col_upper_ = numpy.zeros(columns), numpy.array(self._uppers)
        program.row_lower_ = numpy.array([lower for lower, _ in self._rows], dtype=float)
        program.row_upper_ = numpy.array([upper for _, upper in self._rows], dtype=float)
        program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        program.a_matrix_.start_ = numpy.array(self._starts, dtype=numpy.int32)
        program.a_matrix_.index_ = numpy.array(self._places, dtype=numpy.int32)
        program.a_matrix_.value_ = numpy.array(self._values)
        if whole:
            kinds = [highspy.HighsVarType.kInteger] * whole
            program.integrality_ = kinds + [highspy.HighsVarType.kContinuous] * (columns - whole)
        solver = highspy.Highs()
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("threads", 1)  # the same answer each time
        solver.setOptionValue("time_limit", _SECONDS)
        solver.passModel(program)
        return solver
