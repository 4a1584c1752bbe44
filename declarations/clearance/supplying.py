"""Supplying: a clean document goes to the agency that waits for it."""

from datetime import datetime

from declarations.clearance.advancing import advance_locked
from declarations.models import Document
from declarations.models.document import ScanState
from permits import checking
from permits.models import Status as PermitStatus
from permits.question import DocumentShown


def supply_to_the_agency(document: Document, *, at: datetime) -> None:
    """Show a document to the agency whose check of this item and law waits for documents, if one does.

    Called once a document is clean, in the transaction that says so, with the declaration locked. The check is due
    then: the dispatcher finds it without a bell. It is no longer the declarant's turn, and the declaration says so.
    """
    if document.law_id is None or document.item_number is None or document.scan_state != ScanState.CLEAN:
        return
    declaration = document.declaration
    checks = checking.checks_of(str(declaration.id), version=declaration.version).filter(
        item_number=document.item_number, law=document.law_id, status=PermitStatus.DOCUMENTS_REQUIRED
    )
    shown = DocumentShown(
        name=document.safe_name, sha256=document.sha256, media_type=document.media_type, size=document.size
    )
    waiting = list(checks.values_list("id", flat=True))
    for check_id in waiting:
        checking.supply_locked(check_id, [shown], by=document.actor, at=at)
    if waiting:
        advance_locked(declaration, at=at)
