"""An override with four eyes: one officer proposes to decide a check instead of the agency or against it, another
approves. Which officers may is for the caller to say.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from uuid_utils.compat import uuid7

from permits.checking.acting import act_row, found
from permits.checking.settling import close
from permits.checking.telling import tell
from permits.errors import (
    AlreadyProposed,
    AlreadySettled,
    ProposalDecided,
    ReasonMissing,
    SamePerson,
    UnknownProposal,
)
from permits.models import Act, Effect, OverrideProposal, PermitCheck, Status

Outcome = OverrideProposal.Outcome


def propose_override(check_id: UUID, *, by: str, reason: str, at: datetime) -> UUID:
    """Propose to override a check that is open, refused or confirmed in part. `reason` must say why. The proposal's id.

    May be part of the caller's transaction. Raises UnknownPermitCheck, ReasonMissing, AlreadySettled, AlreadyProposed.
    """
    if not reason.strip():
        raise ReasonMissing()
    with transaction.atomic():
        check = found(check_id)
        if not _may_be_overridden(check):
            raise AlreadySettled(settled=check.status)
        if open_one := OverrideProposal.objects.filter(permit_check=check, outcome="").first():
            raise AlreadyProposed(proposal=str(open_one.id))
        proposal = OverrideProposal.objects.create(
            id=uuid7(), permit_check=check, check_status=check.status, reason=reason, proposed_by=by, proposed_at=at
        )
        act_row(check, Act.OVERRIDE_PROPOSED, by=by, effect=Effect.APPLIED, at=at, note=reason).save()
    return proposal.id


def approve_override(proposal_id: UUID, *, by: str, at: datetime) -> Outcome:
    """Override the check, as another officer proposed. APPROVED; or VOID where the check has changed since.

    Raises UnknownProposal, ProposalDecided, SamePerson.
    """
    with transaction.atomic(durable=True):
        outcome, check = approve_locked(proposal_id, by=by, at=at)
    if outcome is Outcome.APPROVED:
        tell(check, Effect.APPLIED)
    return outcome


def approve_locked(proposal_id: UUID, *, by: str, at: datetime) -> tuple[Outcome, PermitCheck]:
    """The same as part of the caller's transaction, which may `announce` the check once it is committed."""
    with transaction.atomic():
        proposal, check = _open_proposal(proposal_id)
        if proposal.proposed_by == by:
            raise SamePerson()
        if check.status != proposal.check_status or check.superseded_in is not None:
            _decide(proposal, check, Outcome.VOID, by=by, at=at)
            return Outcome.VOID, check
        check.reason_code, check.reason_text = "OVERRIDDEN", proposal.reason
        close(check, status=Status.OVERRIDDEN, decided_by=by, at=at)
        check.save(force_update=True)
        _decide(proposal, check, Outcome.APPROVED, by=by, at=at)
        return Outcome.APPROVED, check


def decline_override(proposal_id: UUID, *, by: str, at: datetime) -> None:
    """Not so: the check stays as it is. Who proposed it may take it back so, too.

    May be part of the caller's transaction. Raises UnknownProposal, ProposalDecided.
    """
    with transaction.atomic():
        proposal, check = _open_proposal(proposal_id)
        _decide(proposal, check, Outcome.DECLINED, by=by, at=at)


_ACTS = {
    Outcome.APPROVED: (Act.OVERRIDDEN, Effect.APPLIED),
    Outcome.DECLINED: (Act.OVERRIDE_DECLINED, Effect.APPLIED),
    Outcome.VOID: (Act.OVERRIDE_DECLINED, Effect.LATE),
}


def _decide(proposal: OverrideProposal, check: PermitCheck, outcome: Outcome, *, by: str, at: datetime) -> None:
    proposal.outcome, proposal.decided_by, proposal.decided_at = outcome, by, at
    proposal.save(force_update=True)
    act, effect = _ACTS[outcome]
    act_row(check, act, by=by, effect=effect, at=at, note=proposal.reason).save()


def _may_be_overridden(check: PermitCheck) -> bool:
    return check.status in Status.overridable() and check.superseded_in is None


def _open_proposal(proposal_id: UUID) -> tuple[OverrideProposal, PermitCheck]:
    """The proposal and its check, both locked: the check first, as everywhere."""
    check_id = OverrideProposal.objects.filter(id=proposal_id).values_list("permit_check_id", flat=True).first()
    if check_id is None:
        raise UnknownProposal()
    check = found(check_id)
    proposal = OverrideProposal.objects.select_for_update(of=("self",)).get(id=proposal_id)
    if proposal.outcome:
        raise ProposalDecided(outcome=proposal.outcome)
    return proposal, check
