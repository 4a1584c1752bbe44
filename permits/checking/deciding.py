"""What people do to a check: each act is checked, done, kept as a row, and told. Never over the network."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

import msgspec
from django.db import transaction

from permits.checking.opening import ring
from permits.checking.settling import announce, close, locked, settle
from permits.errors import AlreadySettled, ReasonMissing, UnknownPermitCheck
from permits.models import Act, Effect, PermitCheck, PermitCheckAttempt, Status
from permits.question import PermitAnswer


def cancel(subject: str, version: int, *, at: datetime) -> int:
    """Nobody asks for this version any more. How many open checks that ended.

    Part of the caller's transaction; nothing is announced, since the asker itself decided it. What an agency
    still says is kept as evidence.
    """
    with transaction.atomic():
        asked = PermitCheck.objects.of(subject, version=version).open().order_by("id")
        checks = list(asked.select_for_update(no_key=True, of=("self",)))
        for check in checks:
            close(check, status=Status.CANCELLED, decided_by="asker", at=at)
            check.announced_at = at
            check.save(force_update=True)
        PermitCheckAttempt.objects.bulk_create(
            _act_row(check, Act.CANCELLED, by="asker", effect=Effect.APPLIED, at=at) for check in checks
        )
    return len(checks)


def retry_now(check_id: UUID, *, by: str, at: datetime) -> None:
    """Ask again at once, with a fresh count of failures. Raises UnknownPermitCheck, AlreadySettled."""
    with _open_check(check_id) as check:
        check.due_at = min(at, check.read_at)
        check.failures = 0
        check.needs_person_at = check.published_until = None
        check.save(force_update=True)
        _act_row(check, Act.RETRIED, by=by, effect=Effect.APPLIED, at=at).save()
    ring()


def override(check_id: UUID, *, by: str, reason: str, at: datetime) -> None:
    """An officer decides instead of the agency, or against its refusal. `reason` must say why.

    Raises UnknownPermitCheck, ReasonMissing, AlreadySettled (confirmed, overridden or cancelled).
    """
    if not reason.strip():
        raise ReasonMissing()
    with _locked_check(check_id) as check:
        if check.is_settled and check.status != Status.REFUSED:
            raise AlreadySettled(settled=check.status)
        check.reason_code, check.reason_text = "OVERRIDDEN", reason
        close(check, status=Status.OVERRIDDEN, decided_by=by, at=at)
        check.save(force_update=True)
        _act_row(check, Act.OVERRIDDEN, by=by, effect=Effect.APPLIED, at=at, note=reason).save()
    announce(check_id)


def record_paper_answer(check_id: UUID, answer: PermitAnswer, *, by: str, at: datetime) -> Effect:
    """An officer enters what the agency said on paper. Raises UnknownPermitCheck, AlreadySettled."""
    with _open_check(check_id) as check:
        effect = settle(check, answer, at=at)
        row = _act_row(check, Act.ANSWERED_ON_PAPER, by=by, effect=effect, at=at)
        row.answer = msgspec.to_builtins(answer)
        row.save()
    if check.is_settled:
        announce(check_id)
    return effect


def close_conflict(check_id: UUID, *, by: str, note: str, at: datetime) -> None:
    """An officer has looked at an answer that contradicts a settled check; the settlement stands.

    Raises UnknownPermitCheck, ReasonMissing.
    """
    if not note.strip():
        raise ReasonMissing()
    with _locked_check(check_id) as check:
        if check.is_settled and check.needs_person_at is not None:
            check.needs_person_at = None
            check.save(force_update=True)
            _act_row(check, Act.CONFLICT_CLOSED, by=by, effect=Effect.APPLIED, at=at, note=note).save()


@contextmanager
def _locked_check(check_id: UUID) -> Iterator[PermitCheck]:
    """The check with its row locked, in a transaction of its own: what follows can be announced."""
    with transaction.atomic(durable=True):
        check = locked(check_id)
        if check is None:
            raise UnknownPermitCheck()
        yield check


@contextmanager
def _open_check(check_id: UUID) -> Iterator[PermitCheck]:
    with _locked_check(check_id) as check:
        if check.is_settled:
            raise AlreadySettled(settled=check.status)
        yield check


def _act_row(
    check: PermitCheck, act: Act, *, by: str, effect: Effect, at: datetime, note: str = ""
) -> PermitCheckAttempt:
    return PermitCheckAttempt(permit_check=check, act=act, by=by, began_at=at, ended_at=at, effect=effect, note=note)
