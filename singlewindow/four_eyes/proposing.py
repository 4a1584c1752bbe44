"""Propose, and decide what another person proposed. What is approved is done in the transaction that approves it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from uuid_utils.compat import uuid7

from declarations import clearance
from declarations.errors import FourEyes, ProposalDecided, ProposalOpen, UnknownProposal
from declarations.traders.declarant import Officer
from declarations.traders.models import User
from singlewindow import replaying
from singlewindow.four_eyes.rows import RowChange, apply, as_it_was, told
from singlewindow.models import Proposal, Trouble

Act, Outcome = Proposal.Act, Proposal.Outcome
# Rules and tariff bind everyone: an officer of a higher grade decides. Work that is tried again decides nothing.
_BY_A_SENIOR = frozenset({Act.CHANGE.value})


def person_of(user: User) -> str:
    """Who acts, as the history names officers; administrators likewise."""
    return f"{user.role.lower()}:{user.username}"


def propose_change(changes: Sequence[RowChange], *, title: str, reason: str, by: User, at: datetime) -> Proposal:
    """Propose to change these rows together. Raises ProposalOpen where a change of the first waits already."""
    first = changes[0]
    if first.row and Proposal.objects.open().filter(about=first.model, row=first.row).exists():
        raise ProposalOpen()
    return _proposed(Act.CHANGE, changes, title=title, reason=reason, by=by, at=at)


def propose_replay(troubles: Sequence[int], *, reason: str, by: User, at: datetime) -> Proposal | None:
    """Propose to have dead work tried again, however much. None where none of it is dead."""
    dead = Trouble.objects.dead().filter(id__in=troubles).order_by("id")
    changes = [RowChange(model=Trouble._meta.label_lower, row=str(each.id), before=told(each)) for each in dead]
    title = f"{len(changes)} rows of failing work"
    return _proposed(Act.REPLAY, changes, title=title, reason=reason, by=by, at=at) if changes else None


def why_not(proposal: Proposal, officer: Officer) -> FourEyes | None:
    """Why this officer may not decide it; None where they may."""
    return clearance.why_not(proposal.proposed_by, by=officer, senior=proposal.act in _BY_A_SENIOR)


def decide(proposal_id: UUID, *, by: Officer, approves: bool, remarks: str, at: datetime) -> Proposal:
    """Decide what another person proposed. VOID where a row has changed since, or cannot become what is proposed.

    Raises UnknownProposal, ProposalDecided, FourEyes.
    """
    with transaction.atomic():
        proposal = _open(proposal_id)
        if refusal := why_not(proposal, by):
            raise refusal
        proposal.remarks, proposal.decided_by, proposal.decided_at = remarks, clearance.actor_of(by), at
        if not approves:
            return _ended(proposal, Outcome.DECLINED)
        return _approved(proposal, at=at) or _ended(proposal, Outcome.VOID)


def withdraw(proposal_id: UUID, *, by: User, at: datetime) -> Proposal:
    """Take back what one proposed oneself. Raises UnknownProposal (another's, too), ProposalDecided."""
    with transaction.atomic():
        proposal = _open(proposal_id)
        if proposal.proposed_by != person_of(by):
            raise UnknownProposal()
        proposal.decided_at = at
        return _ended(proposal, Outcome.WITHDRAWN)


def _proposed(
    act: Proposal.Act, changes: Sequence[RowChange], *, title: str, reason: str, by: User, at: datetime
) -> Proposal:
    return Proposal.objects.create(
        id=uuid7(),
        act=act,
        about=changes[0].model,
        row=changes[0].row if act == Act.CHANGE else "",
        title=title,
        changes=msgspec.to_builtins(changes),
        reason=reason,
        proposed_by=person_of(by),
        proposed_at=at,
    )


def _open(proposal_id: UUID) -> Proposal:
    proposal = Proposal.objects.select_for_update().filter(id=proposal_id).first()
    if proposal is None:
        raise UnknownProposal()
    if proposal.outcome:
        raise ProposalDecided(outcome=proposal.outcome)
    return proposal


def _approved(proposal: Proposal, *, at: datetime) -> Proposal | None:
    """The decision, and what it lets happen; None, and nothing done, where that cannot be done any more."""
    changes = msgspec.convert(proposal.changes, list[RowChange])
    if not all(as_it_was(change) for change in changes):
        return None
    try:
        with transaction.atomic():
            _ended(proposal, Outcome.APPROVED)  # first: the store lets no officer change these tables before
            if proposal.act == Act.REPLAY:
                by = f"{proposal.proposed_by}, {proposal.decided_by}"
                replaying.replay_together([int(change.row) for change in changes], by=by, at=at)
            else:
                proposal.row = str(apply(changes).pk)
                proposal.save(update_fields=["row"])
    except (ValidationError, IntegrityError):
        return None
    return proposal


def _ended(proposal: Proposal, outcome: Proposal.Outcome) -> Proposal:
    proposal.outcome = outcome
    proposal.save(force_update=True)
    return proposal
