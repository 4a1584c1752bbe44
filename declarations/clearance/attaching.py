"""Attaching a document: inspected, kept, then told in the history, in this order.

The bytes are written before the row, outside any transaction, since a storage may be across the network. Everything
is asked twice: before the bytes are written, so that hardly any are written for nothing, and again under the lock.
"""

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Sum
from django.db.models.functions import Coalesce
from msgspec import Struct
from uuid_utils.compat import uuid7

from declarations import filing
from declarations.clearance.acting import begin, demand_legal
from declarations.clearance.advancing import save
from declarations.clearance.history import Happened
from declarations.clearance.scanning import first_look
from declarations.clearance.supplying import supply_to_the_agency
from declarations.documents.faults import STATUSES
from declarations.documents.inspecting import Faulty, Inspected, Upload, inspect
from declarations.errors import FormatError, NotAcceptable, Refusal, UploadLimit, UploadRefused
from declarations.models import Declaration, Document, GoodsItem, PermitClaim
from declarations.models.document import DocumentKind
from declarations.models.history import EventName
from declarations.reading import find
from declarations.status import Act
from declarations.traders.declarant import Declarant
from permits import checking

MOST_DOCUMENTS = 50
MOST_BYTES = 100 * 1024 * 1024


class Paper(Struct, frozen=True):
    """What a declarant attaches: the upload, what it is, and what it belongs to."""

    upload: Upload
    kind: DocumentKind
    item: int | None = None
    law: str | None = None
    replaces: UUID | None = None


class Attached(Struct, frozen=True):
    """The document, and whether it is new: the same bytes for the same item and law are the first document again."""

    document: Document
    is_new: bool


def attach(number: str, paper: Paper, *, by: Declarant, at: datetime, seen: int | None = None) -> Attached:
    """Attach a document to a declaration.

    Raises UploadRefused, NotAcceptable for what it is linked to, UploadLimit, IllegalTransition, StorageAway, and Stale
    where it changed since `seen`, unless it is attached already.
    """
    declaration = find(number, of=by.trader_id)
    demand_legal(declaration, Act.ATTACH)
    inspected = _inspected(paper.upload)
    if earlier := _earlier(declaration, paper):
        return Attached(earlier, is_new=False)
    _demand_place(declaration, paper)
    scan = first_look(paper.upload.content)
    stored_as = filing.keep(paper.upload.content)
    try:
        attached = _record(number, paper, inspected, stored_as=stored_as, scan=scan, by=by, seen=seen, at=at)
    except Refusal:  # nothing was written; after any other failure a row may stand, and its file must
        filing.discard(stored_as)
        raise
    if not attached.is_new:
        filing.discard(stored_as)
    return attached


def _record(
    number: str,
    paper: Paper,
    inspected: Inspected,
    *,
    stored_as: str,
    scan: dict[str, object],
    by: Declarant,
    seen: int | None,
    at: datetime,
) -> Attached:
    """The row and the event, together, once nothing speaks against it under the lock."""
    with transaction.atomic():
        declaration = begin(number, Act.ATTACH, by=by, seen=seen)
        if earlier := _earlier(declaration, paper):
            return Attached(earlier, is_new=False)
        _demand_place(declaration, paper)
        document = Document.objects.create(
            id=uuid7(),
            declaration=declaration,
            version=declaration.version,
            kind=paper.kind,
            item_number=paper.item,
            law_id=paper.law,
            shown_name=inspected.shown_name,
            safe_name=inspected.safe_name,
            media_type=inspected.kind.media_type,
            size=len(paper.upload.content),
            sha256=_digest(paper),
            stored_as=stored_as,
            actor=by.client,
            at=at,
            **scan,
        )
        if paper.replaces:
            Document.objects.filter(id=paper.replaces).update(replaced_by=document)
        save(declaration, Happened(EventName.DOCUMENT_ATTACHED, by.client, _facts(document, paper)), at=at)
        supply_to_the_agency(document, at=at)
    return Attached(document, is_new=True)


def _inspected(upload: Upload) -> Inspected:
    try:
        return inspect(upload)
    except Faulty as refused:
        errors = [FormatError(pointer=f"/{each.part}", code=each.code, facts=each.facts) for each in refused.faults]
        raise UploadRefused(tuple(errors), status=STATUSES[errors[0].code]) from None


def _digest(paper: Paper) -> str:
    return sha256(paper.upload.content).hexdigest()


def _earlier(declaration: Declaration, paper: Paper) -> Document | None:
    """The document that the same bytes for the same item and law are already."""
    return Document.objects.filter(
        declaration=declaration, sha256=_digest(paper), item_number=paper.item, law=paper.law
    ).first()


def _demand_place(declaration: Declaration, paper: Paper) -> None:
    """Raises NotAcceptable with everything that it is linked to and that is not there, and UploadLimit."""
    if errors := [*_unknown_links(declaration, paper)]:
        raise NotAcceptable(tuple(errors))
    kept = Document.objects.filter(declaration=declaration).aggregate(count=Count("id"), size=Coalesce(Sum("size"), 0))
    if kept["count"] >= MOST_DOCUMENTS or kept["size"] + len(paper.upload.content) > MOST_BYTES:
        raise UploadLimit(documents=kept["count"], bytes=kept["size"])


def _unknown_links(declaration: Declaration, paper: Paper) -> Iterator[FormatError]:
    version = {"version__declaration": declaration, "version__number": declaration.version}
    if paper.item is None:
        if paper.law:
            yield FormatError(pointer="/item", code="required")
    elif not GoodsItem.objects.filter(number=paper.item, **version).exists():
        yield FormatError(pointer="/item", code="unknown-item")
    elif paper.law and not _law_is_known(declaration, item=paper.item, law=paper.law):
        yield FormatError(pointer="/law", code="unknown-law")
    if paper.replaces:
        replaced = Document.objects.filter(id=paper.replaces, declaration=declaration).first()
        if replaced is None:
            yield FormatError(pointer="/replaces", code="unknown-document")
        elif replaced.replaced_by_id:
            yield FormatError(pointer="/replaces", code="already-replaced")


def _law_is_known(declaration: Declaration, *, item: int, law: str) -> bool:
    """Whether something is claimed or asked under the law on this item of the current version."""
    version = {"goods_item__version__declaration": declaration, "goods_item__version__number": declaration.version}
    claims = PermitClaim.objects.filter(law=law, goods_item__number=item, **version)
    checks = checking.checks_of(str(declaration.id), version=declaration.version)
    return claims.exists() or checks.filter(item_number=item, law=law).exists()


def _facts(document: Document, paper: Paper) -> dict[str, str]:
    facts = {
        "document": str(document.id),
        "kind": document.kind,
        "name": document.shown_name,
        "sha256": document.sha256,
        "item": "" if paper.item is None else str(paper.item),
        "law": paper.law or "",
        "replaces": str(paper.replaces or ""),
    }
    return {name: fact for name, fact in facts.items() if fact}
