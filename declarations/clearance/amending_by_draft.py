"""Amending by a draft: what stands is copied into a draft, changed there as any draft is, and sent as one amendment.

The draft remembers up to which event its writer has seen the declaration. Whatever happens to the declaration while it
is written, the writer looks at before it is sent. Each organisation that may amend a declaration has one such draft of
it at a time, and does not see the other's.
"""

import json
from datetime import datetime

from django.db import IntegrityError, transaction

from declarations.clearance.acting import demand_legal
from declarations.clearance.amending import Amendment, amend
from declarations.clearance.drafting import locked_draft, register, replay_of
from declarations.clearance.lodging import Lodged
from declarations.clearance.message import Message
from declarations.contract import read
from declarations.data import DeclarationData
from declarations.errors import Refused, Stale
from declarations.models import Draft, Form
from declarations.reading import find, version_body
from declarations.status import Act
from declarations.traders.declarant import Declarant


def amending_draft(number: str, *, by: Declarant) -> Draft | None:
    """The organisation's draft that amends a declaration and is not sent yet."""
    return Draft.objects.filter(owner=by.trader_id, amends=number, lodged_as="").first()


def begin_amendment(number: str, *, by: Declarant, at: datetime) -> Draft:
    """A draft that amends a declaration and says what stands; the one that was begun before, where there is one.

    Raises UnknownDeclaration, IllegalTransition, TooManyDrafts.
    """
    declaration = find(number, of=by.trader_id)
    demand_legal(declaration, Act.AMEND)
    if begun := amending_draft(number, by=by):
        return begun
    body = version_body(declaration, declaration.version)
    try:
        return register(body.encode(), json.loads(body), amends=declaration, by=by, at=at)
    except IntegrityError as clash:
        if clash.__cause__.diag.constraint_name != "draft_one_amendment_at_a_time":  # type: ignore[union-attr]
            raise
        return begin_amendment(number, by=by, at=at)  # another window was first


def catch_up(number: str, *, seen: int, by: Declarant) -> None:
    """The writer of an amending draft has seen what happened to its declaration, up to the event of this seq.

    Raises UnknownDeclaration, Stale where more has happened since.
    """
    with transaction.atomic():
        draft = locked_draft(number, by=by)
        declaration = find(draft.amends, of=by.trader_id)
        if seen != declaration.last_seq:
            raise Stale()
        draft.seen = seen
        draft.save(update_fields=["seen"])


def amend_by_draft(
    number: str, *, reason: str, key: str, expected: str, by: Declarant, at: datetime, correlation_id: str = ""
) -> Lodged:
    """Send what a draft says as the amendment of its declaration, under an idempotency key. Sent again, it gives the
    same answer.

    `expected` is the ETag of what the declarant has seen of the draft. Raises UnknownDeclaration, DraftLodged, Stale
    where the draft or its declaration is another by now, NotAcceptable with every format error, and what amending
    raises.
    """
    with transaction.atomic():
        draft = locked_draft(number, by=by)
        if draft.lodged_as:
            return replay_of(draft, key=key, by=by)
        if draft.etag != expected:
            raise Stale()
        amendment = _amendment(draft, reason=reason, key=key, correlation_id=correlation_id)
        try:
            amended = amend(draft.amends, amendment, by=by, at=at)
        except Refused as refused:
            refusal = refused  # told below: the submission that keeps it must be committed
        else:
            draft.lodged_as = amended.number
            draft.revision += 1
            draft.save(update_fields=["lodged_as", "revision"])
            return amended
    raise refusal


def _amendment(draft: Draft, *, reason: str, key: str, correlation_id: str) -> Amendment:
    """The message that a program would send (`AmendmentMessage`)."""
    said = json.loads(draft.body)
    data: DeclarationData = read(said, DeclarationData)
    body = json.dumps({"reason": reason, "declaration": said}, ensure_ascii=False).encode()
    message = Message(body=body, key=key, data=data, correlation_id=correlation_id, form=Form.AMENDMENT)
    return Amendment(message=message, reason=reason, seen=draft.seen or 0)
