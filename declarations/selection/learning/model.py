"""A model as a file: one JSON document with its trees, how rows become numbers, and where it comes from."""

import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec
from msgspec import Struct

from declarations.selection.learning.declared import Declared
from declarations.selection.learning.features import Encoding, Reason, digest, features, vector
from declarations.selection.learning.forest import Forest, probability

FILE = "model.json"
FORMAT = 2
REASONS = 3


class Source(Struct, frozen=True):
    """A file that something was learned from or chosen on."""

    name: str
    sha256: str
    rows: int
    since: date
    until: date


class Settings(Struct, frozen=True):
    """How the trees were grown."""

    trees: int
    leaves: int
    rate: float
    least_rows: int


class Origin(Struct, frozen=True):
    """Where a model comes from: data, settings and how good it was on the file that the settings were chosen on."""

    trained_on: Source
    chosen_on: Source
    settings: Settings
    metrics: dict[str, float]


class Opinion(Struct, frozen=True):
    """What a model says of one row: how likely something is wrong, and which reasons speak for it most."""

    probability: float
    reasons: tuple[Reason, ...]
    features_sha256: str


class Model(Struct, frozen=True, kw_only=True):
    """A model as it is kept. `slope` and `shift` make what the trees say mean what was found on the rows that the
    settings were chosen on."""

    format: int
    encoding: Encoding
    forest: Forest
    origin: Origin
    slope: float = 1.0
    shift: float = 0.0

    def probability(self, row: Declared, *, go_on: Callable[[], bool] = lambda: True) -> float:
        """How likely it is that an examination finds something wrong. Raises TooSlow once it may not go on."""
        return self._probability(self.forest.log_odds(vector(row, self.encoding), go_on=go_on))

    def opinion(self, row: Declared, *, known: float | None = None) -> Opinion:
        """The same, with reasons, which cost as much again. `known` is the probability, where it was asked before."""
        told = vector(row, self.encoding)
        likely = self._probability(self.forest.log_odds(told)) if known is None else known
        return Opinion(likely, self._reasons(told), digest(told))

    def _probability(self, log_odds: float) -> float:
        return probability(self.slope * log_odds + self.shift)

    def _reasons(self, told: list[float]) -> tuple[Reason, ...]:
        """At most three that raise the score, the strongest first; equal ones in the order of the list."""
        summed: dict[Reason, float] = dict.fromkeys(Reason, 0.0)
        for feature, part in zip(features(self.encoding.kind), self.forest.parts(told), strict=True):
            summed[feature.reason] += part
        strongest = sorted(summed, key=lambda reason: -summed[reason])[:REASONS]
        return tuple(reason for reason in strongest if summed[reason] > 0)


class BrokenModel(Exception):
    """The file is missing, is not what was registered, or is no model."""


def save(model: Model, folder: Path) -> str:
    """Write the model into a folder; its SHA-256."""
    folder.mkdir(parents=True, exist_ok=True)
    raw = msgspec.json.encode(model)
    (folder / FILE).write_bytes(raw)
    return hashlib.sha256(raw).hexdigest()


def load(path: Path, *, sha256: str | None = None) -> Model:
    """The model of a file. Raises BrokenModel, also where the file has another hash than the one it must have."""
    try:
        raw = path.read_bytes()
    except OSError as missing:
        raise BrokenModel(f"{path.name}: {missing.strerror}") from missing
    if sha256 is not None and hashlib.sha256(raw).hexdigest() != sha256:
        raise BrokenModel(f"{path.name} is not the file with the registered hash")
    try:
        model = msgspec.json.decode(raw, type=Model)
    except msgspec.MsgspecError as broken:
        raise BrokenModel(f"{path.name}: {broken}") from broken
    if model.format != FORMAT:
        raise BrokenModel(f"{path.name} has format {model.format}, not {FORMAT}")
    if not model.forest.is_whole(len(features(model.encoding.kind))):
        raise BrokenModel(f"{path.name} has a tree that leads nowhere")
    return model
