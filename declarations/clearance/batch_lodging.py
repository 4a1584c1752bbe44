"""Lodging the rows of a batch: a chunk of them at a time and together, each answered as if it had been sent alone.

Each row has an idempotency key of its own, made from the batch and its number. What the number stands for never
changes (`batching` compares), so a row that was lodged by a worker who died before saying so is lodged again under the
same key and is answered by what is kept: nothing is lost and nothing is doubled. A key from the own reference would
not do: a row may lack one, and two rows with one are two messages, of which the second is refused as a duplicate.
"""

import logging
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

import msgspec
from django.db import InterfaceError, OperationalError, connection, transaction
from msgspec import Struct

from declarations.clearance.batching import ring
from declarations.clearance.lodging import Lodged, lodge_together
from declarations.clearance.message import Message
from declarations.clearance.understanding import understand
from declarations.csv_columns import place_of
from declarations.errors import BadMessage, Refusal, RowBroken
from declarations.models import Batch, BatchRow
from declarations.strict_json import LARGEST_BODY, read_object
from declarations.traders.declarant import Declarant

logger = logging.getLogger(__name__)

LEASE_SECONDS = 40  # longer than a worker is let work on a task
MOST_IN_FLIGHT = 4  # chunks: what waits here and not in the broker can still be put in a fairer order
MOST_ATTEMPTS = 5  # after so many a bug is taken for the row's own

Explain = Callable[[Refusal], dict[str, Any]]
"""The refusal in the words that lodging alone would answer with. The edge knows them."""

# Small files and the beginnings of long ones first: the first chunks of all batches, then the second ones, and so on.
_DUE = """
UPDATE declarations_batchchunk SET published_until = now() + make_interval(secs => %(seconds)s)
 WHERE id IN (SELECT chunk.id FROM declarations_batchchunk chunk JOIN declarations_batch batch ON batch.id = batch_id
               WHERE chunk.finished_at IS NULL AND batch.uploaded_at IS NOT NULL
                 AND (published_until IS NULL OR published_until < now())
                 AND (lease_until IS NULL OR lease_until < now())
               ORDER BY first_row, chunk.id LIMIT least(%(limit)s, greatest(0, %(most_in_flight)s - (
                   SELECT count(*) FROM declarations_batchchunk
                    WHERE finished_at IS NULL AND (published_until > now() OR lease_until > now()))))
               FOR NO KEY UPDATE OF chunk SKIP LOCKED)
RETURNING id
"""
_TAKE = """
UPDATE declarations_batchchunk
   SET lease_until = now() + make_interval(secs => %(seconds)s), published_until = NULL, attempts = attempts + 1
 WHERE id = %(chunk)s AND finished_at IS NULL AND (lease_until IS NULL OR lease_until < now())
RETURNING batch_id, first_row, last_row, attempts
"""
_SETTLE = """
WITH told AS (
    SELECT * FROM json_to_recordset(%(answers)s)
        AS answer (number int, status text, own_reference text, declaration_number text, problem text)
), settled AS (
    UPDATE declarations_batchrow SET status = told.status, own_reference = told.own_reference, settled_at = now(),
           declaration_number = told.declaration_number, problem = told.problem
      FROM told WHERE batch_id = %(batch)s AND declarations_batchrow.number = told.number
       AND declarations_batchrow.status = 'WAITING'
    RETURNING told.status
)
UPDATE declarations_batch SET started_at = coalesce(started_at, now()),
       accepted = accepted + (SELECT count(*) FROM settled WHERE status = 'ACCEPTED'),
       refused = refused + (SELECT count(*) FROM settled WHERE status = 'REFUSED')
 WHERE id = %(batch)s
"""
_FINISH_CHUNK = """
UPDATE declarations_batchchunk SET lease_until = NULL, published_until = NULL,
       finished_at = CASE WHEN NOT EXISTS (
           SELECT FROM declarations_batchrow row WHERE row.batch_id = declarations_batchchunk.batch_id
              AND number BETWEEN first_row AND last_row AND status = 'WAITING') THEN now() END
 WHERE id = %(chunk)s AND finished_at IS NULL
"""
_FINISH_BATCH = """
UPDATE declarations_batch SET finished_at = now()
 WHERE id = %(batch)s AND uploaded_at IS NOT NULL AND finished_at IS NULL AND accepted + refused = rows
"""


class Lease(Struct, frozen=True):
    """The right to lodge the rows of a chunk, of one worker, for a while."""

    chunk_id: UUID
    batch: Batch
    by: Declarant
    first_row: int
    last_row: int
    attempts: int


class Answer(Struct, frozen=True, kw_only=True):
    """What came of a row."""

    number: int
    status: str
    own_reference: str = ""
    declaration_number: str = ""
    problem: str = ""


def claim_chunks(*, limit: int, for_seconds: float = 15, most_in_flight: int = MOST_IN_FLIGHT) -> list[UUID]:
    """Chunks to work on now, at most `most_in_flight` with those under way; nobody else is given them for a while."""
    with connection.cursor() as cursor:
        cursor.execute(_DUE, {"limit": limit, "seconds": for_seconds, "most_in_flight": most_in_flight})
        return [row[0] for row in cursor.fetchall()]


