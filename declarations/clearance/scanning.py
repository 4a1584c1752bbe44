"""Scanning documents: by a scanner that the settings choose, in line or by a worker, as the permit checks are asked.

    a  take the lease     a short transaction: only one worker scans
    b  ask the scanner    no transaction
    c  record             a short transaction: only whoever still holds the lease

No verdict: later again, and after twelve times a person looks. Until then its bytes are given to nobody.
"""

import logging
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Now
from msgspec import Struct

from declarations import filing
from declarations.clearance.acting import locked, save
from declarations.clearance.history import Happened
from declarations.clearance.supplying import supply_to_the_agency
from declarations.documents.clamd import Clamd
from declarations.documents.scanner import Scanner, ScannerAway, Verdict
from declarations.documents.signatures import Signatures
from declarations.errors import StorageAway
from declarations.models import Document
from declarations.models.document import ScanState
from declarations.models.history import EventName

logger = logging.getLogger(__name__)

LEASE_SECONDS = 30  # longer than a scan can take, shorter than anybody wants to wait for a dead worker
MOST_FAILURES = 12
_LOOK_AGAIN_SECONDS = 60  # a lost message is published again after this

_DUE = """
UPDATE declarations_document SET due_at = now() + make_interval(secs => %(again)s)
 WHERE id IN (SELECT id FROM declarations_document
               WHERE scan_state = 'PENDING' AND needs_person_at IS NULL AND due_at <= now()
                 AND (lease_until IS NULL OR lease_until < now())
               ORDER BY due_at LIMIT %(limit)s FOR NO KEY UPDATE SKIP LOCKED)
RETURNING id
"""
_TAKE = """
UPDATE declarations_document SET lease_id = %(lease)s, lease_until = now() + make_interval(secs => %(seconds)s)
 WHERE id = %(document)s AND scan_state = 'PENDING' AND needs_person_at IS NULL
   AND (lease_until IS NULL OR lease_until < now())
"""
# Full jitter: anything from nothing to a limit that doubles with each failure, at most a quarter of an hour.
_POSTPONE = """
UPDATE declarations_document
   SET lease_id = NULL, lease_until = NULL, failures = failures + 1, signature = %(why)s,
       due_at = now() + make_interval(secs => random() * least(900, 4 * 2 ^ failures)),
       needs_person_at = CASE WHEN failures + 1 >= %(most)s THEN now() END
 WHERE id = %(document)s AND lease_id = %(lease)s
"""


class Lease(Struct, frozen=True):
    """The right to scan a document, of one worker, for half a minute."""

    id: UUID
    document: Document


def scanner() -> Scanner:
    """The scanner of the settings: the built-in one, or clamd at an address."""
    chosen = settings.DOCUMENT_SCANNER
    return Signatures() if chosen == Signatures.name else Clamd(chosen)


def first_look(content: bytes) -> dict[str, object]:
    """The scan's columns of a new document: clean at once by a scanner that asks nobody, else due now."""
    chosen = scanner()
    if not chosen.in_line:
        return {"scan_state": ScanState.PENDING, "due_at": Now()}
    return _settled(chosen.scan(content), by=chosen)


def due_for_scan(*, limit: int) -> list[UUID]:
    """Documents to scan now; each is put off by a minute, so that it is not handed out twice."""
    with connection.cursor() as cursor:
        cursor.execute(_DUE, {"limit": limit, "again": _LOOK_AGAIN_SECONDS})
        return [row[0] for row in cursor.fetchall()]


def scan(document_id: UUID, *, at: datetime) -> ScanState | None:
    """Scan a document once, where nobody else does. What it is then; None where there was nothing to do.

    The history of its declaration tells of an infected one, so that another is attached in its place.
    """
    lease = _take(document_id)
    if lease is None:
        return None
    chosen = scanner()
    try:
        verdict = chosen.scan(filing.bytes_of(lease.document))
    except (ScannerAway, StorageAway) as away:
        logger.warning("document %s is not scanned: %s", document_id, away)
        return _postpone(lease, str(away))
    return _record(lease, verdict, by=chosen, at=at)


def scan_again() -> int:
    """An officer's or operator's act: whatever needs a person is due now, as if it had never failed. How many."""
    fresh = {"needs_person_at": None, "failures": 0, "due_at": Now()}
    return Document.objects.needing_person().filter(scan_state=ScanState.PENDING).update(**fresh)


def _take(document_id: UUID) -> Lease | None:
    lease = uuid4()
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(_TAKE, {"lease": lease, "document": document_id, "seconds": LEASE_SECONDS})
        taken = cursor.rowcount
    return Lease(id=lease, document=Document.objects.get(id=document_id)) if taken else None


def _record(lease: Lease, verdict: Verdict, *, by: Scanner, at: datetime) -> ScanState | None:
    with transaction.atomic(durable=True):
        declaration = locked(lease.document.declaration_id)
        mine = Document.objects.filter(id=lease.document.id, lease_id=lease.id)
        if not mine.update(**_settled(verdict, by=by), due_at=None, lease_id=None, lease_until=None):
            return None
        document = Document.objects.get(id=lease.document.id)
        document.declaration = declaration
        if verdict.infected:
            facts = {"document": str(document.id), "name": document.shown_name, "signature": verdict.signature}
            save(declaration, Happened(EventName.DOCUMENT_INFECTED, "system", facts), at=at)
        supply_to_the_agency(document, at=document.at)
    return ScanState(document.scan_state)


def _postpone(lease: Lease, why: str) -> ScanState:
    asked: dict[str, UUID | str | int] = {
        "document": lease.document.id,
        "lease": lease.id,
        "why": why[:200],
        "most": MOST_FAILURES,
    }
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(_POSTPONE, asked)
    return ScanState.PENDING


def _settled(verdict: Verdict, *, by: Scanner) -> dict[str, object]:
    state = ScanState.INFECTED if verdict.infected else ScanState.CLEAN
    return {"scan_state": state, "scanner": by.name, "scanned_at": Now(), "signature": verdict.signature}
