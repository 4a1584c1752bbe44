"""Reading the store as it was at one instant, and streaming a query out of it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction
from msgspec import Struct
from psycopg.abc import Buffer


class Snapshot(Struct, frozen=True):
    """One instant of the store. Whatever was committed by `as_at` is in it; nothing that comes later is."""

    as_at: datetime
    server_version: str

    def count(self, query: str) -> int:
        """How many rows a query gives."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) {query}")
            return int(cursor.fetchone()[0])

    def column_of(self, query: str) -> list[str]:
        """The first column of a query."""
        with connection.cursor() as cursor:
            cursor.execute(query)
            return [row[0] for row in cursor.fetchall()]

    @contextmanager
    def csv_of(self, query: str) -> Iterator[Iterable[Buffer]]:
        """The CSV of a query as it streams in: a heading and then a line each row, each ending in LF.

        The server sends one message for each row (PostgreSQL, "COPY Operations"), so a row is never cut, even
        where a quoted text goes over several lines. Leaving the block early cancels the query.
        """
        with connection.cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT csv, HEADER)") as lines:
            yield lines


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    """Hold one snapshot of the store, read only, for as long as it takes. Must not be inside a transaction."""
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SET LOCAL statement_timeout = 0")  # a full export takes longer than any request may
            cursor.execute("SET LOCAL datestyle = 'ISO'")
            # One statement sorts and joins the whole store: with what a request may have it would do so on the disk.
            cursor.execute("SET LOCAL work_mem = '256MB'")
            # The first query fixes the snapshot, just after the instant at which the statement came.
            cursor.execute("SELECT statement_timestamp(), current_setting('server_version')")
            as_at, server_version = cursor.fetchone()
        yield Snapshot(as_at=as_at, server_version=server_version)
