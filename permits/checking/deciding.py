"""What people do to a check: each act is checked, done, kept as a row, and told. Never over the network."""

from datetime import datetime
from uuid import UUID

import msgspec
from django.db import transaction

from permits.checking.acting import act_row, end, found, found_open
from permits.checking.opening import ring
from permits.checking.settling import settle
from permits.checking.telling import tell
from permits.errors import NoConflict, ReasonMissing
from permits.models import Act, Effect, PermitCheck
from permits.question import PermitAnswer


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
    with transaction.atomic(durable=True):
        retry_locked(check_id, by=by, at=at)
    ring()


def retry_locked(check_id: UUID, *, by: str, at: datetime, note: str = "") -> None:
    """The same as part of the caller's transaction, which rings once it is committed."""
    with transaction.atomic():
        check = found_open(check_id)
        check.due_at = min(at, check.read_at)
        check.failures = 0
        check.needs_person_at = check.published_until = None
        check.save(force_update=True)
        act_row(check, Act.RETRIED, by=by, effect=Effect.APPLIED, at=at, note=note).save()


def record_paper_answer(check_id: UUID, answer: PermitAnswer, *, by: str, at: datetime) -> Effect:
    """An officer enters what the agency said on paper. Raises UnknownPermitCheck, AlreadySettled."""
    with transaction.atomic(durable=True):
        check, effect = _record(check_id, answer, by=by, at=at)
    tell(check, effect)
    return effect


def record_locked(check_id: UUID, answer: PermitAnswer, *, by: str, at: datetime, note: str = "") -> Effect:
    """The same as part of the caller's transaction, which may `announce` the check once it is committed."""
    with transaction.atomic():
        return _record(check_id, answer, by=by, at=at, note=note)[1]


def _record(
    check_id: UUID, answer: PermitAnswer, *, by: str, at: datetime, note: str = ""
) -> tuple[PermitCheck, Effect]:
    check = found_open(check_id)
    effect = settle(check, answer, at=at)
    row = act_row(check, Act.ANSWERED_ON_PAPER, by=by, effect=effect, at=at, note=note)
    row.answer = msgspec.to_builtins(answer)
    row.save()
    return check, effect


def close_conflict(check_id: UUID, *, by: str, note: str, at: datetime) -> None:
    """An officer has looked at an answer that contradicts a settled check; the settlement stands.

    May be part of the caller's transaction. Raises UnknownPermitCheck, ReasonMissing, NoConflict.
    """
    if not note.strip():
        raise ReasonMissing()
    with transaction.atomic():
        check = found(check_id)
        if not check.is_contradicted:
            raise NoConflict()
        check.needs_person_at = None
        check.save(force_update=True)
        act_row(check, Act.CONFLICT_CLOSED, by=by, effect=Effect.APPLIED, at=at, note=note).save()
