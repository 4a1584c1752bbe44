"""Documents as they are kept: the bytes in the storage under random names, the rows that tell of them.

A row is never without its file: the file is written first, and deleted only where it is certain that no row was.
"""

import base64
import logging
from datetime import datetime
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.utils.http import content_disposition_header
from msgspec import Struct
from uuid_utils.compat import uuid7

from declarations.documents.plain_text import encoding_of
from declarations.errors import DocumentWithheld, StorageAway, UnknownDocument
from declarations.models import Declaration, Document
from declarations.models.document import ScanState

logger = logging.getLogger(__name__)
_CHARSETS = {"utf-8-sig": "utf-8", "cp932": "windows-31j"}


class DocumentSummary(Struct, frozen=True, omit_defaults=True):
    """One document: what it is, what it belongs to, whether its bytes can be had."""

    id: UUID
    number: str
    version: int
    kind: str
    name: str
    file_name: str
    media_type: str
    size: int
    sha256: str
    attached_at: datetime
    scan: str
    content: str
    item: int | None = None
    law: str | None = None
    replaces: UUID | None = None
    replaced_by: UUID | None = None


class Held(Struct, frozen=True):
    """The bytes of a document, with what a reply must say of them."""

    content: bytes
    file_name: str
    media_type: str
    sha256: str

    @property
    def headers(self) -> dict[str, str]:
        """The bytes are to be saved and not shown: no browser runs what a stranger sent."""
        digest = base64.b64encode(bytes.fromhex(self.sha256)).decode()
        return {
            "Content-Type": self.media_type,
            "Content-Disposition": str(content_disposition_header(True, self.file_name)),
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "no-store",
            "Repr-Digest": f"sha-256=:{digest}:",
        }


def the_storage() -> Storage:
    """Where the bytes lie: the storage `documents` of the settings."""
    return storages["documents"]


def keep(content: bytes) -> str:
    """Write the bytes under a new random name; the name. Raises StorageAway."""
    name = uuid7().hex
    name = f"{name[-2:]}/{name}"
    try:
        return the_storage().save(name, ContentFile(content))
    except Exception as away:  # whatever the storage's client raises
        logger.warning("the storage does not take a document: %s", type(away).__name__)
        discard(name)
        raise StorageAway() from away


def discard(stored_as: str) -> None:
    """Delete what no row tells of. What cannot be deleted is found by `manage.py clean_up_documents`."""
    try:
        the_storage().delete(stored_as)
    except Exception as away:  # whatever the storage's client raises
        logger.warning("an orphan stays in the storage, %s: %s", stored_as, type(away).__name__)


def bytes_of(document: Document) -> bytes:
    """The bytes, whatever their scan says. Raises StorageAway."""
    try:
        with the_storage().open(document.stored_as) as file:
            return file.read()
    except Exception as away:  # whatever the storage's client raises
        logger.warning("the storage does not give document %s: %s", document.id, type(away).__name__)
        raise StorageAway() from away


def find_document(document_id: UUID, *, of: UUID | None) -> Document:
    """The document, where the organisation may see its declaration (None: an officer). Raises UnknownDocument."""
    seen = Document.objects.all() if of is None else Document.objects.of(of)
    try:
        return seen.select_related("declaration", "replaces").get(id=document_id)
    except Document.DoesNotExist:
        raise UnknownDocument() from None


def documents_of(declaration: Declaration) -> list[DocumentSummary]:
    """Its documents, oldest first; there are few enough for one page."""
    rows = declaration.documents.select_related("declaration", "replaces").order_by("id")
    return [summary_of(row) for row in rows]


def held(document: Document) -> Held:
    """The bytes of a clean document. Raises DocumentWithheld for any other, and StorageAway."""
    if document.scan_state != ScanState.CLEAN:
        infected = document.scan_state == ScanState.INFECTED
        raise DocumentWithheld("document-infected" if infected else "document-not-scanned")
    content = bytes_of(document)
    return Held(
        content=content,
        file_name=document.safe_name,
        media_type=_with_charset(document.media_type, content),
        sha256=document.sha256,
    )


def _with_charset(media_type: str, content: bytes) -> str:
    """Of a text also in which letters it is written: it is kept as it came, in UTF-8 or as Windows writes Japanese."""
    written = encoding_of(content) if media_type.startswith("text/") else None
    return f"{media_type}; charset={_CHARSETS[written]}" if written else media_type


def summary_of(document: Document) -> DocumentSummary:
    """What is told of a document."""
    replaces = getattr(document, "replaces", None)
    return DocumentSummary(
        id=document.id,
        number=document.declaration.number,
        version=document.version,
        kind=document.kind,
        name=document.shown_name,
        file_name=document.safe_name,
        media_type=document.media_type,
        size=document.size,
        sha256=document.sha256,
        attached_at=document.at,
        scan=document.scan_state,
        content=f"/api/v1/documents/{document.id}/content",
        item=document.item_number,
        law=document.law_id,
        replaces=replaces.id if replaces else None,
        replaced_by=document.replaced_by_id,
    )


class CleanedUp(Struct, frozen=True):
    """What a clean-up found: files with a row, files without one that it deleted, and rows without a file."""

    kept: int
    deleted: int
    missing: list[str]


def clean_up(*, before: datetime) -> CleanedUp:
    """Delete the files last written before `before` that no row tells of."""
    storage = the_storage()
    files = {f"{folder}/{name}" for folder in _listed(storage, "")[0] for name in _listed(storage, folder)[1]}
    rows = set(Document.objects.values_list("stored_as", flat=True))  # read after the files: each of them is older
    orphans = [name for name in files - rows if storage.get_modified_time(name) < before]
    for name in orphans:
        storage.delete(name)
    return CleanedUp(kept=len(files & rows), deleted=len(orphans), missing=sorted(_missing(storage, rows - files)))


def _listed(storage: Storage, folder: str) -> tuple[list[str], list[str]]:
    try:
        return storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever kept
        return [], []


def _missing(storage: Storage, names: set[str]) -> list[str]:
    """Of names that were not listed, those that are not there: some came after the listing."""
    return [name for name in names if not storage.exists(name)]
