"""The store. A submission is what came in; a declaration is the legal act; a version is what it says."""

from declarations.models.batch import Batch, BatchChunk, BatchRow
from declarations.models.declaration import Declaration, Version
from declarations.models.draft import Draft
from declarations.models.goods import AssessedDuty, GoodsItem, PermitClaim
from declarations.models.history import Event, Examination, Payment
from declarations.models.submission import Submission

__all__ = [
    "AssessedDuty",
    "Batch",
    "BatchChunk",
    "BatchRow",
    "Declaration",
    "Draft",
    "Event",
    "Examination",
    "GoodsItem",
    "Payment",
    "PermitClaim",
    "Submission",
    "Version",
]
