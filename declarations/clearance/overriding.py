"""Overriding: officers decide a permit check instead of the agency or against it (Customs Act art. 70).

One officer proposes, another of a higher grade decides, and the declaration is looked at again at once.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from declarations.clearance.acting import actor_of, begin
from declarations.clearance.advancing import advance_locked
from declarations.clearance.history import Happened
from declarations.clearance.second_person import demand_another
from declarations.models import Declaration
from declarations.models.history import EventName
from declarations.status import Act
from declarations.traders.declarant import Officer
from permits import checking
from permits.errors import UnknownPermitCheck, UnknownProposal
from permits.models import OverrideProposal, PermitCheck

KIND = "OVERRIDE"  # beside the kinds of Application: in the history both are applied for and decided


def propose_override(
    number: str, check_id: UUID, *, by: Officer, reason: str, at: datetime, seen: int | None = None
) -> Declaration:
    """Propose to override a permit check of the declaration. It holds on until another officer approves.

    Raises IllegalTransition, Stale, UnknownPermitCheck, AlreadySettled, AlreadyProposed.
    """
    with transaction.atomic():
        declaration = begin(number, Act.OVERRIDE, by=by, seen=seen)
        check = check_of(declaration, check_id)
        checking.propose_override(check.id, by=actor_of(by), reason=reason, at=at)
        told = {"kind": KIND, **facts_of(check), "reason": reason}
        advance_locked(declaration, Happened(EventName.APPLIED, actor_of(by), told), at=at)
    return declaration


def decide_override(
    number: str,
    check_id: UUID,
    *,
    by: Officer,
    approves: bool,
    remarks: str,
    at: datetime,
    seen: int | None = None,
) -> OverrideProposal.Outcome:
    """Decide the override that is proposed. VOID where the check has changed since: it stays as it is.

    Who proposed it may take it back; every other decision is another officer's, of a higher grade. Raises
    IllegalTransition, Stale, UnknownPermitCheck, UnknownProposal, FourEyes.
    """
    with transaction.atomic():
        declaration = begin(number, Act.OVERRIDE, by=by, seen=seen)
        check = check_of(declaration, check_id)
        proposal = check.override_proposals.filter(outcome="").first()
        if proposal is None:
            raise UnknownProposal()
        if approves or proposal.proposed_by != actor_of(by):
            demand_another(proposal.proposed_by, by=by, senior=True)
        outcome = _decided(proposal, by=actor_of(by), approves=approves, at=at)
        told = {"kind": KIND, **facts_of(check), "outcome": outcome.value, "remarks": remarks}
        advance_locked(declaration, Happened(EventName.APPLICATION_DECIDED, actor_of(by), told), at=at)
    if outcome is OverrideProposal.Outcome.APPROVED:
        checking.announce(check.id)
    return outcome


def _decided(proposal: OverrideProposal, *, by: str, approves: bool, at: datetime) -> OverrideProposal.Outcome:
    if approves:
        return checking.approve_locked(proposal.id, by=by, at=at)[0]
    checking.decline_override(proposal.id, by=by, at=at)
    return OverrideProposal.Outcome.DECLINED


def check_of(declaration: Declaration, check_id: UUID) -> PermitCheck:
    """A permit check of this declaration, of whichever version. Raises UnknownPermitCheck, for another's too."""
    check = checking.checks_of(str(declaration.id)).filter(id=check_id).first()
    if check is None:
        raise UnknownPermitCheck()
    return check


def facts_of(check: PermitCheck) -> dict[str, str]:
    """Which check it is, as the history tells it."""
    return {"permit_check": str(check.id), "law": check.law_id, "item": str(check.item_number)}
