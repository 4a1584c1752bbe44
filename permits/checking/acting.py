"""What the acts of people and askers have in common: the locked row, and the row that tells what was done."""

from datetime import datetime
from uuid import UUID

from permits.checking.settling import close, locked
from permits.errors import AlreadySettled, UnknownPermitCheck
from permits.models import Act, Effect, PermitCheck, PermitCheckAttempt, Status


def found(check_id: UUID) -> PermitCheck:
    """The check with its row locked, in the caller's transaction. Raises UnknownPermitCheck."""
    check = locked(check_id)
    if check is None:
        raise UnknownPermitCheck()
    return check


def found_open(check_id: UUID) -> PermitCheck:
    """The same, of a check that is open. Raises UnknownPermitCheck, AlreadySettled."""
    check = found(check_id)
    if check.is_settled:
        raise AlreadySettled(settled=check.status)
    return check


def end(checks: list[PermitCheck], *, at: datetime) -> int:
    """The asker asks these locked open checks no longer: it need not be told. How many."""
    for check in checks:
        close(check, status=Status.CANCELLED, decided_by="asker", at=at)
        check.announced_at = at
        check.save(force_update=True)
    PermitCheckAttempt.objects.bulk_create(
        act_row(check, Act.CANCELLED, by="asker", effect=Effect.APPLIED, at=at) for check in checks
    )
    return len(checks)


def act_row(
    check: PermitCheck, act: Act, *, by: str, effect: Effect, at: datetime, note: str = ""
) -> PermitCheckAttempt:
    """The attempt that an act leaves."""
    return PermitCheckAttempt(permit_check=check, act=act, by=by, began_at=at, ended_at=at, effect=effect, note=note)
