"""A project's extract: a schema of its own with one view, which a login of its own may read, and nothing else.

What is stored is in a schema that no researcher may use, owned by a role that nobody logs in as. The view is a
security barrier: a function that costs nothing sees only the rows that the view shows. Made and destroyed by a command
of the owner, who may create roles (docs/research.md).
"""

import secrets
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from msgspec import Struct
from psycopg import sql

from declarations.clearance.assessing import declared_day
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

# The items of a project, and whether a trader asked for secrecy of them.
_ITEMS = f"""(
SELECT every.*, EXISTS (SELECT FROM dataset_secrecyrequest secret
                         WHERE secret.direction = every.direction AND secret.commodity = left(every.commodity_code, 9)
                           AND secret.valid_from <= every.dated_on
                           AND coalesce(secret.valid_to, 'infinity') >= every.dated_on) AS withheld
  FROM ({ITEMS}) every
 WHERE every.direction = %(direction)s AND every.dated_on >= %(first)s AND every.dated_on < %(end)s) item
"""  # noqa: S608  (our own constants)


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
    if project.status != Status.APPROVED or project.expires_on < declared_day(at):
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
    over = list(
        ResearchProject.objects.filter(status__in=[Status.OPEN, Status.APPROVED], expires_on__lt=declared_day(at))
    )
    for project in over:
        close_project(project.pk, by="system", at=at)
    return len(over)


def _live(project: ResearchProject) -> list[ResearchProject]:
    return list(ResearchProject.objects.filter(status=Status.OPEN).exclude(pk=project.pk).order_by("id"))


def _store(project: ResearchProject, *, at: datetime) -> int:
    """The rows, with pseudonyms, where no researcher reads them; how many. Made anew where there were some.

    The names stand beside their pseudonyms only until the transaction ends.
    """
    columns = chosen(project.columns)
    asked: dict[str, Any] = {
        "generated": project.population == Population.GENERATED,
        "known_at": at,
        "direction": project.direction,
        "first": project.first_month,
        "end": _next_month(project.last_month),
    }
    names = sql.Identifier(STORE, f"{project.schema}_names")
    parts = {
        "stored": _stored(project),
        "names": names,
        "types": sql.SQL(", ").join(
            sql.SQL("{} {}").format(sql.Identifier(column.name), sql.SQL(column.type)) for column in columns
        ),
        "cells": sql.SQL(", ").join(_cell(column, names) for column in columns),
        "items": sql.SQL(_ITEMS),
        "keeper": sql.Identifier(KEEPER),
    }
    _run(sql.SQL("DROP TABLE IF EXISTS {stored}").format(**parts))
    _run(sql.SQL("CREATE TABLE {names} (name text PRIMARY KEY, pseudonym text NOT NULL)").format(**parts))
    _name(names, [column.source for column in columns if column.is_pseudonym], asked, key=_key_of(project))
    _run(sql.SQL("CREATE TABLE {stored} ({types}, withheld boolean NOT NULL)").format(**parts))
    _run(sql.SQL("INSERT INTO {stored} SELECT {cells}, withheld FROM {items} ORDER BY random()").format(**parts), asked)
    _run(sql.SQL("DROP TABLE {names}").format(**parts))
    _run(sql.SQL("ALTER TABLE {stored} OWNER TO {keeper}").format(**parts))
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT count(*) FROM {stored}").format(**parts))
        return int(cursor.fetchone()[0])


def _cell(column: ExtractColumn, names: sql.Identifier) -> sql.Composed:
    told: sql.Composable = sql.SQL(column.source)
    if column.is_pseudonym:
        told = sql.SQL("(SELECT pseudonym FROM {} WHERE name = {})").format(names, told)
    return sql.SQL("{}::{} AS {}").format(told, sql.SQL(column.type), sql.Identifier(column.name))


def _name(names: sql.Identifier, sources: list[str], asked: dict[str, Any], *, key: bytes) -> None:
    """Give each name of these columns its pseudonym."""
    found: set[str] = set()
    for source in sources:
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("SELECT DISTINCT {} FROM {}").format(sql.SQL(source), sql.SQL(_ITEMS)), asked)
            found |= {name for (name,) in cursor.fetchall()}
    with connection.cursor() as cursor, cursor.copy(sql.SQL("COPY {} FROM STDIN").format(names)) as copy:
        for name in sorted(found):
            copy.write_row((name, pseudonyms.pseudonym(name, key=key)))


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
        " WHERE NOT withheld AND (now() AT TIME ZONE 'Asia/Tokyo')::date <= {last}::date",
        "ALTER VIEW {view} OWNER TO {keeper}",
        "GRANT USAGE ON SCHEMA {name} TO {name}",
        "GRANT SELECT ON {view} TO {name}",
    ):
        _run(sql.SQL(statement).format(**parts))


def _stored(project: ResearchProject) -> sql.Identifier:
    return sql.Identifier(STORE, project.schema)


def _run(statement: sql.Composable, asked: dict[str, Any] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)


def _next_month(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)
