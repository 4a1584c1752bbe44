"""Documents for the agency: they join the question of an open check, which is asked again at once."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from django.db import transaction
from msgspec.structs import replace

from permits.checking.acting import act_row, found_open
from permits.checking.opening import ring
from permits.errors import TooManyDocuments
from permits.models import Act, Effect, PermitCheck, Status
from permits.question import MOST_DOCUMENTS, DocumentShown, PermitQuestion


def supply(check_id: UUID, documents: Sequence[DocumentShown], *, by: str, at: datetime) -> None:
    """Show documents to the agency, and have it asked again. Raises UnknownPermitCheck, AlreadySettled,
    TooManyDocuments."""
    with transaction.atomic(durable=True):
        supply_locked(check_id, documents, by=by, at=at)
    ring()


def supply_locked(check_id: UUID, documents: Sequence[DocumentShown], *, by: str, at: datetime) -> None:
    """The same as part of the caller's transaction, which rings once it is committed."""
    with transaction.atomic():
        check = found_open(check_id)
        asked = msgspec.convert(check.question, PermitQuestion)
        shown = tuple(dict.fromkeys((*asked.documents, *documents)))
        if len(shown) > MOST_DOCUMENTS:
            raise TooManyDocuments(most=MOST_DOCUMENTS)
        check.question = msgspec.to_builtins(replace(asked, documents=shown))
        _ask_again(check, at=at)
        check.save(force_update=True)
        names = ", ".join(document.name for document in documents)
        act_row(check, Act.DOCUMENTS_SUPPLIED, by=by, effect=Effect.APPLIED, at=at, note=names).save()


def _ask_again(check: PermitCheck, *, at: datetime) -> None:
    """Due now. A worker that is asking without the documents has lost its lease; the agency's time begins again
    where it had been the declarant's turn."""
    check.due_at = min(at, check.read_at)
    check.published_until = check.lease_id = check.lease_until = None
    if check.status == Status.DOCUMENTS_REQUIRED:
        check.status, check.status_since = Status.ASKED, check.read_at
        check.overdue_at = check.read_at + check.agency.hard_limit
