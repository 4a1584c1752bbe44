"""The documents that came with a declaration: what they are, whether their bytes can be had."""

from msgspec import Struct

from declarations.console.wording import Badge, scan_badge
from declarations.models import Declaration, Document
from declarations.models.document import ScanState


class Paper(Struct, frozen=True):
    """One document, the state of its scan, and whether it can be fetched."""

    row: Document
    scan: Badge
    is_clean: bool


def papers_of(declaration: Declaration) -> list[Paper]:
    """Oldest first: one SQL statement."""
    rows = declaration.documents.select_related("replaced_by").order_by("id")
    return [Paper(row=row, scan=scan_badge(row.scan_state), is_clean=row.scan_state == ScanState.CLEAN) for row in rows]
