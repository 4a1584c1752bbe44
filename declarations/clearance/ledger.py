"""The ledger's entries: a demand for each version, and what meets it. Rows are only made here; callers write them.

Customs Act art. 9 (payment), 9-2 (deferment against security), 73 (release before permit against security);
General Rules for National Taxes art. 56 (refund).
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Sum
from uuid_utils.compat import uuid7

from declarations.errors import SecurityInsufficient, UnknownSecurity
from declarations.models import EFFECTS, Declaration, Entry, LedgerEntry
from declarations.traders.models import Security

Row = dict[str, Any]


def entry_row(
    declaration_id: UUID,
    kind: Entry,
    amount: int,
    *,
    version: int,
    actor: str,
    at: datetime,
    reference: str = "",
    security_id: UUID | None = None,
    due_on: date | None = None,
) -> Row:
    """One entry of a positive amount, yen; what it does follows from its kind."""
    owes, secures = EFFECTS[kind]
    return {
        "id": uuid7(),
        "declaration_id": declaration_id,
        "version": version,
        "kind": kind,
        "amount": amount,
        "owes": amount * owes,
        "secures": amount * secures,
        "security_id": security_id,
        "due_on": due_on,
        "reference": reference,
        "actor": actor,
        "at": at,
    }


def first_demand(declaration_id: UUID, *, total: int, is_complete: bool, at: datetime) -> list[Row]:
    """The demand of a new declaration, where one is made: an incomplete assessment demands nothing yet."""
    if not total or not is_complete:
        return []
    return [entry_row(declaration_id, Entry.DEMAND, total, version=1, actor="system", at=at)]


def change_of_demand(declaration: Declaration, *, to: Row, at: datetime) -> dict[type, list[Row]]:
    """What brings the demand from what stands to the total of a new version's row."""
    total = to["total_to_pay"] if to["duty_is_computed"] else 0
    return {LedgerEntry: _difference(declaration, total, version=to["number"], at=at)}


def end_of_demand(declaration: Declaration, *, why: str, at: datetime) -> list[LedgerEntry]:
    """What takes the demand back altogether, since the declaration ends without a permit."""
    rows = _difference(declaration, 0, version=declaration.version, at=at, reference=why)
    return [LedgerEntry(**row) for row in rows]


def _difference(declaration: Declaration, total: int, *, version: int, at: datetime, reference: str = "") -> list[Row]:
    change = total - demanded(declaration)
    if not change:
        return []
    kind = Entry.DEMAND if change > 0 else Entry.REDUCTION
    return [entry_row(declaration.id, kind, abs(change), version=version, actor="system", at=at, reference=reference)]


def demanded(declaration: Declaration) -> int:
    """What is demanded in all, yen."""
    return _sum(declaration.ledger.filter(kind__in=[Entry.DEMAND, Entry.REDUCTION]), "owes")


def balance(declaration: Declaration) -> int:
    """What is still owed, yen; less than 0 is what customs owes back."""
    return _sum(declaration.ledger.all(), "owes")


def not_ended(declaration: Declaration, kind: Entry, *, ended_by: Entry) -> list[LedgerEntry]:
    """The entries of a kind that are not ended yet, oldest first: they end in the order in which they began."""
    begun = list(declaration.ledger.filter(kind=kind).order_by("id"))
    return begun[declaration.ledger.filter(kind=ended_by).count() :]


def end_of_reservations(declaration: Declaration, *, at: datetime) -> list[LedgerEntry]:
    """What frees the security held for a release before permit."""
    return [
        LedgerEntry(
            **entry_row(
                declaration.id,
                Entry.RESERVATION_ENDED,
                held.amount,
                version=declaration.version,
                actor="system",
                at=at,
                security_id=held.security_id,
            )
        )
        for held in not_ended(declaration, Entry.RESERVATION, ended_by=Entry.RESERVATION_ENDED)
    ]


def _sum(entries: Any, column: str) -> int:
    return entries.aggregate(total=Sum(column))["total"] or 0


def locked_security(number: str, *, for_: Declaration, amount: int, on: date) -> Security:
    """A security of the trader or the declarant, locked, that still covers an amount on a day.

    Raises UnknownSecurity (or another's, or not valid), SecurityInsufficient with what remains.
    """
    givers = {for_.trader_id, for_.declarant_id}
    security = Security.objects.select_for_update().filter(number=number, trader_id__in=givers).first()
    if security is None or security.valid_from > on or (security.valid_to is not None and security.valid_to < on):
        raise UnknownSecurity()
    remaining = remaining_of(security)
    if remaining < amount:
        raise SecurityInsufficient(remaining=str(remaining), needed=str(amount))
    return security


def remaining_of(security: Security) -> int:
    """What a security still covers, yen."""
    return security.amount - _sum(security.entries.all(), "secures")
