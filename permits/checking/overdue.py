"""The agency's hard limit: when it passes, an officer takes over. Nothing is released by it, and an answer that
comes later still settles the check.

While documents are required it is the declarant's turn: the limit waits, and begins anew when they are supplied.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from permits.checking.acting import act_row
from permits.checking.claiming import claimed
from permits.checking.settling import locked, next_poll
from permits.checking.telling import tell
from permits.models import Act, Effect, Status

_ITS_TURN = (Status.DUE, Status.ASKED, Status.INSPECTION_ORDERED)
_OVERDUE = """
UPDATE permits_permitcheck SET published_until = now() + make_interval(secs => %(seconds)s)
 WHERE id IN (SELECT id FROM permits_permitcheck
               WHERE status IN ('DUE', 'ASKED', 'INSPECTION_ORDERED') AND overdue_at <= now()
                 AND (published_until IS NULL OR published_until < now())
                 AND id <> ALL (%(but_not)s::uuid[])
               ORDER BY overdue_at LIMIT %(limit)s FOR NO KEY UPDATE SKIP LOCKED)
RETURNING id
"""


def claim_overdue(*, limit: int, for_seconds: float = 15, but_not: Sequence[str] = ()) -> list[UUID]:
    """At most `limit` open checks whose hard limit has passed; nobody else is given them for `for_seconds`."""
    return claimed(_OVERDUE, limit=limit, seconds=for_seconds, but_not=but_not)


def mark_overdue(check_id: UUID) -> bool:
    """Hand a check whose hard limit has passed to an officer, by the database's clock. Whether that changed it."""
    with transaction.atomic(durable=True):
        check = locked(check_id)
        if check is None or check.status not in _ITS_TURN or check.overdue_at > check.read_at:
            return False
        at = check.read_at
        check.status, check.status_since = Status.OVERDUE, at
        check.due_at = max(check.due_at or at, next_poll(check, at=at))
        check.published_until = None
        check.save(force_update=True)
        act_row(check, Act.OVERDUE, by="system", effect=Effect.APPLIED, at=at).save()
    tell(check, Effect.APPLIED)
    return True
