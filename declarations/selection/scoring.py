"""Asking the model in use inside a lodging: within a time that is set, and never at the price of the lodging.

Whatever is wrong with a model, the rules stand alone: it is logged, and kept with the declaration, from where the
service's status tells of it.
"""

import logging
import time
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from threading import Lock

from msgspec import Struct

from declarations.selection.criteria import DOCUMENT, INSPECTION, SIMPLIFIED, Scored
from declarations.selection.learning.declared import Declared
from declarations.selection.learning.forest import TooSlow
from declarations.selection.learning.judging import score, weightiest
from declarations.selection.learning.model import BrokenModel, Model, load

logger = logging.getLogger(__name__)

TRY_AGAIN_SECONDS = 60.0


class Mode(StrEnum):
    """What follows from a score."""

    OFF = "OFF"
    SHADOW = "SHADOW"
    RAISE = "RAISE"


class Failure(StrEnum):
    """Why a model said nothing."""

    BROKEN = "BROKEN"  # its file is missing, or is not what was registered
    SLOW = "SLOW"
    ERROR = "ERROR"


class Policy(Struct, frozen=True):
    """The policy in force, as a value. Scores from a threshold on ask for its category."""

    version: int
    mode: Mode
    model_sha256: str
    g: float
    document_from: float
    inspection_from: float | None

    def category(self, score: float) -> int:
        """What a score asks for."""
        if self.inspection_from is not None and score >= self.inspection_from:
            return INSPECTION
        return DOCUMENT if score >= self.document_from else SIMPLIFIED


class Asked(Struct, frozen=True):
    """What came of asking: a score, or why there is none; neither where nothing was to be asked."""

    policy: int | None = None
    scored: Scored | None = None
    failure: Failure | None = None


def ask(policy: Policy | None, declared: Callable[[], Sequence[Declared]], *, folder: Path, most_ms: float) -> Asked:
    """The highest score among the items, within a time in ms. `declared` makes the items, for a model that is asked."""
    if policy is None or policy.mode == Mode.OFF:
        return Asked()
    try:
        if not (items := declared()):
            return Asked()
        return Asked(policy.version, scored_by(_model(policy, folder=folder), policy, items, go_on=_until(most_ms)))
    except BrokenModel:
        return Asked(policy.version, failure=Failure.BROKEN)  # told where it was loaded
    except TooSlow:
        logger.error("selection model %s took more than %g ms: rules alone", policy.model_sha256[:12], most_ms)
        return Asked(policy.version, failure=Failure.SLOW)
    except Exception:  # no model, whatever is in its file, may cost a lodging
        logger.exception("selection model %s failed: rules alone", policy.model_sha256[:12])
        return Asked(policy.version, failure=Failure.ERROR)


def scored_by(
    model: Model, policy: Policy, items: Sequence[Declared], *, go_on: Callable[[], bool] = lambda: True
) -> Scored:
    """The highest score among the items with the most duty at stake; among equal ones the first item's."""
    told = []
    for number, item in weightiest(items):
        likely = model.probability(item, go_on=go_on)
        told.append((score(likely, item.duty, g=policy.g), -number, likely, item))
    best, place, likely, item = max(told, key=lambda each: each[:2])
    opinion = model.opinion(item, known=likely)
    return Scored(
        policy=policy.version,
        model_sha256=policy.model_sha256,
        features_sha256=opinion.features_sha256,
        item=-place,
        likelihood=opinion.probability,
        score=best,
        category=policy.category(best),
        reasons=opinion.reasons,
        counts=policy.mode == Mode.RAISE,
    )


def file_of(sha256: str, *, folder: Path) -> Path:
    """Where a registered model's file is."""
    return folder / f"{sha256}.json"


class _Kept(Struct):
    """The model that this process holds, or when one that is broken is looked at again."""

    sha256: str = ""
    model: Model | None = None
    again_at: float = 0.0


_kept = _Kept()
_lock = Lock()


def forget() -> None:
    """Hold no model: the next asking reads its file."""
    global _kept
    _kept = _Kept()


def _model(policy: Policy, *, folder: Path) -> Model:
    """The model of a policy, read once a process. A broken one is tried again after a while. Raises BrokenModel."""
    global _kept
    kept = _kept
    if kept.sha256 != policy.model_sha256 or (kept.model is None and time.monotonic() >= kept.again_at):
        with _lock:
            kept = _kept = _read(policy.model_sha256, folder=folder)
    if kept.model is None:
        raise BrokenModel
    return kept.model


def _read(sha256: str, *, folder: Path) -> _Kept:
    try:
        return _Kept(sha256, load(file_of(sha256, folder=folder), sha256=sha256))
    except BrokenModel as broken:
        logger.error("selection model %s cannot be used: rules alone: %s", sha256[:12], broken)
        return _Kept(sha256, None, time.monotonic() + TRY_AGAIN_SECONDS)


def _until(most_ms: float) -> Callable[[], bool]:
    ends = time.perf_counter() + most_ms / 1000
    return lambda: time.perf_counter() < ends
