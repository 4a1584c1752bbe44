"""Drafts: registering and lodging are two acts. A draft is changed freely, looked at on demand, lodged once.

Its number becomes the declaration's, unless another declaration was allotted the same meanwhile. Its row is locked
while it is lodged, so that a change or another lodging in the same moment comes before or after, and never between
what was read and what was declared.
"""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
from django.db import IntegrityError, InternalError, connection, transaction

from declarations import numbering
from declarations.clearance.amending import demand_same_act
from declarations.clearance.assessing import declared_day
from declarations.clearance.lodging import Lodged, lodge
from declarations.clearance.message import Message
from declarations.clearance.recording import MOST_TRIES, NeverFirst
from declarations.clearance.understanding import understand
from declarations.data import Direction
from declarations.errors import DraftAmends, DraftLodged, Refused, Stale, TooManyDrafts, UnknownDeclaration
from declarations.models import Declaration, Draft, Submission
from declarations.reading import find, version_body
from declarations.traders.declarant import Declarant
from declarations.traders.models import Trader

KEPT_FOR = timedelta(days=90)
MOST_OPEN = 1000
_LONGEST_REFERENCE = 20

_CLEAN_UP = """
DELETE FROM declarations_draft
 WHERE id IN (SELECT id FROM declarations_draft WHERE keep_until <= %s
               ORDER BY keep_until LIMIT %s FOR UPDATE SKIP LOCKED)
"""


def register(
    body: bytes, said: dict[str, Any], *, by: Declarant, at: datetime, amends: Declaration | None = None
) -> Draft:
    """Keep a JSON object, complete or not, under a number of its own. `said` is what `body` says.

    `amends` is the declaration that it amends, as it was seen. Raises TooManyDrafts.
    """
    for _ in range(MOST_TRIES):
        try:
            return _register(body, said, by=by, at=at, amends=amends)
        except IntegrityError as clash:
            if clash.__cause__.diag.constraint_name != "declarations_draft_number_key":  # type: ignore[union-attr]
                raise
    raise NeverFirst


def _register(body: bytes, said: dict[str, Any], *, by: Declarant, at: datetime, amends: Declaration | None) -> Draft:
    with transaction.atomic():
        Trader.objects.select_for_update(no_key=True).get(id=by.trader_id)  # so that the limit is exact
        if Draft.objects.filter(owner=by.trader_id, lodged_as="").count() >= MOST_OPEN:
            raise TooManyDrafts(limit=MOST_OPEN)
        return Draft.objects.create(
            number=numbering.allot(declared_day(at)),
            owner_id=by.trader_id,
            created_at=at,
            amends=amends.number if amends else "",
            seen=amends.last_seq if amends else None,
            **_content(body, said, by=by, at=at),
        )


def copy_to_draft(number: str, *, by: Declarant, at: datetime) -> Draft:
    """A draft that says what a declaration of the organisation says, but for the own reference.

    Raises UnknownDeclaration, TooManyDrafts.
    """
    declaration = find(number, of=by.trader_id)
    said = json.loads(version_body(declaration, declaration.version))
    said.pop("own_reference", None)
    return register(json.dumps(said, ensure_ascii=False).encode(), said, by=by, at=at)


def find_draft(number: str, *, by: Declarant) -> Draft:
    """A draft of the organisation. Raises UnknownDeclaration for any other."""
    return _of(number, by=by, rows=Draft.objects.all())


def page_of_drafts(
    *, by: Declarant, filters: dict[str, Any], after: UUID | None, limit: int
) -> tuple[list[Draft], UUID | None]:
    """A page of the organisation's drafts, newest first, without their bodies; where the next one begins."""
    rows = Draft.objects.filter(owner=by.trader_id, **filters).defer("body").order_by("-id")
    if after:
        rows = rows.filter(id__lt=after)
    found = list(rows[: limit + 1])
    return found[:limit], found[limit - 1].id if len(found) > limit else None


def revise_draft(
    number: str, body: bytes, said: dict[str, Any], *, expected: str, by: Declarant, at: datetime
) -> Draft:
    """Put another body in the place of the one whose ETag is `expected`.

    Raises UnknownDeclaration, Stale, DraftLodged, NotAcceptable where it amends a declaration and says another act.
    """
    with transaction.atomic():
        draft = _changeable(number, expected=expected, by=by)
        content = _content(body, said, by=by, at=at)
        if draft.amends:
            demand_same_act(draft, direction=content["direction"], own_reference=content["own_reference"])
        for name, value in content.items():
            setattr(draft, name, value)
        draft.revision += 1
        draft.save()
    return draft


