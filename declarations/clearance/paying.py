"""Paying: what is owed is paid, or deferred against security; what was deferred is paid; too much is paid back."""

from calendar import monthrange
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from django.db import transaction

from declarations.clearance import ledger
from declarations.clearance.acting import actor_of, begin
from declarations.clearance.advancing import advance_locked
from declarations.clearance.assessing import declared_day
from declarations.clearance.history import Happened
from declarations.errors import NothingToPay, WrongAmount
from declarations.models import Declaration, Entry, LedgerEntry
from declarations.models.history import EventName
from declarations.status import Act
from declarations.traders.declarant import Declarant, Officer

MONTHS_DEFERRED = 3
"""A payment is deferred for at most three months (Customs Act art. 9-2 (1))."""


_Met = tuple[LedgerEntry, EventName]


class Method(StrEnum):
    """How a demand is met."""

    PAY = "PAY"
    DEFER = "DEFER"
    PAY_DEFERRED = "PAY_DEFERRED"


def pay(
    number: str,
    *,
    by: Declarant,
    method: Method,
    amount: Decimal,
    reference: str,
    at: datetime,
    seen: int | None = None,
) -> Declaration:
    """Meet the demand: the whole of what is owed, once.

    `reference` is the payer's, and for a deferment the number of the security. Raises IllegalTransition, NothingToPay,
    WrongAmount with what is owed, UnknownSecurity, SecurityInsufficient, Stale where it changed since `seen`.
    """
    with transaction.atomic():
        declaration = begin(number, Act.PAY, by=by, seen=seen)
        entry, event = _MEANS[method](declaration, amount=amount, reference=reference, by=by, at=at)
        entry.save(force_insert=True)
        facts = {"amount": str(entry.amount), "reference": reference}
        advance_locked(declaration, Happened(event, by.client, facts), at=at)
    return declaration


def _paid(declaration: Declaration, *, amount: Decimal, reference: str, by: Declarant, at: datetime) -> _Met:
    owed = _owed(declaration, amount)
    return _entry(declaration, Entry.PAYMENT, owed, reference=reference, by=by, at=at), EventName.PAID


def _deferred(declaration: Declaration, *, amount: Decimal, reference: str, by: Declarant, at: datetime) -> _Met:
    owed, on = _owed(declaration, amount), declared_day(at)
    security = ledger.locked_security(reference, for_=declaration, amount=owed, on=on)
    entry = _entry(declaration, Entry.DEFERMENT, owed, reference=reference, by=by, at=at)
    entry.security, entry.due_on = security, months_after(on, MONTHS_DEFERRED)
    return entry, EventName.DEFERRED


def _deferred_paid(declaration: Declaration, *, amount: Decimal, reference: str, by: Declarant, at: datetime) -> _Met:
    """The oldest deferment that is not paid."""
    deferments = ledger.not_ended(declaration, Entry.DEFERMENT, ended_by=Entry.DEFERRED_PAYMENT)
    if not deferments:
        raise NothingToPay()
    deferment = deferments[0]
    if amount != deferment.amount:
        raise WrongAmount(owed=str(deferment.amount))
    entry = _entry(declaration, Entry.DEFERRED_PAYMENT, deferment.amount, reference=reference, by=by, at=at)
    entry.security = deferment.security
    return entry, EventName.PAID


_MEANS = {Method.PAY: _paid, Method.DEFER: _deferred, Method.PAY_DEFERRED: _deferred_paid}


def _owed(declaration: Declaration, amount: Decimal) -> int:
    owed = ledger.balance(declaration)
    if owed <= 0:
        raise NothingToPay()
    if amount != owed:
        raise WrongAmount(owed=str(owed))
    return owed


def _entry(
    declaration: Declaration, kind: Entry, amount: int, *, reference: str, by: Declarant | Officer, at: datetime
) -> LedgerEntry:
    row = ledger.entry_row(
        declaration.id, kind, amount, version=declaration.version, actor=actor_of(by), at=at, reference=reference
    )
    return LedgerEntry(**row)


def refund(number: str, *, by: Officer, reference: str, at: datetime, seen: int | None = None) -> Declaration:
    """Pay back what was paid too much: all of it. Raises IllegalTransition, NothingToPay."""
    with transaction.atomic():
        declaration = begin(number, Act.REFUND, by=by, seen=seen)
        owed_back = -ledger.balance(declaration)
        if owed_back <= 0:
            raise NothingToPay()
        _entry(declaration, Entry.REFUND, owed_back, reference=reference, by=by, at=at).save(force_insert=True)
        facts = {"amount": str(owed_back), "reference": reference}
        advance_locked(declaration, Happened(EventName.REFUNDED, actor_of(by), facts), at=at)
    return declaration


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the last of that month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
