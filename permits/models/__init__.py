"""The tables: laws and what they bind, the checks we owe, what the agencies sent."""

from permits.models.breaker import AgencyBreaker
from permits.models.inbox import InboxMessage
from permits.models.law import Agency, Law, PermitsEdition, Requirement
from permits.models.override import OverrideProposal
from permits.models.permit_check import Act, Effect, PermitCheck, PermitCheckAttempt, PermitCheckQuerySet, Status

__all__ = [
    "Act",
    "Agency",
    "AgencyBreaker",
    "Effect",
    "InboxMessage",
    "Law",
    "OverrideProposal",
    "PermitCheck",
    "PermitCheckAttempt",
    "PermitCheckQuerySet",
    "PermitsEdition",
    "Requirement",
    "Status",
]
