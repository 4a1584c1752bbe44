"""Writing a lodging: every row of it in one SQL statement, which is one transaction and one trip to the store. Many
lodgings together are as many rows in the same statement.

Each table's rows go in as one JSON array that PostgreSQL turns into rows of that table's type. All of them
hang on the first: where the (client, key) pair is taken nothing at all is written.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import Any

import msgspec
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from declarations.data.numbers import number_text
from declarations.models import (
    AssessedDuty,
    Declaration,
    Event,
    GoodsItem,
    LedgerEntry,
    PermitClaim,
    Submission,
    Version,
)
from declarations.selection.models import Selection
from permits.models import PermitCheck

Rows = Mapping[type[Model], Sequence[Mapping[str, Any]]]

# The first is the door: the others are written only where its row was new.
ORDER: tuple[type[Model], ...] = (
    Submission,
    Selection,
    Declaration,
    Version,
    GoodsItem,
    AssessedDuty,
    PermitClaim,
    LedgerEntry,
    PermitCheck,
    Event,
)
SET_BY_THE_STORE = frozenset({"received_at", "recorded_at", "transaction"})


# A clash on one of these means that another lodging was first: the caller looks again, and finds it.
_LOST_RACES = {"declaration_own_reference_used_once", "declarations_declaration_number_key"}


MOST_TRIES = 5
"""How often a race is run again. Each loser finds the winner at the next look, or takes another number."""


class NeverFirst(Exception):
    """Every try was lost. Numbers clash once in a million million, so their source is broken: a bug."""


def record(rows: Rows) -> bool:
    """Write the rows. False, and nothing written, where the key, the own reference or the number is taken."""
    with connection.cursor() as cursor:
        try:
            cursor.execute(statement_for(rows), encoded(rows))
        except IntegrityError as clash:
            if _is_lost_race(clash):
                return False
            raise
        return bool(cursor.fetchone()[0])


def record_together(lodgings: Sequence[Rows]) -> bool:
    """Write the rows of many lodgings in one transaction: all of them or, where anything of one is taken, none."""
    together = {model: [row for rows in lodgings for row in rows.get(model, ())] for model in ORDER}
    with suppress(_Taken), transaction.atomic(), connection.cursor() as cursor:
        try:
            cursor.execute(statement_for(together), encoded(together))
        except IntegrityError as clash:
            if _is_lost_race(clash):
                raise _Taken() from clash
            raise
        if cursor.fetchone()[0] < len(lodgings):
            raise _Taken()
        return True
    return False


class _Taken(Exception):
    """A key, an own reference or a number among them is taken."""


def write(rows: Rows) -> None:
    """Write the rows of an act on a declaration that exists, in the caller's transaction: one statement a table."""
    with connection.cursor() as cursor:
        for table in _tables(rows):
            cursor.execute(_insert(table), [_ENCODER.encode(rows[table]).decode()])


def _is_lost_race(clash: IntegrityError) -> bool:
    return clash.__cause__.diag.constraint_name in _LOST_RACES  # type: ignore[union-attr]


def statement_for(rows: Rows) -> str:
    """The one statement that writes these rows."""
    return _statement(_tables(rows))


def encoded(rows: Rows) -> list[str]:
    """The rows as its parameters: a JSON array a table."""
    return [_ENCODER.encode(rows[model]).decode() for model in _tables(rows)]


def _tables(rows: Rows) -> tuple[type[Model], ...]:
    return tuple(model for model in ORDER if rows.get(model))


@cache
def _statement(tables: tuple[type[Model], ...]) -> str:
    """The statement for these tables, made from their models once."""
    door, *others = tables
    parts = [f"door AS ({_insert(door)} ON CONFLICT (client, idempotency_key) DO NOTHING RETURNING 1)"]
    parts += [
        f"rows_{index} AS ({_insert(model)} WHERE EXISTS (SELECT FROM door))" for index, model in enumerate(others)
    ]
    return f"WITH {', '.join(parts)} SELECT count(*) FROM door"  # noqa: S608  (names come from our own models)


def _insert(model: type[Model]) -> str:
    table = model._meta.db_table
    columns = ", ".join(
        f'"{field.column}"' for field in model._meta.concrete_fields if field.column not in SET_BY_THE_STORE
    )
    source = f"SELECT {columns} FROM json_populate_recordset(NULL::{table}, %s)"  # noqa: S608
    return f"INSERT INTO {table} ({columns}) {source}"


_ENCODER = msgspec.json.Encoder(enc_hook=number_text)
