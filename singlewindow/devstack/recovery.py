"""`make backup` and `make restore`: the private store into a vault, and out of it again, verified and reconciled."""

import json
import os
import shutil
import time
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from singlewindow.devstack.errors import DevstackError
from singlewindow.devstack.postgres import Postgres
from singlewindow.devstack.stack import Stack
from singlewindow.devstack.state import State
from singlewindow.devstack.vault import ARCHIVED_SECONDS, Vault

WITH_THE_STORE = ("secrets.json", "documents")
NOT_OURS = "The store is not the stack's own: docs/operations.md tells under Backup and restore what to do."
WAITS = "I5"  # what was due while nobody worked is due still, and done once the dispatcher is there
_LAST_COMMIT = "SELECT pg_last_xact_replay_timestamp()"


def back_up(state: State, vault: Vault) -> list[tuple[str, str]]:
    """Of the stack that runs on this state folder; what to tell. Raises DevstackError."""
    server = running_server(state)
    began = time.monotonic()
    vault.keep_log(server)
    base = vault.take_base(server)
    vault.store.mkdir(mode=0o700, exist_ok=True)
    for name in WITH_THE_STORE:  # after the store: every row's document is there, and perhaps one more
        _copy(state.folder / name, vault.store / name)
    return [
        ("base backup", str(base)),
        ("taken in", f"{time.monotonic() - began:.1f} s"),
        ("log", f"{vault.archive}, from now on, every {ARCHIVED_SECONDS} s at least"),
        ("secrets, documents", f"{vault.store}: let nobody read it"),
    ]


def running_server(state: State) -> Postgres:
    """The PostgreSQL of the stack that runs on this folder. Raises DevstackError where it is not the stack's own."""
    server, address = Postgres(state, durable=True), state.environment.get("DATABASE_URL", "")
    server.port = urlsplit(address).port
    if server.url != address:
        raise DevstackError(NOT_OURS)
    return server


def restore(stack: Stack, vault: Vault, *, until: datetime | None) -> list[tuple[str, str]]:
    """Into this stack's state folder, whose store is moved aside first; verified and reconciled. What to tell.

    Raises DevstackError where there is nothing to restore from, or what was restored does not verify.
    """
    if os.environ.get("DATABASE_URL"):
        raise DevstackError(NOT_OURS)
    if until and until > datetime.now(UTC):
        raise DevstackError(f"{until} is yet to come: without TO the store is restored to the end of its log.")
    began = time.monotonic()
    last, has_last_log = _restored(stack.state, vault, until)
    restored = time.monotonic()
    stack.start_servers()
    asks = bool(list(stack.state.folder.glob("simulator-*")))  # they know what they were asked by these registers
    if asks:
        stack.start_simulators()
    verified = _verified(stack)
    ready = time.monotonic()
    return [
        ("restored to", until.isoformat(" ") if until else "the end of the log"),
        ("last commit in it", last.astimezone(UTC).isoformat(" ") if last else "that of the base backup"),
        ("restored in", f"{restored - began:.1f} s"),
        ("verified in", f"{ready - restored:.1f} s: {verified}"),
        ("RTO", f"{ready - began:.1f} s"),
        ("RPO", _lost(until, has_last_log=has_last_log)),
        *(_reconciled(stack) if asks else [("agencies", "not asked: their registers are not in this state folder")]),
    ]


def _restored(state: State, vault: Vault, until: datetime | None) -> tuple[datetime | None, bool]:
    """Restore the store, and stop it; the instant of the last commit, and whether the lost store's log was there."""
    vault.base_for(until)  # nothing is moved aside for a restore that cannot be
    for name in WITH_THE_STORE:
        if not (state.folder / name).exists():
            _copy(vault.store / name, state.folder / name)
    server = Postgres(state, durable=True)
    has_last_log = _moved_aside(server, vault)
    try:
        vault.restore(server, until=until)
        with psycopg.connect(server.superuser_url) as connection:
            [last] = connection.execute(_LAST_COMMIT).fetchone() or [None]
    finally:
        server.stop()
    return last, has_last_log


def _verified(stack: Stack) -> str:
    """What `verify` says of it. Raises DevstackError where something is broken."""
    outcome = stack.manage("verify", "--json")
    if not outcome.printed:
        raise DevstackError(f"What was restored cannot be verified. {outcome.complaint}")
    broken = {verdict["code"]: verdict for verdict in json.loads(outcome.printed) if verdict["broken"]}
    waiting = broken.pop(WAITS, None)
    if broken:
        first = [f"{code}: {each['first'][0]['number']}: {each['first'][0]['why']}" for code, each in broken.items()]
        raise DevstackError("\n".join(["What was restored does not verify:", *first]))
    return f"nothing is broken; {waiting['broken']} wait for the dispatcher" if waiting else "nothing is broken"


def _moved_aside(server: Postgres, vault: Vault) -> bool:
    """Keep what is left of a store under another name, its last log in the vault; whether there was any."""
    data = server.data
    if not data.exists():
        return False
    vault.keep_last_log(data)
    data.rename(data.with_name(f"data.before-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"))
    return True


def _lost(until: datetime | None, *, has_last_log: bool) -> str:
    if until:
        return "what came after that instant, as wished"
    return "0: the lost store's own log was there" if has_last_log else "what came after the last commit in it"


def _reconciled(stack: Stack) -> list[tuple[str, str]]:
    """What the agencies know and the store does not, or the other way round, a line each."""
    told = stack.manage("reconcile")
    lines = told.printed.splitlines()
    if told.exit_code and not lines:
        raise DevstackError(f"The agencies could not be asked. {told.complaint}")
    return [("agencies", f"{len(lines)} differences"), *(("", line) for line in lines)]


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True)
    elif source.exists():
        shutil.copy2(source, target)
