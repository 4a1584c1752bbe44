"""One try to ask an agency. Three steps, so that no transaction and no lock is open while the network is waited for.

    a  take the lease      a short transaction: only one worker asks
    b  call the agency     no transaction, firm time limits, the check's id as idempotency key
    c  record what came    a short transaction: only whoever still holds the lease changes the check; then tell

A worker may die anywhere: its lease runs out, the check is due again, and the agency knows the key.
"""

import logging
from datetime import datetime, timedelta
from random import SystemRandom
from uuid import UUID, uuid4

import msgspec
from django.db import connection, transaction
from django.db.models.functions import Now
from msgspec import Struct

from permits.agencies import AgencyError, AgencyUnavailable, AskedOnPaper, adapter_for
from permits.checking import breaker
from permits.checking.opening import ring_for
from permits.checking.settling import locked, settle
from permits.checking.telling import tell
from permits.crash_points import crash_point
from permits.models import Act, Agency, Effect, PermitCheck, PermitCheckAttempt
from permits.question import PermitAnswer, PermitQuestion

logger = logging.getLogger(__name__)

LEASE_SECONDS = 30  # longer than a call can take, shorter than anybody wants to wait for a dead worker
MOST_FAILURES = 12
BACKOFF_BASE_SECONDS, BACKOFF_CAP_SECONDS = 2.0, 900.0
_dice = SystemRandom()

# Whoever takes a lease has the agency's breaker locked: so its calls are counted one after the other, over all workers.
_LOCK_BREAKER = """
SELECT FROM permits_agencybreaker
 WHERE agency_id = (SELECT agency_id FROM permits_permitcheck WHERE id = %s) FOR NO KEY UPDATE
"""
_TAKE = """
UPDATE permits_permitcheck taken
   SET lease_id = %(lease)s, lease_until = now() + make_interval(secs => %(seconds)s), attempts = attempts + 1
  FROM permits_agency agency JOIN permits_agencybreaker breaker ON breaker.agency_id = agency.code
 WHERE taken.id = %(check)s AND agency.code = taken.agency_id
   AND settled_at IS NULL AND needs_person_at IS NULL AND due_at <= now()
   AND (lease_until IS NULL OR lease_until < now())
   AND CASE WHEN breaker.opened_at IS NULL
            THEN most_at_once > (SELECT count(*) FROM permits_permitcheck other
                                  WHERE other.agency_id = agency.code AND other.lease_id IS NOT NULL
                                    AND other.lease_until > now())
            ELSE retry_at <= now() AND (probe_until IS NULL OR probe_until < now()) END
RETURNING taken.agency_id, question, now(), breaker.opened_at IS NOT NULL
"""


class Lease(Struct, frozen=True):
    """The right to ask, of one worker, for half a minute."""

    id: UUID
    check_id: UUID
    agency_code: str
    question: PermitQuestion
    taken_at: datetime
    is_probe: bool = False


def ask(check_id: UUID) -> Effect | None:
    """Ask the agency once, if the check is due and nobody else is asking. What that did, or None."""
    lease = take_lease(check_id)
    if lease is None:
        return None
    crash_point("ask.leased")
    outcome = call(lease)
    crash_point("ask.called")
    return record(lease, outcome)


def take_lease(check_id: UUID) -> Lease | None:
    """Step a: by compare-and-set, on the database's clock.

    None when there is nothing to ask or somebody does; when as many calls to the agency are under way as may be; or
    when its breaker is open. The check is then as it was, and due.
    """
    lease_id = uuid4()
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(_LOCK_BREAKER, [check_id])
        cursor.execute(_TAKE, {"lease": lease_id, "check": check_id, "seconds": LEASE_SECONDS})
        row = cursor.fetchone()
        if row is None:
            return None
        agency_code, question, taken_at, is_probe = row
        if is_probe:
            breaker.probe(agency_code, lease_id=lease_id, seconds=LEASE_SECONDS)
    read = msgspec.json.decode(question, type=PermitQuestion)
    return Lease(lease_id, check_id, agency_code, read, taken_at, is_probe)


def call(lease: Lease) -> PermitAnswer | AgencyError:
    """Step b: over the network. A failure is an outcome like another."""
    agency = Agency.objects.get(code=lease.agency_code)
    try:
        return adapter_for(agency).ask(lease.question)
    except AgencyError as failure:
        logger.warning("no answer of %s for %s: %s", lease.agency_code, lease.check_id, failure.code)
        return failure


def record(lease: Lease, outcome: PermitAnswer | AgencyError) -> Effect:
    """Step c: the effect on the check and the attempt's row, together; then the breaker, and the asker hears of it."""
    with transaction.atomic(durable=True):
        check = locked(lease.check_id)
        if check is None:
            raise LookupError(f"permit check {lease.check_id} is gone")
        effect = _effect(check, lease, outcome)
        failure = outcome if isinstance(outcome, AgencyError) else None
        PermitCheckAttempt.objects.create(
            permit_check=check,
            act=Act.CALLED,
            by="worker",
            began_at=lease.taken_at,
            ended_at=Now(),
            effect=effect,
            lease_id=lease.id,
            error_code=failure.code if failure else "",
            note=str(failure) if failure else "",
            answer=None if failure else msgspec.to_builtins(outcome),
        )
        crash_point("ask.recording")
    crash_point("ask.recorded")
    _weigh(lease, outcome)
    tell(check, effect)
    ring_for(lease.agency_code)
    return effect


def _weigh(lease: Lease, outcome: PermitAnswer | AgencyError) -> None:
    """Tell the breaker. A desk without a machine was not called."""
    if isinstance(outcome, AgencyError) and not isinstance(outcome, AskedOnPaper):
        breaker.failed(lease.agency_code, lease_id=lease.id)
    elif lease.is_probe:
        breaker.answered(lease.agency_code, lease_id=lease.id)


def _effect(check: PermitCheck, lease: Lease, outcome: PermitAnswer | AgencyError) -> Effect:
    """The change that this worker may make: none, once another one has the lease."""
    at = check.read_at
    if not check.is_settled and check.lease_id != lease.id:
        return Effect.FENCED
    if isinstance(outcome, AgencyError):
        if not check.is_settled:
            _postpone(check, outcome, at=at)
        return Effect.FAILED
    check.lease_id = check.lease_until = check.published_until = None
    return settle(check, outcome, at=at)


def pause(failures: int) -> timedelta:
    """Full jitter: anything from nothing to a limit that doubles with each failure, at most a quarter of an hour."""
    limit = min(BACKOFF_CAP_SECONDS, BACKOFF_BASE_SECONDS * 2**failures)
    return timedelta(seconds=_dice.uniform(0, limit))


def _postpone(check: PermitCheck, failure: AgencyError, *, at: datetime) -> None:
    """Due again after a random pause; what cannot heal, or has not healed for long, needs a person."""
    check.failures += 1
    if not isinstance(failure, AgencyUnavailable) or check.failures >= MOST_FAILURES:
        check.needs_person_at = check.needs_person_at or at
    check.reason_code, check.reason_text = failure.code, str(failure)
    check.due_at = at + pause(check.failures)
    check.lease_id = check.lease_until = check.published_until = None
    check.save(force_update=True)
