"""Reading the store as it was at one instant, by one connection or several, and streaming a query out of it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction
from msgspec import Struct
from psycopg.abc import Buffer

_READ_ONLY = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
# A full export takes longer than any request may, and who holds the instant for others is idle meanwhile.
_AS_LONG_AS_IT_TAKES = """
SET LOCAL statement_timeout = 0;
SET LOCAL idle_in_transaction_session_timeout = 0;
SET LOCAL datestyle = 'ISO';
SET LOCAL work_mem = '64MB'
"""
# From declaration to goods item by indexes, in the order of the file: where tables are joined whole, the wide rows of a
# month have to be sorted afterwards, on the disk.
_ROW_BY_ROW = "SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off"


class Snapshot(Struct, frozen=True):
    """One instant of the store. Whatever was committed by `as_at` is in it; nothing that comes later is."""

    as_at: datetime
    server_version: str
    id: str

    @contextmanager
    def again(self) -> Iterator["Snapshot"]:
        """The same instant by the connection of this thread, which is closed then: to read many rows in order."""
        try:
            with transaction.atomic(durable=True):
                with connection.cursor() as cursor:
                    cursor.execute(_READ_ONLY)
                    cursor.execute(f"SET TRANSACTION SNAPSHOT '{self.id}'")
                    cursor.execute(f"{_AS_LONG_AS_IT_TAKES}; {_ROW_BY_ROW}")
                yield self
        finally:
            connection.close()

    def count(self, query: str) -> int:
        """What a query counts."""
        with connection.cursor() as cursor:
            cursor.execute(query)
            return int(cursor.fetchone()[0])

    def pairs_of(self, query: str) -> list[tuple[str, str]]:
        """The rows of a query of two columns."""
        with connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()

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
            cursor.execute(_READ_ONLY)
            # The first query fixes the snapshot, just after the instant at which the statement came.
            cursor.execute("SELECT statement_timestamp(), current_setting('server_version'), pg_export_snapshot()")
            as_at, server_version, of_the_instant = cursor.fetchone()
            cursor.execute(_AS_LONG_AS_IT_TAKES)
        yield Snapshot(as_at=as_at, server_version=server_version, id=of_the_instant)
