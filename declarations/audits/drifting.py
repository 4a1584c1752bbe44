"""What is declared now beside what was declared before, or beside what a model learned from."""

from datetime import date, datetime, timedelta

from msgspec import Struct

from declarations.audits.stored import stored
from declarations.data import Direction
from declarations.selection.learning.declared import Declared
from declarations.selection.learning.drift import Drift, drift, drifts
from declarations.selection.learning.model import Model

MOST = 3_000
"""The newest so many imports of each time are compared."""


class Compared(Struct, frozen=True):
    """Two times, how many goods items of each were compared, and each thing's drift."""

    before: tuple[date, date]
    now: tuple[date, date]
    rows_before: int
    rows_now: int
    drifts: tuple[Drift, ...]


def compare(
    now: tuple[date, date], *, before: tuple[date, date] | None = None, at: datetime, model: Model | None = None
) -> Compared:
    """Imports of these days beside those of as many days before, or of `before`; with a model also its likelihoods."""
    since, until = now
    before = before or (since - (until - since) - timedelta(days=1), since - timedelta(days=1))
    then, later = _items(before, at=at), _items(now, at=at)
    found = drifts(then, later)
    if model and then and later:
        said = [[model.probability(row) for row in rows] for rows in (then, later)]
        found = [drift("what the model says", *said), *found]
    return Compared(before, now, len(then), len(later), tuple(found))


def _items(days: tuple[date, date], *, at: datetime) -> list[Declared]:
    imports = stored(*days, known_at=at, direction=Direction.IMPORT, newest=MOST)
    return [item for each in imports for item in each.declared()]