def discard_draft(number: str, *, expected: str, by: Declarant) -> None:
    """Delete the draft whose ETag is `expected`. Raises UnknownDeclaration, Stale, DraftLodged."""
    with transaction.atomic():
        _changeable(number, expected=expected, by=by).delete()


def lodge_draft(
    number: str, *, key: str, by: Declarant, at: datetime, correlation_id: str = "", expected: str | None = None
) -> Lodged:
    """Lodge what the draft says, under an idempotency key. Sent again, it gives the same answer.

    `expected` is the ETag of what the declarant has seen, where that matters. Raises UnknownDeclaration, DraftLodged,
    DraftAmends, Stale, NotAcceptable with every format error, and what lodging raises.
    """
    told: dict[str, Any] = {"key": key, "by": by, "at": at, "correlation_id": correlation_id, "expected": expected}
    try:
        outcome = _lodge_locked(number, **told)
    except InternalError as lost:
        # Another lodging with this own reference came between, and now it is seen; or the number has become another
        # declaration's, since a draft does not reserve it there. Either way the store gave our transaction up.
        if not isinstance(lost.__cause__, psycopg.errors.InFailedSqlTransaction):
            raise
        outcome = _lodge_locked(number, **told, keeps_number=False)
    if isinstance(outcome, Refused):
        raise outcome
    return outcome


def clean_up_drafts(at: datetime, *, limit: int = 1000) -> int:
    """Delete the drafts that were kept as long as promised, in batches. How many they were."""
    deleted, batch = 0, limit
    while batch == limit:
        with connection.cursor() as cursor:
            cursor.execute(_CLEAN_UP, [at, limit])
            batch = cursor.rowcount
        deleted += batch
    return deleted


def _lodge_locked(
    number: str,
    *,
    key: str,
    by: Declarant,
    at: datetime,
    correlation_id: str,
    expected: str | None,
    keeps_number: bool = True,
) -> Lodged | Refused:
    """A refusal by the rules is given back, not raised: the submission that keeps it must be committed."""
    with transaction.atomic():
        draft = locked_draft(number, by=by)
        if draft.amends:
            raise DraftAmends(existing=draft.amends)
        if draft.lodged_as:
            return replay_of(draft, key=key, by=by)
        if expected not in (None, draft.etag):
            raise Stale()
        data = understand(json.loads(draft.body), by=by, at=at)
        message = Message(
            body=draft.body.encode(),
            key=key,
            data=data,
            correlation_id=correlation_id,
            number=draft.number if keeps_number else "",
        )
        try:
            lodged = lodge(message, by=by, at=at)
        except Refused as refused:
            return refused
        draft.lodged_as = lodged.number
        draft.revision += 1
        draft.save(update_fields=["lodged_as", "revision"])
    return lodged


def locked_draft(number: str, *, by: Declarant) -> Draft:
    """A draft of the organisation, locked until the caller's transaction ends. Raises UnknownDeclaration."""
    return _of(number, by=by, rows=Draft.objects.select_for_update())


def replay_of(draft: Draft, *, key: str, by: Declarant) -> Lodged:
    """The answer that this key was given when the draft was sent. Raises DraftLodged for another key."""
    lodging = {"client": by.client, "idempotency_key": key, "declaration_number": draft.lodged_as}
    earlier = Submission.objects.filter(**lodging).first()
    if earlier is None:
        raise DraftLodged(existing=draft.lodged_as)
    return Lodged(number=draft.lodged_as, reply=earlier.reply.encode(), replayed=True)


def _changeable(number: str, *, expected: str, by: Declarant) -> Draft:
    draft = locked_draft(number, by=by)
    if draft.lodged_as:
        raise DraftLodged(existing=draft.lodged_as)
    if draft.etag != expected:
        raise Stale()
    return draft


def _of(number: str, *, by: Declarant, rows: Any) -> Draft:
    found = rows.filter(number=number, owner=by.trader_id).first()
    if found is None:
        raise UnknownDeclaration()
    return found


def _content(body: bytes, said: dict[str, Any], *, by: Declarant, at: datetime) -> dict[str, Any]:
    """What follows from a body: the columns that a change sets."""
    reference = said.get("own_reference")
    return {
        "body": body.decode(),
        "direction": said.get("direction") if said.get("direction") in list(Direction) else "",
        "own_reference": reference if isinstance(reference, str) and len(reference) <= _LONGEST_REFERENCE else "",
        "client": by.client,
        "changed_at": at,
        "keep_until": at + KEPT_FOR,
    }
