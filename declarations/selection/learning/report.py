"""What an evaluation says, as lines of text."""

import time
from collections.abc import Iterator
from pathlib import Path

from declarations.selection.learning.csv_file import DataFile
from declarations.selection.learning.declared import Seen
from declarations.selection.learning.features import Kind
from declarations.selection.learning.judging import (
    POLICIES,
    SHARES,
    Judged,
    calibration,
    judge,
    largest_share,
    naive,
    score,
    slices,
    weightiest,
)
from declarations.selection.learning.model import Model

Told = list[tuple[float, float]]
ARTEFACT = (
    "This model has seen at which rate each key was found wrong before. On the published synthetic file such rates",
    "exploit how the file was made, not how anybody trades: they are reported apart and no target is set on them.",
)
_TIMED = 500


def lines(model: Model, file: DataFile, *, learned_from: DataFile | None = None) -> Iterator[str]:
    """The whole report of a model on a file. Rows that nobody looked at are left out and counted.

    Where the learned file is there too, rows that are copies of learned ones are told apart from the others. A whole
    declaration has the score of its goods item with the highest.
    """
    rows = [row for row in file.rows if row.found is not None]
    origin = model.origin
    yield f"{file.name}: {len(rows):,} rows looked at, {len(file.rows) - len(rows):,} not, sha256 {file.sha256[:12]}"
    learned = f"{origin.trained_on.name} ({origin.trained_on.since} to {origin.trained_on.until})"
    yield f"model of {learned}, settings chosen on {origin.chosen_on.name}"
    yield f"features: {model.encoding.kind}; {len(model.forest.trees)} trees"
    if file.sha256 == origin.chosen_on.sha256:
        yield "The settings were chosen on this very file: its figures flatter the model a little."
    if model.encoding.kind is Kind.RATES:
        yield from ARTEFACT
    if not rows:
        yield "Nothing to judge."
        return
    told = [_told(model, row) for row in rows]
    likely = [max(likely for likely, _ in items) for items in told]
    yield "\nRevenue is what was found lacking in wrong rows, or their declared duty where nobody said how much."
    yield "g weighs the duty at stake: p x (1 + duty)^g"
    yield from _orders("all rows", model, rows, told)
    if learned_from:
        yield from _apart_from_copies(model, rows, told, learned_from)
    yield from _calibrated(likely, rows)
    yield from _sliced(model, rows, likely)
    yield f"\nTime of one row with its reasons: {_milliseconds(model, file):.2f} ms, in plain Python"


def _told(model: Model, row: Seen) -> Told:
    """Of each goods item that is scored how likely something is wrong, and the duty at stake."""
    items = [item for _, item in weightiest(row.items)] or [row.declared]
    return [(model.probability(item), item.duty) for item in items]


def _apart_from_copies(model: Model, rows: list[Seen], told: list[Told], learned_from: DataFile) -> Iterator[str]:
    """The same of rows whose commodity, mass and price no learned row has: what was not just remembered."""
    learned = {_goods(row) for row in learned_from.rows}
    new = [(row, each) for row, each in zip(rows, told, strict=True) if _goods(row) not in learned]
    yield f"\nOf {len(rows):,} rows {len(rows) - len(new):,} have commodity, net mass and price of a learned row."
    if new:
        yield from _orders("without these", model, [row for row, _ in new], [each for _, each in new])


def _goods(row: Seen) -> tuple[str, float | None, float]:
    return row.declared.commodity, row.declared.net_mass, row.declared.price


def _orders(title: str, model: Model, rows: list[Seen], told: list[Told]) -> Iterator[str]:
    wrong = sum(bool(row.found) for row in rows)
    few = f"ten of them hold {largest_share(rows):.0%} of revenue"
    yield f"\n{title}: {len(rows):,}, wrong {wrong / len(rows):.3f}; {few}"
    orders = []
    for g in POLICIES:
        scores = [max(score(likely, duty, g=g) for likely, duty in items) for items in told]
        orders.append(judge(f"model, g = {g:g}", scores, rows))
    yield from _table([*orders, *naive(rows, model.encoding)])


def _calibrated(likely: list[float], rows: list[Seen]) -> Iterator[str]:
    told, wrong = calibration(likely, rows), sum(bool(row.found) for row in rows) / len(rows)
    always = f"saying {wrong:.3f} always: {wrong * (1 - wrong):.4f}"
    yield f"\nCalibration: Brier {told.brier:.4f} ({always}), error {told.error:.4f}"
    yield f"{'tenth':>7}{'rows':>8}{'said':>8}{'found':>8}"
    for number, each in enumerate(told.bins, 1):
        yield f"{number:>7}{each.rows:>8,}{each.said:>8.3f}{each.found:>8.3f}"


def _sliced(model: Model, rows: list[Seen], likely: list[float]) -> Iterator[str]:
    yield f"\n{'slice':<22}{'rows':>7}{'wrong':>8}{'P@10%':>8}{'lift':>7}"
    for part in slices(likely, rows, model.encoding):
        lift = part.precision / part.found if part.found else 0.0
        yield f"{part.name:<22}{part.rows:>7,}{part.found:>8.3f}{part.precision:>8.3f}{lift:>7.2f}"


def _table(orders: list[Judged]) -> Iterator[str]:
    heads = "".join(f"{f'P@{share:.0%}':>8}{f'R@{share:.0%}':>8}{f'Rev@{share:.0%}':>9}" for share in SHARES)
    yield f"{'order':<18}{heads}"
    for order in orders:
        cells = "".join(f"{at.precision:>8.3f}{at.recall:>8.3f}{at.revenue:>9.3f}" for at in order.at)
        yield f"{order.name:<18}{cells}"


def _milliseconds(model: Model, file: DataFile) -> float:
    rows = file.rows[:_TIMED]
    began = time.perf_counter()
    for row in rows:
        model.opinion(row.declared)
    return (time.perf_counter() - began) * 1000 / len(rows)


def default_folder() -> Path:
    """Where a model is put when nobody says where."""
    return Path("selection-model")
