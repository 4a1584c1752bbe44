"""Applying: what another person has to agree to, and the decision.

The declarant applies for release before permit (Customs Act art. 73) and, after the release, for a change of what was
permitted; an officer for a lower category. Whoever asks never decides; what was asked of an earlier version is void.
"""

from datetime import datetime

from django.db import transaction

from declarations.clearance import ledger
from declarations.clearance.acting import actor_of, begin, save
from declarations.clearance.advancing import advance_locked
from declarations.clearance.amending import take_amendment
from declarations.clearance.applications import application, demand_none_open
from declarations.clearance.assessing import declared_day
from declarations.clearance.assessing_again import assess_again
from declarations.clearance.history import Happened
from declarations.clearance.second_person import demand_another
from declarations.clearance.turn import next_of
from declarations.clearance.versioning import Said, current_version, known_now
from declarations.errors import (
    CategoryNotChanged,
    NotReleasedEarly,
    Refused,
    UnknownApplication,
)
from declarations.holds import HoldCode
from declarations.models import Application, Cause, Declaration, Entry, LedgerEntry
from declarations.models.history import EventName
from declarations.reading import standing_now
from declarations.rules import blocking
from declarations.said import said_by
from declarations.status import Act, Status
from declarations.traders.declarant import Declarant, Officer

# What release before permit bridges: the goods leave while papers are read and the duty is settled.
_BRIDGED = frozenset({HoldCode.PAYMENT, HoldCode.DUTY_NOT_COMPUTED, HoldCode.DOCUMENT_EXAMINATION, HoldCode.QUESTION})

DECIDED_BY = {
    Application.Kind.EARLY_RELEASE: Act.RELEASE_EARLY,
    Application.Kind.LOWER_CATEGORY: Act.LOWER,
    Application.Kind.CHANGE: Act.DECIDE,
    Application.Kind.REASSESSMENT: Act.DECIDE,
}
"""The act that the decision of each kind is."""
BY_A_SENIOR = frozenset({Application.Kind.LOWER_CATEGORY})
"""The kinds that an officer of a higher grade decides."""


def apply_for_early_release(
    number: str,
    *,
    by: Declarant,
    reason_code: str,
    reason: str,
    security: str,
    amount: int,
    at: datetime,
    seen: int | None = None,
) -> Declaration:
    """Apply for release before permit against a security, whose `amount` (yen) is held from now on.

    Raises IllegalTransition, ApplicationOpen, NotReleasedEarly with what it cannot bridge, UnknownSecurity,
    SecurityInsufficient, Stale where it changed since `seen`.
    """
    with transaction.atomic():
        declaration = begin(number, Act.APPLY, by=by, seen=seen)
        demand_none_open(declaration, Application.Kind.EARLY_RELEASE)
        _demand_bridged(declaration)
        needed = max(amount, ledger.balance(declaration))
        found = ledger.locked_security(security, for_=declaration, amount=needed, on=declared_day(at))
        facts = {"security": found.number, "amount": str(needed)}
        kind = Application.Kind.EARLY_RELEASE
        asked = application(declaration, kind, reason=reason, asked_by=by.client, facts=facts, at=at)
        asked.reason_code = reason_code
        asked.save(force_insert=True)
        told = {"kind": kind.value, "reason_code": reason_code, "reason": reason, **facts}
        advance_locked(declaration, Happened(EventName.APPLIED, by.client, told), at=at)
    return declaration


def propose_lower_category(
    number: str, *, by: Officer, category: int, reason: str, at: datetime, seen: int | None = None
) -> Declaration:
    """An officer proposes a lower category; another one of a higher grade decides."""
    with transaction.atomic():
        declaration = begin(number, Act.LOWER, by=by, seen=seen)
        kind = Application.Kind.LOWER_CATEGORY
        demand_none_open(declaration, kind)
        if category >= declaration.category:
            raise CategoryNotChanged(category=declaration.category)
        actor, facts = actor_of(by), {"category": str(category), "from": str(declaration.category)}
        application(declaration, kind, reason=reason, asked_by=actor, facts=facts, at=at).save(force_insert=True)
        told = {"kind": kind.value, "reason": reason, **facts}
        advance_locked(declaration, Happened(EventName.APPLIED, actor, told), at=at)
    return declaration


