"""Growing the trees with LightGBM, the one module that needs it (requirements-selection.txt); settings are chosen on
the validation file alone, and the test file is never seen here."""

from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct

from declarations.selection.learning.csv_file import DataFile
from declarations.selection.learning.declared import Seen
from declarations.selection.learning.features import (
    WORDS,
    Kind,
    encoding,
    vector,
    vectors_to_learn_from,
)
from declarations.selection.learning.forest import Forest, Node, Tree, probability
from declarations.selection.learning.judging import precision
from declarations.selection.learning.model import FORMAT, Model, Origin, Settings, Source

try:
    import lightgbm
    import numpy
except ImportError:  # the service does without them; only the training command asks
    IS_INSTALLED = False
else:
    IS_INSTALLED = True

TRIED = (
    Settings(trees=100, leaves=7, rate=0.05, least_rows=20),
    Settings(trees=150, leaves=15, rate=0.05, least_rows=20),
    Settings(trees=200, leaves=31, rate=0.05, least_rows=20),
    Settings(trees=300, leaves=31, rate=0.05, least_rows=20),
    Settings(trees=200, leaves=63, rate=0.05, least_rows=20),
    Settings(trees=300, leaves=63, rate=0.05, least_rows=20),
    Settings(trees=400, leaves=63, rate=0.03, least_rows=20),
)
_STEPS, _RIDGE = 50, 1e-6
_FIXED = {
    "objective": "binary",
    "feature_fraction": 0.7,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "seed": 1,
    "deterministic": True,  # the same file gives the same trees
    "force_row_wise": True,
    "num_threads": 1,
    "verbose": -1,
}


class NotInstalled(Exception):
    """LightGBM is not there."""

    def __init__(self) -> None:
        super().__init__("Training needs LightGBM: pip install -r requirements-selection.txt")


class NothingToLearn(Exception):
    """The files do not hold both rows that were found wrong and rows that were found in order."""


class Tried(Struct, frozen=True):
    """What settings came to on the validation file: precision among the first 5 and 10 percent."""

    settings: Settings
    at_5: float
    at_10: float


def train(
    train: DataFile,
    valid: DataFile,
    *,
    kind: Kind,
    settings: Sequence[Settings] = TRIED,
    told: Callable[[Tried], None] = lambda tried: None,
) -> Model:
    """The model whose settings do best on the validation file. Rows that nobody looked at teach nothing but history.

    Raises NotInstalled, NothingToLearn.
    """
    if not IS_INSTALLED:
        raise NotInstalled
    known, chosen_on = encoding(train.rows, kind=kind), _looked_at(valid.rows)
    for file in (train, valid):
        if {row.found for row in file.rows} < {True, False}:
            raise NothingToLearn(f"{file.name} must hold rows found wrong and rows found in order")
    learned = [
        (row.found, each)
        for row, each in zip(train.rows, vectors_to_learn_from(train.rows, known), strict=True)
        if row.found is not None
    ]
    best: tuple[Tried, Any] | None = None
    asked = numpy.array([vector(row.declared, known) for row in chosen_on])
    for one in settings:
        booster = _grown([each for _, each in learned], [each for each, _ in learned], one)
        at_5, at_10 = _precisions(booster.predict(asked, num_threads=1), chosen_on)
        came_to = Tried(one, at_5, at_10)
        told(came_to)
        if best is None or at_5 + at_10 > best[0].at_5 + best[0].at_10:
            best = (came_to, booster)
    if best is None:
        raise NothingToLearn("there are no settings to try")
    chosen, booster = best
    said = booster.predict(asked, raw_score=True, num_threads=1).tolist()
    slope, shift = calibration(said, [row.found for row in chosen_on])
    origin = Origin(
        trained_on=_source(train),
        chosen_on=_source(valid),
        settings=chosen.settings,
        metrics={"precision_at_5": chosen.at_5, "precision_at_10": chosen.at_10},
    )
    return Model(format=FORMAT, encoding=known, forest=forest_of(booster), origin=origin, slope=slope, shift=shift)


def calibration(log_odds: Sequence[float], found: Sequence[bool | None]) -> tuple[float, float]:
    """The slope and the shift by which log odds fit what was found (Platt 1999), by Newton's method.

    Trees that were grown until they remember are too sure; the order of what they say is not touched.
    """
    slope, shift = 1.0, 0.0
    for _ in range(_STEPS):
        first = second = across = up = down = 0.0
        for x, wrong in zip(log_odds, found, strict=True):
            p = probability(slope * x + shift)
            weight, error = p * (1 - p), bool(wrong) - p
            up, down = up + error * x, down + error
            first, across, second = first + weight * x * x, across + weight * x, second + weight
        across_all = (first + _RIDGE) * (second + _RIDGE) - across * across
        steps = (
            (up * (second + _RIDGE) - down * across) / across_all,
            (down * (first + _RIDGE) - up * across) / across_all,
        )
        slope, shift = (each + max(-1.0, min(1.0, step)) for each, step in zip((slope, shift), steps, strict=True))
        if max(map(abs, steps)) < _RIDGE:
            break
    return (slope, shift) if slope > 0 else (1.0, 0.0)


def _looked_at(rows: Sequence[Seen]) -> list[Seen]:
    return [row for row in rows if row.found is not None]


def _grown(vectors: list[list[float]], found: list[bool], settings: Settings) -> Any:
    options = {
        **_FIXED,
        "num_leaves": settings.leaves,
        "learning_rate": settings.rate,
        "min_data_in_leaf": settings.least_rows,
    }
    data = lightgbm.Dataset(
        numpy.array(vectors), numpy.array(found, dtype=float), categorical_feature=list(range(WORDS))
    )
    return lightgbm.train(options, data, num_boost_round=settings.trees)


def _precisions(scores: Sequence[float], rows: Sequence[Seen]) -> tuple[float, float]:
    found = [bool(row.found) for row in rows]
    return precision(scores, found, share=0.05), precision(scores, found, share=0.10)


def _source(file: DataFile) -> Source:
    return Source(
        file.name, file.sha256, len(file.rows), since=file.rows[0].declared.on, until=file.rows[-1].declared.on
    )


def forest_of(booster: Any) -> Forest:
    """A booster's trees as ours."""
    return Forest(tuple(_tree(info["tree_structure"]) for info in booster.dump_model()["tree_info"]))


def _tree(root: dict[str, Any]) -> Tree:
    nodes: list[Node | None] = []
    leaves: list[float] = []

    def keep(told: dict[str, Any]) -> int:
        if "leaf_value" in told:
            leaves.append(told["leaf_value"])
            return -len(leaves)
        place = len(nodes)
        nodes.append(None)
        left, right = keep(told["left_child"]), keep(told["right_child"])
        is_code, cut = told["decision_type"] == "==", told["threshold"]
        nodes[place] = Node(
            feature=told["split_feature"],
            cut=0.0 if is_code else cut,
            codes=frozenset(map(int, cut.split("||"))) if is_code else None,
            # without missing values to learn from, LightGBM reads one as 0
            missing_left=told["default_left"] if told["missing_type"] == "NaN" else not is_code and cut >= 0,
            left=left,
            right=right,
            value=told["internal_value"],
        )
        return place

    keep(root)
    return Tree(tuple(node for node in nodes if node), tuple(leaves))
