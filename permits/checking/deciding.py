"""What people do to a check: each act is checked, done, kept as a row, and told. Never over the network."""

from datetime import datetime
from uuid import UUID

import msgspec
from django.db import transaction

from permits.checking.acting import act_row, end, locked_check, open_check
from permits.checking.opening import ring
from permits.checking.settling import settle
from permits.checking.telling import tell
from permits.errors import ReasonMissing
from permits.models import Act, Effect, PermitCheck
from permits.question import PermitAnswer

OUR_FAULT = "internal-error"


def cancel(subject: str, version: int, *, at: datetime) -> int:
    """Nobody asks for this version any more. How many open checks that stand for it that ended.

    Part of the caller's transaction; nothing is announced, since the asker itself decided it. What an agency
    still says is kept as evidence.
    """
    with transaction.atomic():
        asked = PermitCheck.objects.of(subject, version=version).open().order_by("id")
        return end(list(asked.select_for_update(no_key=True, of=("self",))), at=at)


def retry_now(check_id: UUID, *, by: str, at: datetime) -> None:
    """Ask again at once, with a fresh count of failures. Raises UnknownPermitCheck, AlreadySettled."""
    with open_check(check_id) as check:
        check.due_at = min(at, check.read_at)
        check.failures = 0
        check.needs_person_at = check.published_until = None
        check.save(force_update=True)
        act_row(check, Act.RETRIED, by=by, effect=Effect.APPLIED, at=at).save()
    ring()


def hand_over(check_id: UUID) -> None:
    """Our own work on an open check fails over and over: an officer's turn. The attempt tells that it is our fault."""
    with locked_check(check_id) as check:
        if check.is_settled:
            return
        check.needs_person_at = check.needs_person_at or check.read_at
        check.reason_code, check.reason_text = OUR_FAULT, "our own work on it fails"
        check.lease_id = check.lease_until = check.published_until = None
        check.save(force_update=True)
        given_up = act_row(check, Act.CALLED, by="system", effect=Effect.FAILED, at=check.read_at)
        given_up.error_code = OUR_FAULT
        given_up.save()
    tell(check, Effect.FAILED)


def record_paper_answer(check_id: UUID, answer: PermitAnswer, *, by: str, at: datetime) -> Effect:
    """An officer enters what the agency said on paper. Raises UnknownPermitCheck, AlreadySettled."""
    with open_check(check_id) as check:
        effect = settle(check, answer, at=at)
        row = act_row(check, Act.ANSWERED_ON_PAPER, by=by, effect=effect, at=at)
        row.answer = msgspec.to_builtins(answer)
        row.save()
    tell(check, effect)
    return effect


def close_conflict(check_id: UUID, *, by: str, note: str, at: datetime) -> None:
    """An officer has looked at an answer that contradicts a settled check; the settlement stands.

    Raises UnknownPermitCheck, ReasonMissing.
    """
    if not note.strip():
        raise ReasonMissing()
    with locked_check(check_id) as check:
        if check.is_settled and check.needs_person_at is not None:
            check.needs_person_at = None
            check.save(force_update=True)
            act_row(check, Act.CONFLICT_CLOSED, by=by, effect=Effect.APPLIED, at=at, note=note).save()
