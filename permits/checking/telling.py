"""Telling the asker, by the one signal upward: outside of any transaction, with no lock held."""

from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from permits.crash_points import crash_point
from permits.models import Effect, PermitCheck
from permits.signals import permit_check_settled


def tell(check: PermitCheck, effect: Effect) -> None:
    """Say what a change that is committed now means to the asker, if anything. `check` is as it was left.

    A settlement is told until it is heard. That a check begins to wait for somebody else is told once.
    """
    if check.is_settled and effect is Effect.APPLIED:
        announce(check.id)
    elif check.waits_for not in ("", check.waited_for):
        _send(check.id, subject=check.subject, subject_version=check.subject_version)


def announce(check_id: UUID, *, insist: bool = False) -> bool:
    """Tell the asker of a settlement that it does not know yet. Whether that is done; if not, it is tried again.

    With `insist`, what a receiver raises rises.

    Twice at the same time is possible and harmless: receivers ask what is true now. Must not be called inside a
    transaction (it raises): the asker takes its own locks.
    """
    with transaction.atomic(durable=True):
        found = PermitCheck.objects.filter(id=check_id, settled_at__isnull=False, announced_at__isnull=True)
        told = found.values("subject", "subject_version").first()
    if told is None:
        return True
    if (deaf := _send(check_id, **told)) is not None:
        if insist:
            raise deaf
        return False
    crash_point("announce.told")
    PermitCheck.objects.filter(id=check_id, settled_at__isnull=False).update(announced_at=Now())
    return True


def _send(check_id: UUID, **told: object) -> Exception | None:
    """What stopped a receiver from taking it, if anything did."""
    replies = permit_check_settled.send_robust(PermitCheck, check_id=check_id, **told)
    return next((reply for _, reply in replies if isinstance(reply, Exception)), None)
