"""Taking over: an officer goes on where a permit check's machine cannot. Each act with its reason in the history.

The agency is asked again; what it said on paper is recorded; a contradiction of what is settled is looked at.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import transaction

from declarations.clearance.acting import actor_of, begin
from declarations.clearance.advancing import advance_locked
from declarations.clearance.history import Happened
from declarations.clearance.overriding import check_of, facts_of
from declarations.models.history import EventName
from declarations.status import Act
from declarations.traders.declarant import Officer
from permits import checking
from permits.models import Act as Done
from permits.models import Effect, PermitCheck
from permits.question import PermitAnswer


def ask_agency_again(
    number: str, check_id: UUID, *, by: Officer, reason: str, at: datetime, seen: int | None = None
) -> None:
    """Have the agency asked again at once. Raises IllegalTransition, Stale, UnknownPermitCheck, AlreadySettled."""
    with _taken_over(number, check_id, Done.RETRIED, by=by, reason=reason, at=at, seen=seen) as check:
        checking.retry_locked(check.id, by=actor_of(by), note=reason, at=at)
    checking.ring()


def record_paper_answer(
    number: str,
    check_id: UUID,
    answer: PermitAnswer,
    *,
    by: Officer,
    reason: str,
    at: datetime,
    seen: int | None = None,
) -> Effect:
    """Record what the agency said on paper, and what that did to the check.

    Raises IllegalTransition, Stale, UnknownPermitCheck, AlreadySettled.
    """
    with _taken_over(number, check_id, Done.ANSWERED_ON_PAPER, by=by, reason=reason, at=at, seen=seen) as check:
        effect = checking.record_locked(check.id, answer, by=actor_of(by), note=reason, at=at)
    checking.announce(check.id)
    return effect


def close_contradiction(
    number: str, check_id: UUID, *, by: Officer, reason: str, at: datetime, seen: int | None = None
) -> None:
    """What contradicts a settled check was looked at; the settlement stands.

    Raises IllegalTransition, Stale, UnknownPermitCheck, NoConflict.
    """
    with _taken_over(number, check_id, Done.CONFLICT_CLOSED, by=by, reason=reason, at=at, seen=seen) as check:
        checking.close_conflict(check.id, by=actor_of(by), note=reason, at=at)


@contextmanager
def _taken_over(
    number: str, check_id: UUID, done: Done, *, by: Officer, reason: str, at: datetime, seen: int | None
) -> Iterator[PermitCheck]:
    """The declaration is locked, then its check is acted on; the history tells it, and the case is looked at again."""
    with transaction.atomic():
        declaration = begin(number, Act.TAKE_OVER, by=by, seen=seen)
        check = check_of(declaration, check_id)
        yield check
        told = {**facts_of(check), "act": done.value, "reason": reason}
        advance_locked(declaration, Happened(EventName.PERMIT_CHECK_TAKEN_OVER, actor_of(by), told), at=at)
