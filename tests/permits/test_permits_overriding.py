"""An override takes two officers, and a check that has not changed meanwhile."""

from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from permits import checking
from permits.errors import (
    AlreadyProposed,
    AlreadySettled,
    ProposalDecided,
    ReasonMissing,
    SamePerson,
    UnknownPermitCheck,
    UnknownProposal,
)
from permits.models import Effect, OverrideProposal, PermitCheck, Status
from tests.permits.conftest import AT, notice, override
from tests.threads import together


def again(check):
    return PermitCheck.objects.get(id=check.id)


def propose(check, *, by="officer 7", reason="saw the certificate"):
    return checking.propose_override(check.id, by=by, reason=reason, at=AT)


def outcome(proposal):
    return OverrideProposal.objects.get(id=proposal).outcome


def test_one_officer_proposes_and_another_approves(open_check, told):
    check = open_check()

    proposal = propose(check)
    assert (again(check).status, told) == (Status.DUE, [])
    assert checking.approve_override(proposal, by="officer 8", at=AT) == "APPROVED"

    done = again(check)
    assert (done.status, done.decided_by, done.reason_text) == (Status.OVERRIDDEN, "officer 8", "saw the certificate")
    assert (done.settled_at, done.due_at) == (AT, None)
    assert len(told) == 1
    assert list(check.tries.values_list("act", "by")) == [
        ("OVERRIDE_PROPOSED", "officer 7"),
        ("OVERRIDDEN", "officer 8"),
    ]


@pytest.mark.parametrize("status", ["RECEIVED", "DOCUMENTS_REQUIRED", "INSPECTION_ORDERED", "REFUSED"])
def test_what_is_open_or_refused_can_be_overridden(open_check, status):
    check = open_check()
    checking.receive(notice(check, status), message_id="m-1")

    override(check)

    assert again(check).status == Status.OVERRIDDEN


def test_who_proposed_it_cannot_approve_it_and_can_take_it_back(open_check):
    check = open_check()
    proposal = propose(check)

    with pytest.raises(SamePerson):
        checking.approve_override(proposal, by="officer 7", at=AT)
    assert (again(check).status, outcome(proposal)) == (Status.DUE, "")

    checking.decline_override(proposal, by="officer 7", at=AT)
    assert (again(check).status, outcome(proposal)) == (Status.DUE, "DECLINED")
    with pytest.raises(ProposalDecided):
        checking.approve_override(proposal, by="officer 8", at=AT)
    propose(check)


def test_a_proposal_whose_check_has_changed_is_void(open_check):
    check = open_check()
    proposal = propose(check)
    checking.receive(notice(check, "REFUSED"), message_id="m-1")

    assert checking.approve_override(proposal, by="officer 8", at=AT) == "VOID"

    assert (again(check).status, outcome(proposal)) == (Status.REFUSED, "VOID")
    assert check.tries.last().effect == Effect.LATE


def test_a_proposal_whose_check_no_longer_stands_is_void(open_check):
    check = open_check()
    checking.receive(notice(check, "REFUSED"), message_id="m-1")
    proposal = propose(check)
    with transaction.atomic():
        checking.carry_over("case-1", version=2, rows=[], at=AT)

    assert checking.approve_override(proposal, by="officer 8", at=AT) == "VOID"
    assert again(check).status == Status.REFUSED
    with pytest.raises(AlreadySettled):
        propose(check)


def test_a_proposal_needs_a_reason_and_something_to_override(open_check):
    check = open_check()
    with pytest.raises(ReasonMissing):
        propose(check, reason="  ")
    with pytest.raises(UnknownPermitCheck):
        checking.propose_override(UUID(int=1), by="officer 7", reason="why not", at=AT)
    with pytest.raises(UnknownProposal):
        checking.approve_override(UUID(int=1), by="officer 7", at=AT)
    with pytest.raises(UnknownProposal):
        checking.decline_override(UUID(int=1), by="officer 7", at=AT)
    checking.receive(notice(check), message_id="m-1")
    with pytest.raises(AlreadySettled):
        propose(check)

    assert not OverrideProposal.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_propose_at_once_one_does(open_check):
    check = open_check()

    def try_to(by):
        try:
            return propose(check, by=by)
        except AlreadyProposed as refused:
            return refused

    first, second = sorted(together([lambda: try_to("officer 7"), lambda: try_to("officer 8")]), key=str)

    assert {type(first), type(second)} == {UUID, AlreadyProposed}
    assert OverrideProposal.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_approve_at_once_one_does(open_check, told):
    proposal = propose(open_check())

    def try_to(by):
        try:
            return checking.approve_override(proposal, by=by, at=AT)
        except ProposalDecided as refused:
            return refused.code

    assert sorted(together([lambda: try_to("officer 8"), lambda: try_to("officer 9")])) == [
        "APPROVED",
        "override-proposal-decided",
    ]
    assert len(told) == 1


def test_approving_may_be_part_of_the_callers_transaction(open_check, told):
    check = open_check()
    proposal = propose(check)

    with transaction.atomic():
        approved, _ = checking.approve_locked(proposal, by="officer 8", at=AT)
        transaction.set_rollback(True)
    assert (approved, again(check).status, outcome(proposal), told) == ("APPROVED", Status.DUE, "", [])


def test_after_an_override_a_refusal_calls_an_officer_and_a_confirmation_does_not(open_check):
    first, second = open_check(), open_check(item_number=2)
    for check in (first, second):
        override(check)

    assert checking.receive(notice(first, "REFUSED"), message_id="m-1") is Effect.CONFLICT
    assert checking.receive(notice(second, "CONFIRMED"), message_id="m-2") is Effect.EVIDENCE

    assert (again(first).status, again(first).needs_person_at is None) == (Status.OVERRIDDEN, False)
    assert (again(second).status, again(second).needs_person_at) == (Status.OVERRIDDEN, None)


def test_the_database_knows_four_eyes_too_and_keeps_what_was_decided(open_check):
    proposal = OverrideProposal.objects.filter(id=propose(open_check()))
    lies = [
        {"outcome": "APPROVED", "decided_by": "officer 7", "decided_at": AT},
        {"outcome": "APPROVED", "decided_by": "", "decided_at": AT},
        {"outcome": "", "decided_by": "officer 8"},
        {"outcome": "PERHAPS", "decided_by": "officer 8", "decided_at": AT},
        {"reason": ""},
    ]
    for lie in lies:
        with pytest.raises(IntegrityError), transaction.atomic():
            proposal.update(**lie)

    proposal.update(outcome="DECLINED", decided_by="officer 8", decided_at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        proposal.update(outcome="APPROVED")
    with pytest.raises(IntegrityError), transaction.atomic():
        proposal.delete()
