"""Permit checks from the first question to the settlement. Other code calls these, and nothing behind them.

opening     a new row that is due              due_row, ring
carrying    a new version of the asker's case  carry_over
claiming    what the dispatcher publishes      claim_due, claim_unannounced
asking      one try to ask the agency          ask
receiving   what the agency sends by itself    receive
settling    what an answer does to a check     settle
telling     the asker hears of it              announce
supplying   documents for the agency           supply, supply_locked
overdue     the agency's hard limit            claim_overdue, mark_overdue
deciding    what officers and askers do        cancel, retry_now, retry_locked, record_paper_answer, record_locked,
                                               close_conflict
overriding  what two officers do               propose_override, approve_override, approve_locked, decline_override
"""

from permits.checking.asking import ask
from permits.checking.carrying import carry_over
from permits.checking.claiming import claim_due, claim_unannounced
from permits.checking.deciding import (
    cancel,
    close_conflict,
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
from permits.models import PermitCheck, PermitCheckQuerySet

__all__ = [
    "announce",
    "approve_locked",
    "approve_override",
    "ask",
    "cancel",
    "carry_over",
    "checks_of",
    "claim_due",
    "claim_overdue",
    "claim_unannounced",
    "close_conflict",
    "decline_override",
    "due_row",
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
