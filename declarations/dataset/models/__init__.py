"""What the data asset keeps of its own.

generated   made-up declarations, known by their traders
published   the statistics as published, by vintage; whose commodity is masked
ledger      protected tables that are out, each with its certificate
"""

from declarations.dataset.models.generated import GeneratedRun, GeneratedTrader
from declarations.dataset.models.ledger import LedgerTable
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

__all__ = [
    "CurrencyCell",
    "GeneratedRun",
    "GeneratedTrader",
    "LedgerTable",
    "MaskedCommodity",
    "OfficeChoice",
    "Population",
    "Release",
    "SecrecyRequest",
    "TradeCell",
    "Vintage",
]
