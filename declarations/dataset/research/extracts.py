"""A project's extract: a schema of its own with one view, which a login of its own may read, and nothing else.

What is stored is in a schema that no researcher may use, owned by a role that nobody logs in as. The view is a
security barrier: a function that costs nothing sees only the rows that the view shows. Made and destroyed by a command
of the owner, who may create roles (docs/research.md).
"""

import secrets
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from msgspec import Struct
from psycopg import sql

from declarations.dataset.errors import ResearchRefused
from declarations.dataset.models import Population, ResearchDecision, ResearchKey, ResearchProject
from declarations.dataset.releasing.counting import ITEMS
from declarations.dataset.research import joining, pseudonyms
from declarations.dataset.research.applying import is_matched, note
from declarations.dataset.research.columns import ExtractColumn, chosen

STORE, KEEPER = "research_store", "singlewindow_research"
VIEW = "extract"
STATEMENT_TIMEOUT = "5min"
_CONNECTIONS = 4
Status = ResearchProject.Status


class Opened(Struct, frozen=True):
    """An extract that was made. Without a password it is not open: its rows can be matched with another one's."""

    rows: int
    join_rates: dict[str, float]
    login: str = ""
    password: str = ""


@transaction.atomic
def open_project(project_id: UUID, *, by: str, at: datetime) -> Opened:
    """Make the extract of an approved project, measure how far it can be matched, and let its members in.

    Raises ResearchRefused where it is not approved, or over. The password is told once and kept nowhere.
    """
    project = ResearchProject.objects.select_for_update().get(pk=project_id)
    if project.status != Status.APPROVED or project.expires_on < at.date():
        raise ResearchRefused("An extract is made for an approved project that is not over.")
    rows = _store(project, at=at)
    project.join_rates = {str(other.id): joining.rate(project, other) for other in _live(project)}
    project.save(update_fields=["join_rates"])
    stands_up = project.decisions.filter(step=ResearchDecision.Step.OVERRIDE, approves=True).exists()
    if is_matched(project) and not stands_up:
        note(project, "CAN_BE_MATCHED", who=by, at=at, percent=str(max(project.join_rates.values())))
        return Opened(rows, project.join_rates)
    password = secrets.token_urlsafe(24)
    _let_in(project, password)
    project.status, project.opened_at = Status.OPEN, at
    project.save(update_fields=["status", "opened_at"])
    note(project, "OPENED", who=by, at=at, rows=rows)
    return Opened(rows, project.join_rates, project.schema, password)


@transaction.atomic
def close_project(project_id: UUID, *, by: str, at: datetime) -> None:
    """Destroy extract, login and key. Raises ResearchRefused where there is none."""
    project = ResearchProject.objects.select_for_update().get(pk=project_id)
    if project.status not in {Status.OPEN, Status.APPROVED}:
        raise ResearchRefused("It has no extract.")
    name = sql.Identifier(project.schema)
    _run(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(name))
    _run(sql.SQL("DROP TABLE IF EXISTS {}").format(_stored(project)))
    _run(sql.SQL("DROP ROLE IF EXISTS {}").format(name))
    ResearchKey.objects.filter(project=project).delete()
    project.status, project.closed_at = Status.CLOSED, at
    project.save(update_fields=["status", "closed_at"])
    note(project, "CLOSED", who=by, at=at)


def close_expired(*, at: datetime) -> int:
    """Close every project whose last day is over; how many."""
    over = list(ResearchProject.objects.filter(status__in=[Status.OPEN, Status.APPROVED], expires_on__lt=at.date()))
    for project in over:
        close_project(project.pk, by="system", at=at)
    return len(over)


def _live(project: ResearchProject) -> list[ResearchProject]:
    return list(ResearchProject.objects.filter(status=Status.OPEN).exclude(pk=project.pk).order_by("id"))


