"""The register: traders, the mandates between them, the people and the programs that act for them."""

from declarations.traders.models.people import Grade, RecoveryCode, Role, User
from declarations.traders.models.programs import ApiClient, ClientKey, UsedAssertion
from declarations.traders.models.sessions import PersonSession
from declarations.traders.models.tallies import Tally
from declarations.traders.models.traders import Mandate, Security, Trader

__all__ = [
    "ApiClient",
    "ClientKey",
    "Grade",
    "Mandate",
    "PersonSession",
    "RecoveryCode",
    "Role",
    "Security",
    "Tally",
    "Trader",
    "UsedAssertion",
    "User",
]
