"""The store. A submission is what came in; a declaration is the legal act; a version is what it says."""

from declarations.models.asking import Application, Question, QuestionAnswer
from declarations.models.batch import Batch, BatchChunk, BatchRow
from declarations.models.declaration import Cause, Condition, Declaration, Version
from declarations.models.document import Document
from declarations.models.draft import Draft
from declarations.models.duty_declaration import DutyDeclaration
from declarations.models.goods import AssessedDuty, GoodsItem, PermitClaim
from declarations.models.history import Event, Examination
from declarations.models.ledger import EFFECTS, Entry, LedgerEntry
from declarations.models.long_work import LongWork
from declarations.models.look import Look
from declarations.models.submission import Form, Submission
from declarations.models.taking import Taking
from declarations.models.template import Template
from declarations.models.verification import Verification

__all__ = [
    "EFFECTS",
    "Application",
    "AssessedDuty",
    "Batch",
    "BatchChunk",
    "BatchRow",
    "Cause",
    "Condition",
    "Declaration",
    "Document",
    "Draft",
    "DutyDeclaration",
    "Entry",
    "Event",
    "Examination",
    "Form",
    "GoodsItem",
    "LedgerEntry",
    "LongWork",
    "Look",
    "PermitClaim",
    "Question",
    "QuestionAnswer",
    "Submission",
    "Taking",
    "Template",
    "Verification",
    "Version",
]
