"""Which acts a case offers: what the table of acts allows an officer in its state, and its facts call for.

An act that is not offered may still be asked for by its address: the domain then says why not.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.urls import reverse
from msgspec import Struct

from declarations import clearance
from declarations.console.head import Head
from declarations.console.wording import refusal_words
from declarations.holds import HoldCode
from declarations.models import Application
from declarations.selection.criteria import INSPECTION, SIMPLIFIED
from declarations.status import Act, is_legal
from declarations.traders.declarant import Officer
from permits.models import OverrideProposal, PermitCheck, Status


class Way(Struct, frozen=True):
    """One act's page: its address and title, the act of the table, when the facts call for it, and its tone."""

    name: str
    title: str
    act: Act
    calls_for: Callable[..., bool]
    tone: str = ""


class Link(Struct, frozen=True):
    """A way, to be taken here."""

    title: str
    address: str
    tone: str = ""


def _held_by(*codes: HoldCode) -> Callable[[Head], bool]:
    return lambda head: any(hold.code in codes for hold in head.standing.holds)


def _lower_may_be_proposed(head: Head) -> bool:
    is_open = any(each.kind == Application.Kind.LOWER_CATEGORY and not each.outcome for each in head.applications)
    return head.declaration.category > SIMPLIFIED and not is_open


EXAMINE = Way(
    "examine",
    "Examine",
    Act.EXAMINE,
    _held_by(HoldCode.DOCUMENT_EXAMINATION, HoldCode.GOODS_INSPECTION),
)
ASSESS = Way("assess", "Assess duty", Act.ASSESS, _held_by(HoldCode.DUTY_NOT_COMPUTED))
RELEASE = Way("release", "Release", Act.RELEASE, lambda head: not head.standing.holds)
REFUND = Way("refund", "Refund", Act.REFUND, lambda head: head.standing.balance < 0)
ASK = Way("ask", "Ask the declarant", Act.ASK, lambda head: True, "other")
RAISE = Way("raise", "Raise category", Act.RAISE, lambda head: head.declaration.category < INSPECTION, "other")
LOWER = Way("lower", "Propose lower category", Act.LOWER, _lower_may_be_proposed, "other")
REFUSE = Way("refuse", "Refuse", Act.REFUSE, lambda head: True, "stop")
_OF_THE_CASE = (EXAMINE, ASSESS, RELEASE, REFUND, ASK, RAISE, LOWER, REFUSE)


def open_proposal(check: PermitCheck) -> OverrideProposal | None:
    """The override of a check that waits for another officer, among the proposals that were read with it."""
    return next((each for each in check.override_proposals.all() if not each.outcome), None)


def _may_be_overridden(check: PermitCheck) -> bool:
    return check.status in Status.overridable() and open_proposal(check) is None


PAPER = Way("paper-answer", "Record a paper answer", Act.TAKE_OVER, lambda check: not check.is_settled)
RETRY = Way("ask-again", "Ask again now", Act.TAKE_OVER, lambda check: not check.is_settled, "other")
CONTRADICTION = Way("close-contradiction", "Close the contradiction", Act.TAKE_OVER, lambda each: each.is_contradicted)
OVERRIDE = Way("override", "Propose to override", Act.OVERRIDE, _may_be_overridden, "other")
DECIDE_OVERRIDE = Way(
    "decide-override", "Decide the override", Act.OVERRIDE, lambda check: open_proposal(check) is not None
)
TAKE_BACK = Way("decide-override", "Take the proposal back", Act.OVERRIDE, DECIDE_OVERRIDE.calls_for, "other")
_OF_A_CHECK = (CONTRADICTION, DECIDE_OVERRIDE, PAPER, RETRY, OVERRIDE)

DECIDE = Way("decide", "Decide", Act.DECIDE, lambda application: not application.outcome)


class Offers(Struct, frozen=True):
    """What one person may do on a page: nothing, where that is no officer."""

    officer: Officer | None
    head: Head

    def of_the_case(self) -> tuple[Link, ...]:
        """The acts on the declaration itself."""
        return tuple(self._link(way) for way in _OF_THE_CASE if self.has(way, self.head))

    def of_check(self, check: PermitCheck) -> tuple[Link, ...]:
        """The acts on one of its permit checks; a proposed override to who may decide it, or take it back."""
        ways = [way for way in _OF_A_CHECK if self.has(way, check)]
        if (proposal := open_proposal(check)) and why_not_override(proposal, self.officer):
            instead = [TAKE_BACK] if self._proposed(proposal) else []
            ways = [*instead, *(way for way in ways if way is not DECIDE_OVERRIDE)]
        return tuple(self._link(way, check.id) for way in ways)

    def of_application(self, application: Application) -> tuple[Link, ...]:
        """The decision of what was applied for, where this officer may decide it."""
        act = clearance.DECIDED_BY[Application.Kind(application.kind)]
        if not self.has(DECIDE, application, act=act) or why_not(application, self.officer):
            return ()
        return (self._link(DECIDE, slug(application.kind)),)

    def _proposed(self, proposal: OverrideProposal) -> bool:
        return self.officer is not None and proposal.proposed_by == clearance.actor_of(self.officer)

    def has(self, way: Way, facts: Any, *, act: Act | None = None) -> bool:
        """Whether the table allows it, and the facts call for it."""
        legal = is_legal(self.head.declaration.status, act or way.act)
        return self.officer is not None and legal and way.calls_for(facts)

    def _link(self, way: Way, *place: str | UUID) -> Link:
        address = reverse(f"admin:{way.name}", args=[self.head.declaration.number, *place])
        return Link(title=way.title, address=address, tone=way.tone)


def slug(kind: str) -> str:
    """A kind of application in an address."""
    return kind.lower().replace("_", "-")


def why_not(application: Application, officer: Officer | None) -> str:
    """Why this officer may not decide it, in words; empty where they may."""
    if officer is None:
        return ""
    senior = application.kind in clearance.BY_A_SENIOR
    refusal = clearance.why_not(application.asked_by, by=officer, senior=senior)
    return refusal_words(refusal, done=False) if refusal else ""


def why_not_override(proposal: OverrideProposal, officer: Officer | None) -> str:
    """Why this officer may not approve the override, in words; empty where they may."""
    if officer is None:
        return ""
    refusal = clearance.why_not(proposal.proposed_by, by=officer, senior=True)
    return refusal_words(refusal, done=False) if refusal else ""
