"""What an answer does to a check, and telling the asker.

The first decision stands. What comes after it, or about a check that nobody waits for, is kept as evidence;
what contradicts it calls an officer.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from permits.models import Effect, PermitCheck, Status
from permits.question import AnswerStatus, PermitAnswer
from permits.signals import permit_check_settled

# When to ask again how a request stands, counted from when it began to stand so; then the last step, over and over.
_POLLS = {
    Status.ASKED: (timedelta(seconds=15), timedelta(seconds=60), timedelta(minutes=5), timedelta(minutes=15)),
    Status.DOCUMENTS_REQUIRED: (timedelta(minutes=15), timedelta(minutes=30)),
}


def settle(check: PermitCheck, answer: PermitAnswer, *, at: datetime) -> Effect:
    """Apply an answer to a check whose row the caller has locked, and save it. `at` is the database's instant."""
    effect = _effect(check, answer)
    if not check.is_settled:
        check.failures = 0  # any answer is a sign of life
    if effect is Effect.APPLIED:
        _apply(check, answer, at=at)
    elif effect is Effect.CONFLICT:
        check.needs_person_at = check.needs_person_at or at
    if not check.is_settled:
        check.due_at = _next_poll(check, at=at)
    check.save(force_update=True)
    return effect


def _effect(check: PermitCheck, answer: PermitAnswer) -> Effect:
    """What the answer means for the check as it stands. Changes nothing."""
    if check.status == Status.CANCELLED:
        return Effect.EVIDENCE
    if check.is_settled:
        return _effect_on_settled(check, answer)
    if check.agency_reference and answer.reference != check.agency_reference:
        return Effect.CONFLICT
    if answer.status.is_decision:
        return Effect.APPLIED
    if answer.status is AnswerStatus.DOCUMENTS_REQUIRED:
        return Effect.REPEATED if check.status == Status.DOCUMENTS_REQUIRED else Effect.APPLIED
    return Effect.APPLIED if check.status == Status.DUE else Effect.REPEATED


def _effect_on_settled(check: PermitCheck, answer: PermitAnswer) -> Effect:
    if not answer.status.is_decision:
        return Effect.LATE
    if check.status == Status.OVERRIDDEN:
        return Effect.EVIDENCE if answer.status is AnswerStatus.CONFIRMED else Effect.CONFLICT
    same = answer.status == check.status and answer.reference == check.agency_reference
    return Effect.REPEATED if same else Effect.CONFLICT


def _apply(check: PermitCheck, answer: PermitAnswer, *, at: datetime) -> None:
    check.agency_reference = answer.reference
    check.reason_code = answer.reason_code
    check.reason_text = answer.reason_text
    if answer.status.is_decision:
        check.permit_number = answer.permit_number
        close(check, status=Status(answer.status), decided_by=answer.decided_by, at=at)
        return
    check.status_since = at
    received = answer.status is AnswerStatus.RECEIVED
    check.status = Status.ASKED if received else Status.DOCUMENTS_REQUIRED


def close(check: PermitCheck, *, status: Status, decided_by: str, at: datetime) -> None:
    """Put a check into a settled status: nothing is owed, nobody is needed, the asker has to be told."""
    check.status, check.status_since, check.settled_at = status, at, at
    check.decided_by = decided_by
    check.due_at = check.published_until = check.lease_id = check.lease_until = check.needs_person_at = None
    check.announced_at = None


def _next_poll(check: PermitCheck, *, at: datetime) -> datetime:
    """When to ask again. A check whose first answer was of no use stays due."""
    steps = _POLLS.get(Status(check.status))
    if steps is None:
        return at + timedelta(seconds=15)
    passed = at - check.status_since
    later = next((step for step in steps if step > passed), None)
    return at + steps[-1] if later is None else check.status_since + later


def locked(check_id: UUID) -> PermitCheck | None:
    """A check with its row locked until the transaction ends; `read_at` is the database's instant."""
    found = PermitCheck.objects.filter(id=check_id).annotate(read_at=Now())  # type: ignore[no-redef]
    return found.select_for_update(no_key=True, of=("self",)).first()


def announce(check_id: UUID) -> bool:
    """Tell the asker of a settlement that it does not know yet. Whether that is done; if not, it is tried again.

    Twice at the same time is possible and harmless: receivers ask what is true now. Must not be called inside a
    transaction (it raises): the asker takes its own locks.
    """
    with transaction.atomic(durable=True):
        found = PermitCheck.objects.filter(id=check_id, settled_at__isnull=False, announced_at__isnull=True)
        told = found.values("subject", "subject_version").first()
    if told is None:
        return True
    replies = permit_check_settled.send_robust(PermitCheck, check_id=check_id, **told)
    if any(isinstance(reply, Exception) for _, reply in replies):
        return False
    PermitCheck.objects.filter(id=check_id, settled_at__isnull=False).update(announced_at=Now())
    return True