def _store(project: ResearchProject, *, at: datetime) -> int:
    """The rows, with pseudonyms, where no researcher reads them; how many. Made anew where there were some."""
    columns = chosen(project.columns)
    key = _key_of(project)
    names: dict[str, str] = {}
    spelled = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(column.name), sql.SQL(column.type)) for column in columns
    )
    _run(sql.SQL("DROP TABLE IF EXISTS {}").format(_stored(project)))
    _run(sql.SQL("CREATE TABLE {} ({}, withheld boolean NOT NULL)").format(_stored(project), spelled))
    count = 0
    with connection.cursor() as cursor, cursor.copy(sql.SQL("COPY {} FROM STDIN").format(_stored(project))) as copy:
        for row in _rows(project, columns, at=at):
            told = [
                _named(cell, key, names) if column.is_pseudonym else cell
                for column, cell in zip(columns, row, strict=False)
            ]
            copy.write_row([*told, row[-1]])
            count += 1
    _run(sql.SQL("ALTER TABLE {} OWNER TO {}").format(_stored(project), sql.Identifier(KEEPER)))
    return count


def _rows(project: ResearchProject, columns: list[ExtractColumn], *, at: datetime) -> Iterator[tuple[Any, ...]]:
    """The items of its months, in an order that says nothing; and whether a trader asked for secrecy of them."""
    statement = (
        f"SELECT {', '.join(column.source for column in columns)}, EXISTS (SELECT FROM dataset_secrecyrequest secret"  # noqa: S608
        " WHERE secret.direction = item.direction AND secret.commodity = left(item.commodity_code, 9)"
        " AND secret.valid_from <= item.dated_on AND coalesce(secret.valid_to, 'infinity') >= item.dated_on)"
        f" FROM ({ITEMS}) item WHERE direction = %(direction)s"
        " AND dated_on >= %(first)s AND dated_on < %(end)s ORDER BY random()"
    )
    asked: dict[str, Any] = {
        "generated": project.population == Population.GENERATED,
        "known_at": at,
        "direction": project.direction,
        "first": project.first_month,
        "end": _next_month(project.last_month),
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        rows = cursor.fetchall()
    yield from rows


def _named(name: str, key: bytes, known: dict[str, str]) -> str:
    if name not in known:
        known[name] = pseudonyms.pseudonym(name, key=key)
    return known[name]


def _key_of(project: ResearchProject) -> bytes:
    kept = ResearchKey.objects.filter(project=project).first()
    if kept is None:
        kept = ResearchKey.objects.create(project=project, sealed=pseudonyms.sealed(pseudonyms.new_key()))
    return pseudonyms.opened(kept.sealed)


def _let_in(project: ResearchProject, password: str) -> None:
    """Schema, view and login."""
    name, keeper = sql.Identifier(project.schema), sql.Identifier(KEEPER)
    columns = sql.SQL(", ").join(sql.Identifier(column.name) for column in chosen(project.columns))
    parts = {
        "name": name,
        "keeper": keeper,
        "columns": columns,
        "view": sql.Identifier(project.schema, VIEW),
        "stored": _stored(project),
        "password": sql.Literal(password),
        "last": sql.Literal(project.expires_on.isoformat()),
        "until": sql.Literal((project.expires_on + timedelta(days=1)).isoformat()),
        "most": sql.Literal(_CONNECTIONS),
        "timeout": sql.Literal(STATEMENT_TIMEOUT),
    }
    for statement in (
        "CREATE ROLE {name} LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"
        " CONNECTION LIMIT {most} PASSWORD {password} VALID UNTIL {until}",
        "ALTER ROLE {name} SET default_transaction_read_only = on",
        "ALTER ROLE {name} SET statement_timeout = {timeout}",
        "ALTER ROLE {name} SET search_path = {name}",
        "CREATE SCHEMA {name} AUTHORIZATION {keeper}",
        "CREATE VIEW {view} WITH (security_barrier) AS SELECT {columns} FROM {stored}"
        " WHERE NOT withheld AND current_date <= {last}::date",
        "ALTER VIEW {view} OWNER TO {keeper}",
        "GRANT USAGE ON SCHEMA {name} TO {name}",
        "GRANT SELECT ON {view} TO {name}",
    ):
        _run(sql.SQL(statement).format(**parts))


def _stored(project: ResearchProject) -> sql.Identifier:
    return sql.Identifier(STORE, project.schema)


def _run(statement: sql.Composable) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _next_month(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)
