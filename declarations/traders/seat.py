"""The seat at the store: as which database role a request works, and for which organisation.

The wall between organisations is PostgreSQL's row-level security, not our filters: a query that forgets its filter
finds the rows of its own organisation, or none. A request sits down once it is known who asks; every statement after
that runs in its seat, and when the request ends the seat is left. A process without requests (worker, dispatcher)
never sits: it works as the role of its connection.

`SET LOCAL` holds for a transaction, and most requests read outside of one. So a seat is taken for the session, before
the first statement that needs it and before any transaction, where nothing rolls it back; requests of one organisation
that follow one another share it. Whoever changes seats inside a transaction (only tests do) says so at each statement.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from msgspec import Struct
from psycopg import Connection
from psycopg.pq import TransactionStatus

WEB, OFFICER, WORKER = "singlewindow_web", "singlewindow_officer", "singlewindow_worker"
_SIT = "SELECT set_config('role', %s, {local}), set_config('app.org', %s, {local})"
_SESSION, _LOCAL = _SIT.format(local="false"), _SIT.format(local="true")


class Seat(Struct, frozen=True):
    """A role, and the organisation whose rows it sees; without a role that of the connection, and nobody's rows."""

    role: str = ""
    organisation: UUID | None = None


_STANDING = Seat()
_seat: ContextVar[Seat] = ContextVar("seat", default=_STANDING)


def sit(seat: Seat) -> None:
    """Work in this seat until the request ends."""
    _seat.set(seat)


@contextmanager
def standing_up() -> Iterator[None]:
    """Whatever seat is taken inside is left at the end, and none is there at the beginning."""
    token = _seat.set(_STANDING)
    try:
        yield
    finally:
        _seat.reset(token)


class _Session:
    """In which seat the session of a connection is, and whether its transaction is in another."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.seat: tuple[str, str] = (base, "")
        self.is_elsewhere = False


def _settle(wrapper: BaseDatabaseWrapper) -> None:
    """Have the session in the seat that is taken."""
    kept: _Session = wrapper.seated  # type: ignore[attr-defined]  # set when the connection was made
    seat = _seat.get()
    wanted = (seat.role or kept.base, str(seat.organisation or ""))
    status = wrapper.connection.info.transaction_status
    if status == TransactionStatus.INERROR:
        return  # nothing runs any more but a rollback
    if status == TransactionStatus.IDLE:
        kept.is_elsewhere = False
    if kept.seat == wanted and not kept.is_elsewhere:
        return
    if status == TransactionStatus.IDLE:
        _sit_down(wrapper.connection, wanted)
        kept.seat = wanted
    else:
        wrapper.connection.execute(_LOCAL, wanted)
        kept.is_elsewhere = True


def _sit_down(session: Connection[Any], wanted: tuple[str, str]) -> None:
    """For the session, before any transaction: a transaction that has its first statement yet to come waits for it."""
    autocommit = session.autocommit
    session.autocommit = True
    try:
        session.execute(_SESSION, wanted)
    finally:
        session.autocommit = autocommit


def _in_the_seat(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Around each statement of this process."""
    _settle(context["connection"])
    return execute(sql, params, many, context)


def _begin_session(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """A new connection is in the seat that its address says: `-c role=`, or its login's own role."""
    connection.seated = _Session(settings.DATABASE_ROLE or "none")  # type: ignore[attr-defined]
    if _in_the_seat not in connection.execute_wrappers:
        connection.execute_wrappers.append(_in_the_seat)


connection_created.connect(_begin_session, dispatch_uid="declarations.traders.seat")
