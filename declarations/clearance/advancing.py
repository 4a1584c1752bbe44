"""Advancing: ask what is true now, never what just happened. Run it twice, late, or from the desk: same result."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from declarations.clearance import ledger
from declarations.clearance.acting import locked, save
from declarations.clearance.duty_due import duty_due_on
from declarations.clearance.history import Happened
from declarations.clearance.opening import open_office
from declarations.clearance.turn import turn_of
from declarations.holds import Hold
from declarations.models import Declaration, Event, LedgerEntry, Version
from declarations.models.history import EventName
from declarations.reading import standing_now
from declarations.status import Status
from permits.models import PermitCheck
from permits.models import Status as PermitStatus


def advance(declaration_id: UUID, *, at: datetime) -> tuple[Hold, ...]:
    """Look at one declaration: declare it where its office has opened, release it where nothing holds it.

    Returns what still holds it.
    """
    with transaction.atomic():
        declaration = locked(declaration_id)
        if declaration.status == Status.REGISTERED and declaration.lodged_at <= at:
            open_office(declaration, at=at)
        return advance_locked(declaration, at=at)


def advance_locked(declaration: Declaration, *happened: Happened, at: datetime) -> tuple[Hold, ...]:
    """Advance a declaration whose row is locked; what has just been done to it is told in its history first."""
    if declaration.status not in Status.open():
        save(declaration, *happened, at=at)
        return ()
    version = Version.objects.get(declaration=declaration, number=declaration.version)
    standing = standing_now(declaration, version)
    told = [*happened, *_newly_settled(declaration, standing.checks)]
    if declaration.status == Status.REGISTERED:
        save(declaration, *told, at=at)
        return standing.holds
    turn = turn_of(standing.holds, at=at, status=declaration.status)
    if turn["status"] == Status.RELEASED:
        told.append(Happened(EventName.RELEASED, "system"))
        LedgerEntry.objects.bulk_create(ledger.end_of_reservations(declaration, at=at))
        turn |= {"duty_due_on": duty_due_on(version.declaration_type, at=at)}
    save(declaration, *told, at=at, **turn)
    return standing.holds


def _newly_settled(declaration: Declaration, checks: object) -> list[Happened]:
    """An event for each check that settled since the last look; another one where officers override what it said."""
    told = set(
        Event.objects.filter(declaration=declaration, name=EventName.PERMIT_CHECK_SETTLED).values_list(
            "facts__permit_check", "facts__status"
        )
    )
    return [
        Happened(EventName.PERMIT_CHECK_SETTLED, _decider(check), _facts(check))
        for check in checks  # type: ignore[attr-defined]
        if check.settled_at is not None and (str(check.id), check.status) not in told
    ]


def _decider(check: PermitCheck) -> str:
    """The agency; for what an officer overrode, the officer."""
    return check.decided_by if check.status == PermitStatus.OVERRIDDEN else f"agency:{check.agency_id}"


def _facts(check: PermitCheck) -> dict[str, str]:
    return {
        "permit_check": str(check.id),
        "law": check.law_id,
        "item": str(check.item_number),
        "status": check.status,
        "reason_code": check.reason_code,
        "reason_text": check.reason_text,
    }


_DUE = """
UPDATE declarations_declaration SET next_action_at = now() + interval '1 minute'
 WHERE id IN (SELECT id FROM declarations_declaration
               WHERE next_action_at < now() AND next_action_by = 'SYSTEM'
               ORDER BY next_action_at FOR UPDATE SKIP LOCKED LIMIT %s)
RETURNING id
"""


def due_for_advance(*, limit: int) -> list[UUID]:
    """Open declarations of the system's own that nobody looked at in time; each is put off by a minute."""
    with connection.cursor() as cursor:
        cursor.execute(_DUE, [limit])
        return [row[0] for row in cursor.fetchall()]


def when_permit_check_settled(*, subject: str, **_: object) -> None:
    """The one upward signal of the permits app: look at the declaration again."""
    advance(UUID(subject), at=timezone.now())
