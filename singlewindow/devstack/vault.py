"""Where a store's base backups and its log are kept, and how it is restored from them: to the end, or to an instant.

    base-INSTANT/   a base backup that was finished then, with its manifest
    archive/        the log, a segment a file, compressed; segments of before the oldest base serve nothing
    store/          secrets and documents, as of the newest base
    cluster         which cluster it is of: another's log must not be mixed in

The drill F35 (`tests/faults/recovery.py`) and `make backup` and `make restore` are the same functions.
"""

import gzip
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from singlewindow.devstack.account import is_open, postgres_account
from singlewindow.devstack.binaries import find_postgres
from singlewindow.devstack.errors import DevstackError
from singlewindow.devstack.postgres import Postgres

ARCHIVED_SECONDS = 60  # a segment is kept this often, full or not: what the loss of a whole machine may cost
RECOVERY_SECONDS = 3600.0
_STAMP = "%Y%m%dT%H%M%S.%fZ"
# Whole or not there, also where the server dies while it copies; kept again where it dies before it knows.
_ARCHIVE = "gzip --fast < %p > {archive}/%f.part && sync {archive}/%f.part && mv {archive}/%f.part {archive}/%f.gz"
_FETCH = "gunzip < {archive}/%f.gz > %p"


class Vault:
    """A folder on another disk, best of another machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        self.archive = self.folder / "archive"
        self.store = self.folder / "store"
        self._cluster = self.folder / "cluster"

    def keep_log(self, server: Postgres) -> None:
        """Have a running server keep its log here from now on. Raises DevstackError where it cannot."""
        account = postgres_account(server.data)
        self.archive.mkdir(parents=True, exist_ok=True)
        if account:
            if not is_open(self.folder):
                raise DevstackError(
                    f"{account.name} runs PostgreSQL and cannot reach {self.folder}: choose another DIR."
                )
            account.own(self.archive)
        with psycopg.connect(server.superuser_url, autocommit=True) as connection:
            self._is_of(connection)
            for name, value in {
                "archive_command": _ARCHIVE.format(archive=self.archive),
                "archive_timeout": str(ARCHIVED_SECONDS),
            }.items():
                connection.execute(sql.SQL("ALTER SYSTEM SET {} = {}").format(sql.Identifier(name), value))
            connection.execute("SELECT pg_reload_conf()")

    def take_base(self, server: Postgres) -> Path:
        """Take a base backup of a running server and hold it against its manifest. Raises DevstackError."""
        unfinished = self.folder / "base.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        told = conninfo_to_dict(server.superuser_url)
        command = ["pg_basebackup", "--pgdata", str(unfinished), "--checkpoint", "fast", "--no-password"]
        command += ["--host", str(told["host"]), "--port", str(told["port"]), "--username", str(told["user"])]
        _run(command, PGPASSWORD=str(told["password"]))
        _run(["pg_verifybackup", "--quiet", str(unfinished)])
        base = self.folder / f"base-{datetime.now(UTC).strftime(_STAMP)}"
        unfinished.rename(base)
        return base

    def base_for(self, until: datetime | None) -> Path:
        """The newest base that was finished by then. Raises DevstackError where there is none."""
        finished = {datetime.strptime(each.name[5:], _STAMP).replace(tzinfo=UTC): each for each in self._bases()}
        usable = [instant for instant in finished if until is None or instant <= until]
        if not usable:
            raise DevstackError(f"{self.folder} has no base backup{f' that was finished by {until}' if until else ''}.")
        return finished[max(usable)]

    def keep_last_log(self, data: Path) -> int:
        """Take over what a lost server had not archived, where its log is left. How many segments."""
        taken = 0
        for segment in (data / "pg_wal").glob("0*"):
            if not (kept := self.archive / f"{segment.name}.gz").exists():
                with segment.open("rb") as source, gzip.open(kept, "wb", compresslevel=1) as target:
                    shutil.copyfileobj(source, target)
                kept.chmod(0o644)
                taken += 1
        return taken

    def restore(self, server: Postgres, *, until: datetime | None = None) -> None:
        """Into a data folder that is not there yet, and start the server, which answers once all is in it.

        Raises DevstackError where the folder is there, or the log does not reach so far.
        """
        data = server.make_home() / "data"
        if data.exists():
            raise DevstackError(f"{data} exists: nothing is restored over it.")
        account = postgres_account(data)
        shutil.copytree(self.base_for(until), data, symlinks=True)
        (data / "recovery.signal").touch()
        (data / "postmaster.pid").unlink(missing_ok=True)
        data.chmod(0o700)
        if account:
            for path in [data, *data.rglob("*")]:
                account.own(path)
        recovery = {"restore_command": _FETCH.format(archive=self.archive), "hot_standby": "off"}
        if until:
            recovery |= {"recovery_target_time": until.isoformat(), "recovery_target_action": "promote"}
        server.start(recovery=recovery, patience=RECOVERY_SECONDS)

    def _bases(self) -> list[Path]:
        return list(self.folder.glob("base-*"))

    def _is_of(self, connection: psycopg.Connection) -> None:
        """Note whose log it is, or refuse another's. Raises DevstackError."""
        [cluster] = connection.execute("SELECT system_identifier::text FROM pg_control_system()").fetchone() or [""]
        if self._cluster.exists() and self._cluster.read_text(encoding="ascii") != cluster:
            raise DevstackError(f"{self.folder} has the log of another store: choose another DIR.")
        self._cluster.write_text(cluster, encoding="ascii")


def _run(command: list[str], **secrets: str) -> None:
    program = find_postgres().folder / command[0]
    if not program.exists():
        raise DevstackError(f"{program} is not there: install PostgreSQL's client programs beside its server.")
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", **secrets}  # a secret in no process list
    done = subprocess.run([str(program), *command[1:]], capture_output=True, text=True, env=environment)  # noqa: S603
    if done.returncode:
        raise DevstackError(f"{command[0]} failed: {done.stderr.strip()}")
