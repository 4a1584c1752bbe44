"""Permit checks from the first question to the settlement. Other code calls these, and nothing behind them.

opening     a new row that is due              due_row, ring
carrying    a new version of the asker's case  carry_over
claiming    what the dispatcher publishes      claim_due, claim_unannounced
asking      one try to ask the agency          ask
breaker     an agency that fails is left alone
receiving   what the agency sends by itself    receive
settling    what an answer does to a check     settle
telling     the asker hears of it              announce
supplying   documents for the agency           supply, supply_locked
overdue     the agency's hard limit            claim_overdue, mark_overdue
deciding    what officers and askers do        cancel, retry_now, retry_locked, hand_over, record_paper_answer,
                                               record_locked, close_conflict
watching    how the agencies stand             agencies, backlogs
overriding  what two officers do               propose_override, approve_override, approve_locked, decline_override
"""

from collections.abc import Sequence

from permits.checking.asking import ask
from permits.checking.carrying import carry_over
from permits.checking.claiming import claim_due, claim_unannounced
from permits.checking.deciding import (
    cancel,
    close_conflict,
    hand_over,
    record_locked,
    record_paper_answer,
    retry_locked,
    retry_now,
)
from permits.checking.opening import due_row, ring
from permits.checking.overdue import claim_overdue, mark_overdue
from permits.checking.overriding import approve_locked, approve_override, decline_override, propose_override
from permits.checking.receiving import receive
from permits.checking.settling import settle
from permits.checking.supplying import supply, supply_locked
from permits.checking.telling import announce
from permits.checking.watching import AgencyStanding, Backlog, agencies, backlogs
from permits.models import PermitCheck, PermitCheckQuerySet

__all__ = [
    "AgencyStanding",
    "Backlog",
    "agencies",
    "announce",
    "approve_locked",
    "approve_override",
    "ask",
    "backlogs",
    "cancel",
    "carry_over",
    "checks_of",
    "checks_of_each",
    "claim_due",
    "claim_overdue",
    "claim_unannounced",
    "close_conflict",
    "decline_override",
    "due_row",
    "hand_over",
    "mark_overdue",
    "propose_override",
    "receive",
    "record_locked",
    "record_paper_answer",
    "retry_locked",
    "retry_now",
    "ring",
    "settle",
    "supply",
    "supply_locked",
]


def checks_of(subject: str, *, version: int | None = None) -> PermitCheckQuerySet:
    """The checks of a subject in the order of its items: all, or those that stand for one version of it."""
    return PermitCheck.objects.of(subject, version=version)


def checks_of_each(subjects: Sequence[str]) -> PermitCheckQuerySet:
    """The checks that stand for the newest version of each of some subjects, in the order of their items."""
    found = PermitCheck.objects.filter(subject__in=subjects, superseded_in__isnull=True)
    return found.order_by("subject", "item_number", "law_id")
