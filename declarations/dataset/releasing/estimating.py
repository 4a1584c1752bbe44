"""Estimated equations: how the value or the unit price of goods items goes with what they are. Ordinary least squares.

The logarithm is explained by indicators, one for each value of some dimensions but the most frequent. The service
counts and estimates itself, from sums by cell; whether it may come out is for the rules of disclosure to say. Needs
numpy, which comes with requirements-analytics.txt.
"""

from datetime import datetime
from typing import Any

import msgspec
from django.db import connection
from msgspec import Struct

from declarations.dataset.disclosure.rules import Regression
from declarations.dataset.disclosure.solving import SolverMissing
from declarations.dataset.errors import NotATable, NotReleasable
from declarations.dataset.models import Population
from declarations.dataset.releasing.counting import asked_of, goods_within, places_to
from declarations.dataset.releasing.dimensions import DIMENSIONS, faults_of_where

try:
    import numpy
except ImportError:  # the service itself runs without
    numpy = None  # type: ignore[assignment]

EXPLAINED = {"VALUE": "ln(customs_value::float8)", "UNIT_PRICE": "ln(customs_value / quantity::float8)"}
"""Yen; yen for one unit."""
CONSTANT = "constant"
_FEWEST, _MOST = 2, 4
_PLACES = 4


class Equation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is explained, by the indicators of which dimensions, of which goods."""

    explains: str
    by: tuple[str, ...]
    where: dict[str, tuple[str, ...]] = {}


class Estimate(Struct, frozen=True):
    """A coefficient with its standard error, and how many firms are behind it."""

    term: str
    coefficient: float
    error: float
    firms: int


class Estimated(Struct, frozen=True, kw_only=True):
    """An equation that was estimated, and what the rules look at of it."""

    estimates: tuple[Estimate, ...]
    told: Regression


class _Cells(Struct, frozen=True):
    """Of each combination of values how many goods items, and the sum and the sum of squares of what is explained."""

    keys: list[tuple[str, ...]]
    sums: list[tuple[int, float, float]]


def equation_of(said: Any) -> Equation:
    """An equation from its JSON. Raises NotATable with everything that is wrong with it."""
    try:
        equation = msgspec.convert(said, Equation)
    except msgspec.ValidationError as wrong:
        raise NotATable([str(wrong)]) from wrong
    faults = list(faults_of_where(equation.where))
    if equation.explains not in EXPLAINED:
        faults.append(f"explains: one of {', '.join(EXPLAINED)}.")
    if equation.explains == "UNIT_PRICE" and len(equation.where.get("unit", ())) != 1:
        faults.append('where unit: unit prices are of one unit, such as ["KG"].')
    if not _FEWEST <= len(set(equation.by)) == len(equation.by) <= _MOST:
        faults.append("by: two to four dimensions, none twice; with one the equation would be a table of means.")
    faults += [f"by {name[:40]}: no dimension." for name in equation.by if name not in DIMENSIONS]
    if faults:
        raise NotATable(faults)
    return equation


def estimated(equation: Equation, *, population: Population, known_at: datetime) -> Estimated:
    """Estimate it from what was released by an instant. Raises NotReleasable where it cannot be, and SolverMissing."""
    if numpy is None:
        raise SolverMissing("numpy is not installed: pip install -r requirements-analytics.txt")
    asked = asked_of(equation.where, population=population, known_at=known_at)
    cells = _cells(equation, asked)
    levels = [_levels(cells, axis) for axis in range(len(equation.by))]
    terms = [(axis, value) for axis, values in enumerate(levels) for value in values[1:]]
    observations, parameters = sum(count for count, _, _ in cells.sums), 1 + len(terms)
    if len(cells.keys) <= parameters or observations <= parameters:
        raise NotReleasable("There is too little to estimate it from: it would tell the mean of each cell.")
    found = _least_squares(cells, terms, observations=observations)
    firms = [_firms(equation, name, asked) for name in equation.by]
    everybody = _firms(equation, None, asked)[""]
    named = [(CONSTANT, everybody)]
    named += [(f"{equation.by[axis]} {value}", firms[axis][value]) for axis, value in terms]
    return Estimated(
        estimates=tuple(Estimate(term, *one, behind) for (term, behind), one in zip(named, found, strict=True)),
        told=Regression(
            observations=observations,
            parameters=parameters,
            firms=everybody,
            smallest_group=min(count for each in firms for count in each.values()),
        ),
    )


def _least_squares(cells: _Cells, terms: list[tuple[int, str]], *, observations: int) -> list[tuple[float, float]]:
    """Coefficients and standard errors: the constant, then the terms in their order."""
    rows = [[1.0, *(float(key[axis] == value) for axis, value in terms)] for key in cells.keys]
    x, (counts, sums, squares) = numpy.array(rows), numpy.array(cells.sums, dtype=float).T
    squared = x.T @ (x * counts[:, None])
    if numpy.linalg.matrix_rank(squared) < len(squared):
        raise NotReleasable("It cannot be estimated: some of its indicators follow from others.")
    inverse = numpy.linalg.inv(squared)
    coefficients = inverse @ (x.T @ sums)
    left = max(float(squares.sum() - coefficients @ (x.T @ sums)), 0.0)
    errors = numpy.sqrt(left / (observations - len(squared)) * numpy.diag(inverse))
    return [(round(float(b), _PLACES), round(float(e), _PLACES)) for b, e in zip(coefficients, errors, strict=True)]


def _levels(cells: _Cells, axis: int) -> list[str]:
    """The values of a dimension, the most frequent first, which has no indicator."""
    counts: dict[str, int] = {}
    for key, (count, _, _) in zip(cells.keys, cells.sums, strict=True):
        counts[key[axis]] = counts.get(key[axis], 0) + count
    first = min(counts, key=lambda value: (-counts[value], value), default="")
    return [first, *sorted(counts.keys() - {first})]


def _cells(equation: Equation, asked: dict[str, Any]) -> _Cells:
    by, y = [DIMENSIONS[name] for name in equation.by], EXPLAINED[equation.explains]
    places = places_to(len(by))
    with connection.cursor() as cursor:
        sums = f"count(*), sum({y}), sum({y} ^ 2)"
        cursor.execute(f"SELECT {', '.join(by)}, {sums} {_of(equation)} GROUP BY {places} ORDER BY {places}", asked)
        rows = cursor.fetchall()
    return _Cells([row[:-3] for row in rows], [row[-3:] for row in rows])


def _firms(equation: Equation, name: str | None, asked: dict[str, Any]) -> dict[str, int]:
    """How many firms are behind each value of a dimension; without one, behind all of it."""
    value = DIMENSIONS[name] if name else "''"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {value}, count(DISTINCT firm) {_of(equation)} GROUP BY 1", asked)
        return dict(cursor.fetchall())


def _of(equation: Equation) -> str:
    return goods_within(equation.where, *(["quantity > 0"] if equation.explains == "UNIT_PRICE" else []))
