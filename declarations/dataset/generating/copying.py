"""Rows into the store by COPY: some hundred declarations a transaction, as text that is made once.

PostgreSQL takes no COPY into a table whose rows it guards one by one, so a chunk is copied beside the tables, into
temporary ones, and inserted from there: every wall, key and check looks at it. That costs no more than COPY alone.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
from django.contrib.postgres.fields import ArrayField
from django.db import IntegrityError, connection, models, transaction

from declarations.clearance.recording import SET_BY_THE_STORE
from declarations.data import number_text
from declarations.dataset.errors import NoRoomToGenerate
from declarations.models import (
    AssessedDuty,
    Declaration,
    Event,
    Examination,
    GoodsItem,
    LedgerEntry,
    Submission,
    Version,
)
from declarations.selection.models import Selection

Rows = Mapping[type[models.Model], Sequence[Mapping[str, Any]]]

# The declaration last: that it may be released is looked at when it comes, from all of the others.
ORDER: tuple[type[models.Model], ...] = (
    Submission,
    Selection,
    Version,
    GoodsItem,
    AssessedDuty,
    LedgerEntry,
    Examination,
    Event,
    Declaration,
)
_ABSENT = "\\N"
_has_special = re.compile(r"[\\\t\n\r]").search
_JSON = msgspec.json.Encoder(enc_hook=number_text)


def copy_together(lodgings: Iterable[Rows]) -> None:
    """Write the rows of many declarations in one transaction. Raises NoRoomToGenerate where anything is taken."""
    lines: dict[type[models.Model], list[str]] = {model: [] for model in ORDER}
    for rows in lodgings:
        for model, some in rows.items():
            if some:
                cells = _cells(model)
                lines[model] += ["\t".join([text(row.get(column)) for column, text in cells]) for row in some]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for model in ORDER:
                if lines[model]:
                    _copy(cursor, model, "\n".join([*lines[model], ""]))
    except IntegrityError as clash:
        raise NoRoomToGenerate(f"An own reference or a number among them is taken: {clash}") from clash


def _copy(cursor: Any, model: type[models.Model], lines: str) -> None:
    table, columns = model._meta.db_table, ", ".join(f'"{column}"' for column, _ in _cells(model))
    cursor.execute(
        f"CREATE TEMPORARY TABLE IF NOT EXISTS generated_{table} ON COMMIT DELETE ROWS"  # noqa: S608  (our own models)
        f" AS SELECT {columns} FROM {table} WITH NO DATA"
    )
    with cursor.copy(f"COPY generated_{table} ({columns}) FROM STDIN") as copy:
        copy.write(lines)
    cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM generated_{table}")  # noqa: S608


@cache
def _cells(model: type[models.Model]) -> tuple[tuple[str, Callable[[Any], str]], ...]:
    """Of each column that we write its name, and what makes the text of a cell (PostgreSQL, "COPY", text format)."""
    fields = [field for field in model._meta.concrete_fields if field.column not in SET_BY_THE_STORE]
    return tuple((str(field.column), _text_of(field)) for field in fields)


def _text_of(field: Any) -> Callable[[Any], str]:
    if isinstance(field, models.JSONField):
        return _json
    if isinstance(field, ArrayField):
        return _array
    if isinstance(field, models.TextField):
        return _text
    if isinstance(field.target_field if field.is_relation else field, models.UUIDField):
        return _id
    return _plain


def _plain(value: Any) -> str:
    """Numbers, times, yes and no: nothing in them has to be escaped."""
    return _ABSENT if value is None else str(value)


def _id(value: UUID | None) -> str:
    return _ABSENT if value is None else value.hex


def _text(value: str | None) -> str:
    if not value:
        return _ABSENT if value is None else ""
    if not _has_special(value):
        return value
    return value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def _json(value: Any) -> str:
    return _ABSENT if value is None else _JSON.encode(value).decode().replace("\\", "\\\\")


def _array(values: Sequence[str]) -> str:
    quoted = (f'"{value}"' for value in (each.replace("\\", "\\\\").replace('"', '\\"') for each in values))
    return _text(f"{{{','.join(quoted)}}}")
