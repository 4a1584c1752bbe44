"""Permit checks from the first question to the settlement. Other code calls these, and nothing behind them.

opening     a new row that is due              due_row, ring
claiming    what the dispatcher publishes      claim_due, claim_unannounced
asking      one try to ask the agency          ask
receiving   what the agency sends by itself    receive
settling    what an answer does to a check     settle, announce
deciding    what officers and askers do        cancel, retry_now, override, record_paper_answer, close_conflict
"""

from permits.checking.asking import ask
from permits.checking.claiming import claim_due, claim_unannounced
from permits.checking.deciding import cancel, close_conflict, override, record_paper_answer, retry_now
from permits.checking.opening import due_row, ring
from permits.checking.receiving import receive
from permits.checking.settling import announce, settle
from permits.models import PermitCheck, PermitCheckQuerySet

__all__ = [
    "announce",
    "ask",
    "cancel",
    "checks_of",
    "claim_due",
    "claim_unannounced",
    "close_conflict",
    "due_row",
    "override",
    "receive",
    "record_paper_answer",
    "retry_now",
    "ring",
    "settle",
]


def checks_of(subject: str, *, version: int | None = None) -> PermitCheckQuerySet:
    """The checks of a subject, of one version of it or of all, in the order of its items."""
    return PermitCheck.objects.of(subject, version=version)
