"""Supplying: a clean document goes to the agency that waits for it."""

from uuid import UUID

from declarations.models import Document
from declarations.models.document import ScanState
from permits import checking
from permits.models import Status as PermitStatus


def supply_to_the_agency(document: Document) -> UUID | None:
    """The open check of the current version that waits for documents of this item and law; None where none does.

    Called once a document is clean, in the transaction that says so, with the declaration locked: here the agency is
    to be given it.
    """
    if document.law_id is None or document.item_number is None or document.scan_state != ScanState.CLEAN:
        return None
    declaration = document.declaration
    checks = checking.checks_of(str(declaration.id), version=declaration.version).filter(
        item_number=document.item_number, law=document.law_id, status=PermitStatus.DOCUMENTS_REQUIRED
    )
    return checks.values_list("id", flat=True).first()