def decide(
    number: str,
    kind: Application.Kind,
    *,
    by: Officer,
    approves: bool,
    remarks: str,
    at: datetime,
    seen: int | None = None,
) -> Declaration:
    """Decide what was applied for, as another person than who asked.

    Raises UnknownApplication, FourEyes, IllegalTransition, and what the act itself raises: nothing is decided then.
    """
    with transaction.atomic():
        declaration = begin(number, DECIDED_BY[kind], by=by, seen=seen)
        asked = declaration.applications.select_for_update().filter(kind=kind, outcome="").first()
        if asked is None:
            raise UnknownApplication(kind=kind.value)
        demand_another(asked.asked_by, by=by, senior=kind in BY_A_SENIOR)
        asked.outcome = Application.Outcome.APPROVED if approves else Application.Outcome.DECLINED
        asked.decided_by, asked.decided_at, asked.remarks = actor_of(by), at, remarks
        asked.save(update_fields=["outcome", "decided_by", "decided_at", "remarks"])
        told = {"kind": kind.value, "outcome": asked.outcome, "remarks": remarks}
        happened = Happened(EventName.APPLICATION_DECIDED, actor_of(by), told)
        if approves:
            _EFFECTS[kind](declaration, asked, happened, by=by, at=at)
        else:
            advance_locked(declaration, happened, at=at)
    return declaration


def _release_early(
    declaration: Declaration, asked: Application, happened: Happened, *, by: Officer, at: datetime
) -> None:
    """The goods leave; the security is held until the permit."""
    _demand_bridged(declaration)
    amount = int(asked.facts["amount"])
    security = ledger.locked_security(asked.facts["security"], for_=declaration, amount=amount, on=declared_day(at))
    row = ledger.entry_row(
        declaration.id,
        Entry.RESERVATION,
        amount,
        version=declaration.version,
        actor=actor_of(by),
        at=at,
        reference=security.number,
        security_id=security.id,
    )
    LedgerEntry.objects.create(**row)
    released = Happened(EventName.RELEASED_EARLY, actor_of(by), {"reason_code": asked.reason_code})
    held = standing_now(declaration, current_version(declaration)).holds
    changes = {"status": Status.RELEASED_EARLY, "released_early_at": at, **next_of(held, at=at)}
    save(declaration, happened, released, at=at, **changes)


def _lower_category(
    declaration: Declaration, asked: Application, happened: Happened, *, by: Officer, at: datetime
) -> None:
    declaration.category = int(asked.facts["category"])
    told = {"category": asked.facts["category"], "reason": asked.reason}
    advance_locked(declaration, happened, Happened(EventName.SELECTED, actor_of(by), told), at=at)


def _change(declaration: Declaration, asked: Application, happened: Happened, *, by: Officer, at: datetime) -> None:
    """What was asked for becomes the next version, judged again as at the declared day."""
    if asked.submission is None:
        raise TypeError("a change without the amendment that it asks for")
    before = current_version(declaration)
    data = said_by(asked.submission)
    known = known_now(declaration, trader_code=data.trader.party_code, at=at)
    assessed = assess_again(data, after=before, known=known, at=declaration.lodged_at)
    if assessed.worth is None or assessed.is_refused:
        raise Refused(blocking(assessed.findings))
    said = Said(
        data=data,
        assessed=assessed,
        worth=assessed.worth,
        submission_id=asked.submission.id,
        cause=Cause.CORRECTED,
        reason=asked.reason,
    )
    save(declaration, happened, at=at)
    take_amendment(declaration, before, said, known, actor=asked.asked_by, at=at)


_EFFECTS = {
    Application.Kind.EARLY_RELEASE: _release_early,
    Application.Kind.LOWER_CATEGORY: _lower_category,
    Application.Kind.CHANGE: _change,
    Application.Kind.REASSESSMENT: _change,
}


def _demand_bridged(declaration: Declaration) -> None:
    held = standing_now(declaration, current_version(declaration)).holds
    beyond = [hold.text for hold in held if hold.code not in _BRIDGED]
    if beyond:
        raise NotReleasedEarly(holds=beyond)
