"""The store. A submission is what came in; a declaration is the legal act; a version is what it says."""

from declarations.models.declaration import Declaration, Version
from declarations.models.document import Document
from declarations.models.goods import AssessedDuty, GoodsItem, PermitClaim
from declarations.models.history import Event, Examination, Payment
from declarations.models.submission import Submission

__all__ = [
    "AssessedDuty",
    "Declaration",
    "Document",
    "Event",
    "Examination",
    "GoodsItem",
    "Payment",
    "PermitClaim",
    "Submission",
    "Version",
]
