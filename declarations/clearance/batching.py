"""Taking a batch in: the rows of a file into the store by COPY, once, whatever breaks on the way.

Nothing is lodged before the whole file is here. A file that is sent again under its key is compared row by row with
what is kept: where the line broke the first time its rows are added; another file is refused.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection, transaction
from msgspec import Struct
from uuid_utils.compat import uuid7

from declarations.batch_file import BatchFile, FileRow
from declarations.errors import (
    BadMessage,
    FileUnreadable,
    KeyInProgress,
    KeyReused,
    TooManyBatches,
    UnknownDeclaration,
)
from declarations.models import Batch, BatchChunk, BatchRow
from declarations.traders.declarant import Declarant

KEPT_FOR = timedelta(days=90)
MOST_UNDER_WAY = 20
CHUNK = 100
CHANNEL = "batches_due"
_A_TIME = 500

# Arrays and no COPY: the store takes no COPY where rows are walled off from one another.
_KEEP = """
INSERT INTO declarations_batchrow
       (batch_id, number, line, body, digest, status, own_reference, declaration_number, problem)
SELECT %s, number, line, body, digest, 'WAITING', '', '', ''
  FROM unnest(%s::int[], %s::int[], %s::bytea[], %s::bytea[]) AS row (number, line, body, digest)
"""
_ALONE = "SELECT pg_try_advisory_xact_lock(hashtext('batch'), hashtext(%s))"


class Sent(Struct, frozen=True):
    """How a file was sent: under which key, in which format and character set, under which correlation id."""

    key: str
    format: str
    charset: str
    correlation_id: str = ""


class Received(Struct, frozen=True):
    """The batch that a file became; `replayed` where the whole of it had been here before."""

    batch: Batch
    replayed: bool


def receive(file: BatchFile, sent: Sent, *, by: Declarant, at: datetime, now: datetime) -> Received:
    """Keep the rows of a file, to be lodged as at an instant.

    Raises FileUnreadable, KeyReused, KeyInProgress, TooManyBatches and BadMessage (`upload-broken`): only the last
    keeps anything, the rows that came.
    """
    with transaction.atomic():
        batch = _opened(sent, by=by, at=at, now=now)
        replayed = batch.is_whole
        rows = _take_in(batch, file)
        if file.faults:
            raise FileUnreadable(file.faults)
        if file.is_whole:
            _complete(batch, file, rows=rows, now=now)
        elif not rows:
            raise BadMessage("batch-broken-off", rows_kept="0")
    if not file.is_whole:
        raise BadMessage("batch-broken-off", rows_kept=str(batch.rows))
    return Received(batch=batch, replayed=replayed)


def find_batch(batch_id: UUID, *, by: Declarant) -> Batch:
    """A batch of the organisation. Raises UnknownDeclaration for any other."""
    found = Batch.objects.filter(id=batch_id, owner=by.trader_id).first()
    if found is None:
        raise UnknownDeclaration()
    return found


def page_of_batches(*, by: Declarant, after: UUID | None, limit: int) -> tuple[list[Batch], UUID | None]:
    """A page of the organisation's batches, newest first; where the next one begins."""
    rows = Batch.objects.filter(owner=by.trader_id).order_by("-id")
    if after:
        rows = rows.filter(id__lt=after)
    found = list(rows[: limit + 1])
    return found[:limit], found[limit - 1].id if len(found) > limit else None


def page_of_rows(batch: Batch, *, status: str = "", after: int = 0, limit: int) -> list[BatchRow]:
    """The rows of a batch after one of them, without their messages: one SQL statement at any depth."""
    rows = BatchRow.objects.filter(batch=batch, number__gt=after).defer("body", "digest").order_by("number")
    return list((rows.filter(status=status) if status else rows)[:limit])


def answers_of(batch: Batch) -> Iterator[BatchRow]:
    """Every row in order, a few hundred in memory at a time and no transaction open between them."""
    after = 0
    while rows := page_of_rows(batch, after=after, limit=_A_TIME):
        yield from rows
        after = rows[-1].number