def lodge_chunk(chunk_id: UUID, *, explain: Explain) -> None:
    """Lodge the rows of a chunk that wait, if nobody else does. What was answered is kept even where a bug rises."""
    lease = _take(chunk_id)
    if lease is None:
        return
    answers: list[Answer] = []
    waiting = BatchRow.objects.filter(
        batch=lease.batch, number__range=(lease.first_row, lease.last_row), status=BatchRow.Status.WAITING
    )
    try:
        for answer in _answers(list(waiting.defer("digest").order_by("number")), lease, explain=explain):
            answers.append(answer)
    finally:
        _settle(lease, answers)
    ring()


def _take(chunk_id: UUID) -> Lease | None:
    """By compare-and-set, on the database's clock."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"chunk": chunk_id, "seconds": LEASE_SECONDS})
        row = cursor.fetchone()
    if row is None:
        return None
    batch = Batch.objects.get(id=row[0])
    by = msgspec.convert(batch.declarant, Declarant)
    return Lease(chunk_id=chunk_id, batch=batch, by=by, first_row=row[1], last_row=row[2], attempts=row[3])


class Taken(Struct, frozen=True):
    """A row as it was read: the message to lodge, or why it is none."""

    row: BatchRow
    own_reference: str
    message: Message | Refusal


def _answers(rows: list[BatchRow], lease: Lease, *, explain: Explain) -> Iterable[Answer]:
    """All of them together; one by one where a bug of ours stands in the way of one."""
    try:
        return _together(rows, lease, explain=explain)
    except (OperationalError, InterfaceError):
        raise
    except Exception as broken:
        logger.warning("batch %s: row by row, as together %s", lease.batch.id, type(broken).__name__)
        return (_alone(row, lease, explain=explain) for row in rows)


def _together(rows: list[BatchRow], lease: Lease, *, explain: Explain) -> list[Answer]:
    taken = [_taken(row, lease) for row in rows]
    messages = [each.message for each in taken if isinstance(each.message, Message)]
    lodged = iter(lodge_together(messages, by=lease.by, at=lease.batch.as_at) if messages else ())
    return [
        _answer(each, next(lodged) if isinstance(each.message, Message) else each.message, lease, explain=explain)
        for each in taken
    ]


def _alone(row: BatchRow, lease: Lease, *, explain: Explain) -> Answer:
    try:
        return _together([row], lease, explain=explain)[0]
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        if lease.attempts <= MOST_ATTEMPTS:
            raise
        logger.exception("batch %s, row %d: given up", lease.batch.id, row.number)
        return _refused(row, lease, explain(RowBroken()))


def _taken(row: BatchRow, lease: Lease) -> Taken:
    """The road of a message that comes alone, from its bytes to what is lodged."""
    body, reference = bytes(row.body), ""
    try:
        if len(body) > LARGEST_BODY:
            raise BadMessage("body-too-large", status=413, limit=LARGEST_BODY)
        document = read_object(body)
        reference = _reference(document.value)
        data = understand(document.value, by=lease.by, at=lease.batch.as_at)
    except Refusal as refused:
        return Taken(row, reference, refused)
    key = f"batch:{lease.batch.id.hex}:{row.number}"
    return Taken(row, reference, Message(body, key, data, correlation_id=lease.batch.correlation_id))


def _answer(taken: Taken, outcome: Lodged | Refusal, lease: Lease, *, explain: Explain) -> Answer:
    if isinstance(outcome, Refusal):
        return _refused(taken.row, lease, explain(outcome), own_reference=taken.own_reference)
    return Answer(
        number=taken.row.number,
        status="ACCEPTED",
        own_reference=taken.own_reference,
        declaration_number=outcome.number,
    )


def _reference(said: dict[str, Any]) -> str:
    reference = said.get("own_reference")
    return reference[:64] if isinstance(reference, str) else ""


def _refused(row: BatchRow, lease: Lease, problem: dict[str, Any], *, own_reference: str = "") -> Answer:
    if lease.batch.format == Batch.Format.CSV:
        problem = problem | {"errors": [_placed(error, row) for error in problem.get("errors", ())]}
    told = msgspec.json.encode(problem, enc_hook=str).decode()
    return Answer(number=row.number, status="REFUSED", own_reference=own_reference, problem=told)


def _placed(error: dict[str, Any], row: BatchRow) -> dict[str, Any]:
    """An error with its place in the table."""
    below, column = place_of(error["pointer"])
    return error | {"row": row.line + below, "column": column}


def _settle(lease: Lease, answers: list[Answer]) -> None:
    """Write the answers, end the chunk where no row of it waits, and the batch where none of its does."""
    told = msgspec.json.encode(answers).decode()
    with transaction.atomic(), connection.cursor() as cursor:
        if answers:
            cursor.execute(_SETTLE, {"batch": lease.batch.id, "answers": told})
        cursor.execute(_FINISH_CHUNK, {"chunk": lease.chunk_id})
        cursor.execute(_FINISH_BATCH, {"batch": lease.batch.id})
