"""What the data asset keeps of its own.

generated   made-up declarations, known by their traders
published   the statistics as published, by vintage; whose commodity is masked
ledger      protected tables that are out, each with its certificate
proof       every version's place in the tree of hashes, and the roots that were signed
research    projects that work with extracts, and what they take out
"""

from declarations.dataset.models.generated import GeneratedRun, GeneratedTrader
from declarations.dataset.models.ledger import LedgerTable
from declarations.dataset.models.proof import Checkpoint, VersionLeaf
from declarations.dataset.models.published import (
    CurrencyCell,
    MaskedCommodity,
    OfficeChoice,
    Population,
    Release,
    SecrecyRequest,
    TradeCell,
    Vintage,
)
from declarations.dataset.models.research import (
    AccessLog,
    OutputDraft,
    OutputRequest,
    OutputReview,
    ResearchDecision,
    ResearchKey,
    ResearchProject,
)

__all__ = [
    "AccessLog",
    "Checkpoint",
    "CurrencyCell",
    "GeneratedRun",
    "GeneratedTrader",
    "LedgerTable",
    "MaskedCommodity",
    "OfficeChoice",
    "OutputDraft",
    "OutputRequest",
    "OutputReview",
    "Population",
    "Release",
    "ResearchDecision",
    "ResearchKey",
    "ResearchProject",
    "SecrecyRequest",
    "TradeCell",
    "VersionLeaf",
    "Vintage",
]
