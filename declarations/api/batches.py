"""`/batches`: a file of declarations, each row lodged as if it had come alone; progress, rows and results."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from msgspec import Struct
from rest_framework.permissions import BasePermission
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from declarations import clearance, csv_columns, models
from declarations.api.batch_upload import CsvUpload, NdjsonUpload, upload_of
from declarations.api.edge import (
    a_flag,
    a_limit,
    after_cursor,
    cursor_of,
    key_of,
    one_of,
    page_of,
    parameters,
    reply,
)
from declarations.api.operation import CLOCK, CURSOR, KEY, LIMIT, operation, query
from declarations.api.schema import Problem
from declarations.api.views import MAY_LODGE, MAY_READ
from declarations.clearance.batching import Sent
from declarations.clock import instant_of
from declarations.data import Direction
from declarations.errors import BadMessage
from declarations.traders.authentication import declarant_of


class BatchAccount(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """How far a batch is. `state`: RECEIVING until the whole file is here, then WAITING, LODGING, FINISHED."""

    id: UUID
    state: str
    format: str
    idempotency_key: str
    rows: int
    waiting: int
    accepted: int
    refused: int
    percent: int
    rows_a_second: str
    received_at: datetime
    as_at: datetime
    keep_until: datetime
    uploaded_at: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None


class RowAnswer(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What came of one declaration of the file: its number, or the problem that lodging it alone would answer with.

    `line` is where it begins in the file: a line of NDJSON, a row of a table (the header is row 1).
    """

    row: int
    line: int
    status: str
    own_reference: str = ""
    number: str = ""
    problem: Problem | None = None


