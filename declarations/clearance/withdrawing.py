"""Withdrawing: the declarant takes the declaration back before the permit. What was paid for it is owed back."""

from datetime import datetime

from django.db import transaction

from declarations.clearance import ledger
from declarations.clearance.acting import begin, save
from declarations.clearance.history import Happened
from declarations.clearance.turn import ENDED
from declarations.models import Declaration, LedgerEntry
from declarations.models.history import EventName
from declarations.status import Act, Status
from declarations.traders.declarant import Declarant
from permits import checking


def withdraw(number: str, *, by: Declarant, reason: str, seen: int, at: datetime) -> Declaration:
    """Withdraw it. Raises IllegalTransition after the release, and Stale where it changed since `seen`."""
    with transaction.atomic():
        declaration = begin(number, Act.WITHDRAW, by=by, seen=seen)
        end_without_permit(declaration, why="withdrawn", at=at)
        told = Happened(EventName.WITHDRAWN, by.client, {"reason": reason})
        save(declaration, told, at=at, status=Status.WITHDRAWN, **ENDED)
    return declaration


def end_without_permit(declaration: Declaration, *, why: str, at: datetime) -> None:
    """Nobody is asked any more, and nothing is demanded any more."""
    checking.cancel(str(declaration.id), declaration.version, at=at)
    ended = ledger.end_of_demand(declaration, why=why, at=at) + ledger.end_of_reservations(declaration, at=at)
    LedgerEntry.objects.bulk_create(ended)
