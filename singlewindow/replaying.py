"""A person has given-up work tried again: an act that is kept."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models.functions import Now

from declarations.errors import TooManyReplays
from singlewindow.models import Replay, Trouble
from singlewindow.owed import owed_of

MOST_REPLAYED = 10
"""At once, by one person. More takes a second one."""


def replay(troubles: Sequence[int], *, by: str, at: datetime) -> int:
    """Have dead work tried again, as if it had never failed. How much of it was dead. Raises TooManyReplays.

    What owes the work takes its row up first: whoever is interrupted in between finds it dead still, and says it again.
    """
    if len(troubles) > MOST_REPLAYED:
        raise TooManyReplays(most=MOST_REPLAYED)
    return sum(_replay(trouble, by=by, at=at) for trouble in Trouble.objects.dead().filter(id__in=troubles))


def replay_together(troubles: Sequence[int], *, by: str, at: datetime) -> int:
    """The same for any number, all of it or none: for the caller who has a second person's word for it."""
    with transaction.atomic():
        return sum(_replay(trouble, by=by, at=at) for trouble in Trouble.objects.dead().filter(id__in=troubles))


def _replay(trouble: Trouble, *, by: str, at: datetime) -> bool:
    if owed := owed_of(trouble.kind):
        owed.take_up(trouble.row_id, by, at)
    with transaction.atomic():
        dead = Trouble.objects.dead().filter(id=trouble.id)
        if not dead.update(failures=0, dead_at=None, due_at=Now()):
            return False
        Replay.objects.create(
            kind=trouble.kind, row_id=trouble.row_id, failures=trouble.failures, error=trouble.error, by=by
        )
    return True