def clean_up_batches(at: datetime) -> int:
    """Delete the batches that were kept as long as promised, one at a time. How many they were."""
    deleted = 0
    while True:
        with transaction.atomic():
            batch = Batch.objects.filter(keep_until__lte=at).select_for_update(skip_locked=True).first()
            if batch is None:
                return deleted
            batch.delete()
        deleted += 1


def _opened(sent: Sent, *, by: Declarant, at: datetime, now: datetime) -> Batch:
    """The batch of this key, opened where there was none; nobody else takes rows into it until we are done."""
    with connection.cursor() as cursor:
        cursor.execute(_ALONE, [f"{by.client} {sent.key}"])
        if not cursor.fetchone()[0]:
            raise KeyInProgress()
    batch = Batch.objects.filter(client=by.client, idempotency_key=sent.key).first()
    if batch is None:
        return _open(sent, by=by, at=at, now=now)
    if (batch.format, batch.charset) != (sent.format, sent.charset):
        raise KeyReused()
    return batch


def _open(sent: Sent, *, by: Declarant, at: datetime, now: datetime) -> Batch:
    # Two at the same moment may both be let in: the limit spares the store, it is no right of anybody.
    if Batch.objects.filter(owner=by.trader_id, finished_at=None).count() >= MOST_UNDER_WAY:
        raise TooManyBatches(limit=MOST_UNDER_WAY)
    return Batch.objects.create(
        owner_id=by.trader_id,
        client=by.client,
        idempotency_key=sent.key,
        declarant=msgspec.to_builtins(by),
        correlation_id=sent.correlation_id,
        format=sent.format,
        charset=sent.charset,
        as_at=at,
        received_at=now,
        keep_until=now + KEPT_FOR,
    )


def _take_in(batch: Batch, file: BatchFile) -> int:
    """Compare the rows that are kept, add those that are not. How many the file has."""
    kept, rows, count = batch.rows, file.rows(), 0
    while some := list(islice(rows, _A_TIME)):
        count = some[-1].number
        _compare(batch, some, kept=kept)
        new = [row for row in some if row.number > kept]
        if new and batch.is_whole:
            raise KeyReused()
        _keep(batch, new)
    if count > kept:
        batch.rows = count
        batch.save(update_fields=["rows"])
        _cut(batch, first=kept + 1)
    return count


def _compare(batch: Batch, rows: Sequence[FileRow], *, kept: int) -> None:
    """Raises KeyReused where the file differs from what is kept: a digest covers all that is before it."""
    last = min(rows[-1].number, kept)
    if rows[0].number > last:
        return
    ours = bytes(BatchRow.objects.values_list("digest", flat=True).get(batch=batch, number=last))
    if ours != rows[last - rows[0].number].digest:
        raise KeyReused()


def _keep(batch: Batch, rows: Sequence[FileRow]) -> None:
    columns = [[getattr(row, name) for row in rows] for name in ("number", "line", "body", "digest")]
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [batch.id, *columns])


def _cut(batch: Batch, *, first: int) -> None:
    """The new rows as chunks, each for one worker at a time."""
    starts = range(first, batch.rows + 1, CHUNK)
    BatchChunk.objects.bulk_create(
        BatchChunk(id=uuid7(), batch=batch, first_row=start, last_row=min(start + CHUNK - 1, batch.rows))
        for start in starts
    )


def _complete(batch: Batch, file: BatchFile, *, rows: int, now: datetime) -> None:
    """The whole file is here: from now on its rows are due. Raises KeyReused where it is not the file it was."""
    if batch.is_whole:
        if bytes(batch.sha256) != file.digest:
            raise KeyReused()
        return
    if rows < batch.rows:
        raise KeyReused()
    changes: dict[str, Any] = {"sha256": file.digest, "uploaded_at": now}
    for name, value in changes.items():
        setattr(batch, name, value)
    batch.save(update_fields=list(changes))
    ring()


def ring() -> None:
    """Wake the dispatcher, after commit. Only a doorbell: a chunk that is due is found without it."""
    with connection.cursor() as cursor:
        cursor.execute(f"NOTIFY {CHANNEL}")
