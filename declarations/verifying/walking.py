"""A walk through all chains of history, some declarations at a time: what a person asks for and workers go on with."""

import time
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models.functions import Now
from uuid_utils.compat import uuid7

from declarations.models import Declaration, Verification
from declarations.verifying.checking import chains_of
from declarations.verifying.verdicts import MOST_SHOWN

AT_ONCE = 500
"""Declarations in one transaction."""
_SECONDS = 5.0  # for which one task goes on

_CLAIM = """
UPDATE declarations_verification SET published_until = now() + make_interval(secs => %(seconds)s)
 WHERE ended_at IS NULL AND (published_until IS NULL OR published_until < now()) AND id <> ALL (%(but_not)s::uuid[])
RETURNING id
"""


def begin(*, by: str, at: datetime) -> Verification:
    """Have the chains verified; where a walk is under way already, that one."""
    under_way = Verification.objects.filter(ended_at__isnull=True).first()
    return under_way or Verification.objects.create(
        id=uuid7(), asked_by=by, asked_at=at, to_look_at=Declaration.objects.count()
    )


def claim_walks(*, limit: int, for_seconds: float = 30, but_not: Sequence[str] = ()) -> list[UUID]:
    """The walks that are to be gone on with; nobody else is given them for `for_seconds`."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"seconds": for_seconds, "but_not": list(but_not)})
        return [row[0] for row in cursor.fetchall()]


def go_on(walk_id: UUID, *, seconds: float = _SECONDS) -> bool:
    """Some seconds of it. Whether there was anything to do."""
    until = time.monotonic() + seconds
    first = looked = _step(walk_id)
    while looked == AT_ONCE and time.monotonic() < until:
        looked = _step(walk_id)
    Verification.objects.filter(id=walk_id).update(published_until=None)
    return first is not None


def _step(walk_id: UUID) -> int | None:
    """The next declarations, in one transaction: how many they were; None where the walk has ended before."""
    with transaction.atomic():
        walk = Verification.objects.select_for_update().filter(id=walk_id, ended_at__isnull=True).first()
        if walk is None:
            return None
        after = {"id__gt": walk.reached} if walk.reached else {}
        numbers = dict(Declaration.objects.filter(**after).order_by("id").values_list("id", "number")[:AT_ONCE])
        found = chains_of(numbers)
        walk.looked_at += len(numbers)
        walk.events += found.events
        walk.broken += len(found.offences)
        walk.first = [*walk.first, *([each.number, each.why] for each in found.offences)][:MOST_SHOWN]
        walk.reached = max(numbers, default=walk.reached)
        walk.ended_at = Now() if len(numbers) < AT_ONCE else None
        walk.save(force_update=True)
    return len(numbers)
