"""What an answer does to a check.

The first decision stands. What comes after it, or about a check that nobody waits for, is kept as evidence;
what contradicts it calls an officer.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models.functions import Now

from permits.models import Effect, PermitCheck, Status
from permits.question import AnswerStatus, PermitAnswer

# When to ask again how a request stands, counted from when it began to stand so; then the last step, over and over.
_WHILE_OTHERS_ACT = (timedelta(minutes=15), timedelta(minutes=30))
_POLLS = {
    Status.ASKED: (timedelta(seconds=15), timedelta(seconds=60), timedelta(minutes=5), timedelta(minutes=15)),
    Status.DOCUMENTS_REQUIRED: _WHILE_OTHERS_ACT,
    Status.INSPECTION_ORDERED: _WHILE_OTHERS_ACT,
    Status.OVERDUE: (timedelta(hours=1),),
}
_UNDECIDED = {
    AnswerStatus.RECEIVED: Status.ASKED,
    AnswerStatus.DOCUMENTS_REQUIRED: Status.DOCUMENTS_REQUIRED,
    AnswerStatus.INSPECTION_ORDERED: Status.INSPECTION_ORDERED,
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
        check.due_at = next_poll(check, at=at)
    check.save(force_update=True)
    return effect


def _effect(check: PermitCheck, answer: PermitAnswer) -> Effect:
    """What the answer means for the check as it stands. Changes nothing."""
    if check.status == Status.CANCELLED or check.superseded_in is not None:
        return Effect.EVIDENCE
    if check.is_settled:
        return _effect_on_settled(check, answer)
    if check.agency_reference and answer.reference != check.agency_reference:
        return Effect.CONFLICT
    if answer.status.is_decision:
        return Effect.APPLIED
    if check.status == Status.OVERDUE:  # it stays so until it is decided; what the agency says meanwhile is shown
        said = (answer.reference, answer.reason_code, answer.reason_text)
        known = (check.agency_reference, check.reason_code, check.reason_text)
        return Effect.REPEATED if said == known else Effect.APPLIED
    if answer.status is AnswerStatus.RECEIVED:  # it may come after what the agency said later
        return Effect.APPLIED if check.status == Status.DUE else Effect.REPEATED
    return Effect.REPEATED if check.status == _UNDECIDED[answer.status] else Effect.APPLIED


def _effect_on_settled(check: PermitCheck, answer: PermitAnswer) -> Effect:
    if not answer.status.is_decision:
        return Effect.LATE
    if check.status == Status.OVERRIDDEN:
        return Effect.EVIDENCE if answer.status is AnswerStatus.CONFIRMED else Effect.CONFLICT
    said = (_decided(check, answer), answer.reference)
    if said != (check.status, check.agency_reference):
        return Effect.CONFLICT
    is_part = check.status == Status.PARTLY_CONFIRMED
    return Effect.CONFLICT if is_part and _accepted(answer) != check.accepted_quantity else Effect.REPEATED


def _decided(check: PermitCheck, answer: PermitAnswer) -> Status:
    """The status that a decision gives the check: a confirmation for less than was asked is one in part."""
    asked, accepted = check.question.get("quantity"), _accepted(answer)
    is_part = answer.status is AnswerStatus.CONFIRMED and asked is not None and accepted is not None
    if is_part and accepted < Decimal(asked):  # type: ignore[operator]
        return Status.PARTLY_CONFIRMED
    return Status(answer.status)


def _accepted(answer: PermitAnswer) -> Decimal | None:
    return None if answer.accepted_quantity is None else Decimal(answer.accepted_quantity)


def _apply(check: PermitCheck, answer: PermitAnswer, *, at: datetime) -> None:
    check.agency_reference = answer.reference
    check.reason_code = answer.reason_code
    check.reason_text = answer.reason_text
    if answer.status.is_decision:
        check.permit_number = answer.permit_number
        check.accepted_quantity = _accepted(answer)
        check.monitored = answer.monitored
        close(check, status=_decided(check, answer), decided_by=answer.decided_by, at=at)
    elif check.status != Status.OVERDUE:
        check.status, check.status_since = _UNDECIDED[answer.status], at


def close(check: PermitCheck, *, status: Status, decided_by: str, at: datetime) -> None:
    """Put a check into a settled status: nothing is owed, nobody is needed, the asker has to be told."""
    check.status, check.status_since, check.settled_at = status, at, at
    check.decided_by = decided_by
    check.due_at = check.published_until = check.lease_id = check.lease_until = check.needs_person_at = None
    check.announced_at = None


def next_poll(check: PermitCheck, *, at: datetime) -> datetime:
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
    check = found.select_for_update(no_key=True, of=("self",)).first()
    if check is not None:
        check.waited_for = check.waits_for
    return check
