"""What an agency sends by itself: into the inbox first, then to the check, in one transaction."""

from uuid import UUID

import msgspec
from django.db import connection, transaction

from permits.checking.settling import locked, settle
from permits.checking.telling import tell
from permits.crash_points import crash_point
from permits.errors import UnknownPermitCheck, WrongVersion
from permits.models import Act, Agency, Effect, InboxMessage, PermitCheck, PermitCheckAttempt
from permits.question import PermitNotice

# Messages that could not be placed may be sent again: the check may be back, the sender may have corrected itself.
_NOT_PLACED = (Effect.UNKNOWN_CHECK, Effect.WRONG_VERSION)

_INTO_INBOX = """
INSERT INTO permits_inboxmessage (agency_id, message_id, body, outcome, received_at)
VALUES (%s, %s, %s::jsonb, 'UNKNOWN_CHECK', clock_timestamp())
ON CONFLICT (agency_id, message_id) DO NOTHING RETURNING id
"""


def receive(notice: PermitNotice, *, message_id: str) -> Effect:
    """Take an authentic message of an agency. The same message a second time changes nothing.

    Raises UnknownPermitCheck and WrongVersion; the message is kept all the same.
    """
    with transaction.atomic(durable=True):
        known = Agency.objects.filter(code=notice.agency).exists()
        effect, check = _take(notice, message_id=message_id) if known else (Effect.UNKNOWN_CHECK, None)
        crash_point("receive.taken")
    crash_point("receive.recorded")
    if effect is Effect.WRONG_VERSION and check is not None:
        raise WrongVersion(version=check.subject_version)
    if effect is Effect.UNKNOWN_CHECK or check is None:
        raise UnknownPermitCheck()
    if effect in (Effect.APPLIED, Effect.CONFLICT):
        tell(check, effect)
    return effect


def _take(notice: PermitNotice, *, message_id: str) -> tuple[Effect, PermitCheck | None]:
    """Whoever has the inbox row goes on; a second sender waits for the first, then finds its outcome."""
    message, is_new = _inbox_row(notice, message_id=message_id)
    if not is_new and message.outcome not in _NOT_PLACED:
        return Effect.REPEATED, message.permit_check
    check = _check_of(notice)
    if check is None:
        return Effect.UNKNOWN_CHECK, None
    if check.subject_version != notice.subject_version:
        effect = Effect.WRONG_VERSION
    else:
        effect = settle(check, notice.answer, at=check.read_at)
        _record(check, notice, effect=effect)
    message.permit_check, message.outcome = check, effect
    message.save(update_fields=["permit_check", "outcome"])
    return effect, check


def _inbox_row(notice: PermitNotice, *, message_id: str) -> tuple[InboxMessage, bool]:
    body = msgspec.json.encode(notice).decode()
    with connection.cursor() as cursor:
        cursor.execute(_INTO_INBOX, [notice.agency, message_id, body])
        is_new = cursor.fetchone() is not None
    messages = InboxMessage.objects.select_for_update(of=("self",))
    return messages.get(agency_id=notice.agency, message_id=message_id), is_new


def _check_of(notice: PermitNotice) -> PermitCheck | None:
    try:
        check = locked(UUID(notice.idempotency_key))
    except ValueError:
        return None
    return check if check is not None and check.agency_id == notice.agency else None


def _record(check: PermitCheck, notice: PermitNotice, *, effect: Effect) -> None:
    PermitCheckAttempt.objects.create(
        permit_check=check,
        act=Act.CALLED_BACK,
        by=notice.agency,
        began_at=check.read_at,
        ended_at=check.read_at,
        effect=effect,
        answer=msgspec.to_builtins(notice.answer),
    )