class _RowTold(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A RowAnswer whose problem goes out as it is kept."""

    row: int
    line: int
    status: str
    own_reference: str = ""
    number: str = ""
    problem: msgspec.Raw | None = None


class _Offers(JSONRenderer):
    """Lets a caller ask for a format that the view writes itself; problems stay JSON."""


class NdjsonRenderer(_Offers):
    """A JSON object a line."""

    media_type, format = "application/x-ndjson", "ndjson"


class CsvRenderer(_Offers):
    """A table."""

    media_type, format = "text/csv", "csv"


class Batches(APIView):
    """`/batches`."""

    chapter = "batches"
    parser_classes = [NdjsonUpload, CsvUpload]

    def get_permissions(self) -> list[BasePermission]:
        return [permission() for permission in (MAY_LODGE if self.request.method == "POST" else MAY_READ)]

    @operation(
        takes_media=("application/x-ndjson", "text/csv"),
        gives=BatchAccount,
        status=202,
        parameters=(KEY, CLOCK),
    )
    def post(self, request: Request) -> HttpResponse:
        """Send a file of at most 50 MB and 10,000 rows; after a broken line send it again with the same key."""
        parameters(request)
        by, at, key = declarant_of(request), instant_of(request), key_of(request)
        upload = upload_of(request)
        sent = Sent(key, upload.format, upload.charset, request.META["CORRELATION_ID"])
        received = clearance.receive(upload.file, sent, by=by, at=at, now=timezone.now())
        headers = {"Location": f"/api/v1/batches/{received.batch.id}"}
        if received.replayed:
            headers["Idempotency-Replayed"] = "true"
        return reply(_account(received.batch), status=202, headers=headers)

    @operation(gives=[BatchAccount], parameters=(LIMIT, CURSOR))
    def get(self, request: Request) -> HttpResponse:
        """A page of the organisation's batches, newest first."""
        by = declarant_of(request)
        asked = parameters(request, limit=a_limit, cursor=lambda text: after_cursor(text, owner=by.trader_id))
        found, more = clearance.page_of_batches(by=by, after=asked.get("cursor"), limit=asked.get("limit", 50))
        return page_of(request, [_account(batch) for batch in found], cursor=cursor_of(more, owner=by.trader_id))


class Batch(APIView):
    """`/batches/{id}`."""

    chapter = "batches"
    permission_classes = MAY_READ

    @operation(gives=BatchAccount)
    def get(self, request: Request, batch: UUID) -> HttpResponse:
        """How far it is."""
        parameters(request)
        return reply(_account(clearance.find_batch(batch, by=declarant_of(request))))


class BatchRows(APIView):
    """`/batches/{id}/rows`."""

    chapter = "batches"
    permission_classes = MAY_READ

    @operation(gives=[RowAnswer], parameters=(query("status", "WAITING, ACCEPTED or REFUSED."), LIMIT, CURSOR))
    def get(self, request: Request, batch: UUID) -> HttpResponse:
        """A page of its rows with what came of each, in the order of the file."""
        by = declarant_of(request)
        asked = parameters(
            request,
            status=one_of(*models.BatchRow.Status.values),
            limit=a_limit,
            cursor=lambda text: after_cursor(text, owner=by.trader_id).int,
        )
        limit, found = asked.get("limit", 50), clearance.find_batch(batch, by=by)
        rows = clearance.page_of_rows(
            found, status=asked.get("status", ""), after=asked.get("cursor", 0), limit=limit + 1
        )
        # A cursor is a UUID everywhere: here it is the row's number, written as one.
        more = UUID(int=rows[limit - 1].number) if len(rows) > limit else None
        return page_of(request, [_told(row) for row in rows[:limit]], cursor=cursor_of(more, owner=by.trader_id))


class BatchResults(APIView):
    """`/batches/{id}/results`."""

    chapter = "batches"
    permission_classes = MAY_READ
    renderer_classes = [JSONRenderer, NdjsonRenderer]

    @operation(gives_media="application/x-ndjson")
    def get(self, request: Request, batch: UUID) -> StreamingHttpResponse:
        """Every row with what came of it, a JSON object a line, as `/rows` tells them."""
        parameters(request)
        found = clearance.find_batch(batch, by=declarant_of(request))
        return StreamingHttpResponse(_lines(found), content_type="application/x-ndjson")


class BatchTemplate(APIView):
    """`/batches/template.csv`."""

    chapter = "batches"
    renderer_classes = [JSONRenderer, CsvRenderer]

    @operation(
        gives_media="text/csv",
        parameters=(
            query("direction", "IMPORT or EXPORT."),
            query("explain", "`true`: the columns one a row, with what each means and how it is written."),
        ),
    )
    def get(self, request: Request) -> HttpResponse:
        """A table to fill in, made from the form: its columns and a row of examples."""
        asked = parameters(request, direction=one_of("IMPORT", "EXPORT"), explain=a_flag)
        if "direction" not in asked:
            raise BadMessage("invalid-parameter", parameter="direction")
        direction = Direction(asked["direction"])
        text = csv_columns.explanation(direction) if asked.get("explain") else csv_columns.template(direction)
        name = f"{direction.lower()}-declarations.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(text.encode(), content_type="text/csv; charset=utf-8", headers=headers)


def _account(batch: models.Batch) -> BatchAccount:
    answered = batch.accepted + batch.refused
    worked = ((batch.finished_at or timezone.now()) - batch.started_at).total_seconds() if batch.started_at else 0.0
    return BatchAccount(
        id=batch.id,
        state=_state(batch),
        format=batch.format,
        idempotency_key=batch.idempotency_key,
        rows=batch.rows,
        waiting=batch.rows - answered,
        accepted=batch.accepted,
        refused=batch.refused,
        percent=answered * 100 // batch.rows if batch.rows else 0,
        rows_a_second=f"{answered / worked:.1f}" if worked else "0.0",
        received_at=batch.received_at,
        as_at=batch.as_at,
        keep_until=batch.keep_until,
        uploaded_at=batch.uploaded_at,
        started_at=batch.started_at,
        finished_at=batch.finished_at,
    )


def _state(batch: models.Batch) -> str:
    if batch.finished_at:
        return "FINISHED"
    if batch.started_at:
        return "LODGING"
    return "WAITING" if batch.is_whole else "RECEIVING"


def _told(row: models.BatchRow) -> _RowTold:
    return _RowTold(
        row=row.number,
        line=row.line,
        status=row.status,
        own_reference=row.own_reference,
        number=row.declaration_number,
        problem=msgspec.Raw(row.problem.encode()) if row.problem else None,
    )


def _lines(batch: models.Batch) -> Iterator[Any]:
    for row in clearance.answers_of(batch):
        yield msgspec.json.encode(_told(row)) + b"\n"
