"""A private PostgreSQL: loopback, scram passwords, little memory; durable unless it is thrown away afterwards."""

import contextlib
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import psutil
import psycopg
from psycopg import sql

from singlewindow.devstack.account import Account, postgres_account, reachable_home
from singlewindow.devstack.binaries import PostgresBinaries, find_postgres
from singlewindow.devstack.errors import DevstackError
from singlewindow.devstack.process import Child, free_port
from singlewindow.devstack.state import State

SUPERUSER, OWNER, DATABASE = "postgres", "singlewindow", "singlewindow"
WEB, OFFICER, WORKER, AUDIT = (f"singlewindow_{name}" for name in ("web", "officer", "worker", "audit"))
ROLES = (WEB, OFFICER, WORKER, AUDIT, "singlewindow_research")  # the last owns extracts, and is nobody's login
# The login of each kind of process, and as what it may work: the web process takes an officer's seat for an officer.
LOGINS = {WEB: ("web_process", (WEB, OFFICER, WORKER)), WORKER: ("worker_process", (WORKER,))}
_LOGS_IN = sql.SQL("LOGIN NOINHERIT NOSUPERUSER NOBYPASSRLS NOCREATEROLE PASSWORD {}")
NOTHING: Mapping[str, str] = MappingProxyType({})
START_SECONDS = 60.0  # recovery after a kill may take a while
TRIES = 3  # a free port may be taken between asking and listening
SMALL = {
    "shared_buffers": "64MB",
    "work_mem": "4MB",
    "maintenance_work_mem": "32MB",
    "max_connections": "60",
    "max_wal_size": "256MB",
    "max_worker_processes": "4",
    "max_parallel_workers_per_gather": "0",
    "jit": "off",  # short statements: compiling them costs more than it saves
    "huge_pages": "off",
}
# What is kept may be backed up without being started again: the log has what a replica needs (only bulk loads of new
# tables write more of it), and archiving is on, of which a full segment is let go until `make backup` says where to.
KEPT = {"wal_level": "replica", "max_wal_senders": "3", "archive_mode": "on", "archive_command": "true"}
THROWN_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}
THROWN_AWAY |= {"wal_level": "minimal", "max_wal_senders": "0"}
SINCE_18 = {"io_method": "sync"}  # no processes for asynchronous reads of a database that fits in memory


class Postgres:
    """One cluster in the state folder, with one database whose owner is no superuser.

    `durable=False` is for tests alone: nothing survives a crash. `creates_databases` lets the owner make databases.
    """

    name = "PostgreSQL"

    def __init__(self, state: State, *, durable: bool, creates_databases: bool = False) -> None:
        self._state = state
        self._durable = durable
        self._creates_databases = creates_databases
        self._folder = state.folder / "postgres"
        self.port: int | None = None
        self.description = "PostgreSQL"
        self.child: Child | None = None

    @property
    def data(self) -> Path:
        """The data folder, which exists once the server was started."""
        return self._folder.resolve() / "data"

    @property
    def url(self) -> str:
        """For DATABASE_URL: as the owner, who is no superuser."""
        return f"postgresql://{OWNER}:{self._state.secret('database-owner')}@127.0.0.1:{self.port}/{DATABASE}"

    def url_of(self, role: str) -> str:
        """For the DATABASE_URL of a process that works as this role."""
        login, _ = LOGINS[role]
        return f"postgresql://{login}:{self._state.secret(f'database-{login}')}@127.0.0.1:{self.port}/{DATABASE}"

    @property
    def superuser_url(self) -> str:
        """For setting the cluster up, and for tests that look at it from above."""
        return f"postgresql://{SUPERUSER}:{self._state.secret('database-superuser')}@127.0.0.1:{self.port}/postgres"

    def make_home(self) -> Path:
        """The folder of the server's files, where the account that runs it can reach it."""
        return reachable_home(self._folder, account=postgres_account(self._folder / "data"))

    def start(self, *, recovery: Mapping[str, str] = NOTHING, patience: float = START_SECONDS) -> None:
        """Start it, after initdb the first time, and wait until it answers, for so many seconds. Raises DevstackError.

        `recovery` are further settings for this one time, such as where a restored server finds its log.
        """
        home = self.make_home()
        data = home / "data"
        account = postgres_account(data)
        binaries = find_postgres(major=_major_of(data)).readable_by(account, home=home)
        self.description = f"PostgreSQL {binaries.major}, {binaries.origin}"
        if not data.exists():
            self._initialise(data, binaries=binaries, account=account)
        _remove_stale_pid_file(data)
        self._start(data, binaries=binaries, account=account, recovery=recovery, patience=patience)
        self._prepare_database()

    def stop(self) -> None:
        """Fast shutdown: sessions end, what was committed is on disk."""
        if self.child:
            self.child.stop(patience=30)
            self.child = None

    def _initialise(self, data: Path, *, binaries: PostgresBinaries, account: Account | None) -> None:
        """initdb into another name first: a data folder that exists is a whole one."""
        unfinished, password = data.with_suffix(".unfinished"), data.with_suffix(".password")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        password.unlink(missing_ok=True)
        password.touch(mode=0o600)
        password.write_text(self._state.secret("database-superuser"), encoding="utf-8")
        if account:
            account.own(unfinished)
            account.own(password)
        command = [str(binaries.folder / "initdb"), "--pgdata", str(unfinished), "--username", SUPERUSER]
        command += ["--auth", "scram-sha-256", "--pwfile", str(password), "--encoding", "UTF8", "--no-locale"]
        command += [] if self._durable else ["--no-sync"]
        initdb = subprocess.run(  # noqa: S603 -- our own command line
            command, cwd=data.parent, capture_output=True, text=True, **(account.arguments if account else {})
        )
        password.unlink()
        if initdb.returncode:
            raise DevstackError(f"PostgreSQL's initdb failed:\n{initdb.stderr.strip()}")
        unfinished.rename(data)

    def _start(
        self,
        data: Path,
        *,
        binaries: PostgresBinaries,
        account: Account | None,
        recovery: Mapping[str, str],
        patience: float,
    ) -> None:
        for _ in range(TRIES):
            self.port = self.port or free_port()  # started again, it is found where it was
            configuration = data.parent / "postgresql.conf"
            configuration.write_text(self._configuration(binaries.major, recovery), encoding="utf-8")
            configuration.chmod(0o644)
            self.child = Child(
                name=self.name,
                command=[str(binaries.folder / "postgres"), "-D", str(data), "-c", f"config_file={configuration}"],
                log=self._state.logs / "postgres.log",
                environment={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
                folder=data.parent,
                account=account,
                stop_signal=signal.SIGINT,
            )
            self.child.start()
            self._state.remember(self.child)
            if self._answers(self.child, patience=patience):
                return
            reason = self.child.end_of_log
            self.child.stop()
            self.port = None
        raise DevstackError(f"{self.description} does not start. {reason}")

    def _configuration(self, major: int, recovery: Mapping[str, str]) -> str:
        settings = SMALL | (SINCE_18 if major >= 18 else {}) | (KEPT if self._durable else THROWN_AWAY) | dict(recovery)
        settings |= {"listen_addresses": "127.0.0.1", "port": str(self.port), "unix_socket_directories": ""}
        settings |= {"password_encryption": "scram-sha-256", "timezone": "UTC", "log_timezone": "UTC"}
        return "".join("{} = '{}'\n".format(name, value.replace("'", "''")) for name, value in settings.items())

    def _answers(self, child: Child, *, patience: float) -> bool:
        give_up_at = time.monotonic() + patience
        while child.exit_code is None and time.monotonic() < give_up_at:
            try:
                psycopg.connect(self.superuser_url, connect_timeout=2).close()
            except psycopg.OperationalError:
                time.sleep(0.03)
            else:
                return True
        return False

    def _prepare_database(self) -> None:
        """The owner and its database, made or brought in line; safe to repeat.

        The owner makes a login for each research project; it may change none of those that are made here.
        """
        rights = sql.SQL("LOGIN NOSUPERUSER NOBYPASSRLS CREATEROLE NOREPLICATION {} PASSWORD {}").format(
            sql.SQL("CREATEDB" if self._creates_databases else "NOCREATEDB"), self._state.secret("database-owner")
        )
        with psycopg.connect(self.superuser_url, autocommit=True) as connection:
            _have_role(connection, OWNER, rights)
            for role in ROLES:
                _have_role(connection, role, sql.SQL("NOLOGIN NOSUPERUSER NOBYPASSRLS"))
            grant = sql.SQL("GRANT {} TO {}")
            connection.execute(grant.format(_names(ROLES), sql.Identifier(OWNER)))
            for login, roles in LOGINS.values():
                password = self._state.secret(f"database-{login}")
                _have_role(connection, login, _LOGS_IN.format(password))
                connection.execute(grant.format(_names(roles), sql.Identifier(login)))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                create = sql.SQL("CREATE DATABASE {} OWNER {}")
                connection.execute(create.format(sql.Identifier(DATABASE), sql.Identifier(OWNER)))


def _have_role(connection: psycopg.Connection, name: str, rights: sql.Composable) -> None:
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
    verb = sql.SQL("ALTER ROLE {} WITH {}" if known else "CREATE ROLE {} WITH {}")
    connection.execute(verb.format(sql.Identifier(name), rights))


def _names(roles: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, roles))


def _major_of(data: Path) -> int | None:
    """The version that made the data folder; None if there is none."""
    with contextlib.suppress(FileNotFoundError):
        return int((data / "PG_VERSION").read_text(encoding="ascii"))
    return None


def _remove_stale_pid_file(data: Path) -> None:
    """PostgreSQL refuses to start while a process has the id in its pid file, whatever that process is.

    We own the state folder, so the file is stale unless the process is a server on this very data folder.
    """
    pid_file = data / "postmaster.pid"
    if not pid_file.exists():
        return
    first = pid_file.read_text(encoding="utf-8", errors="replace").partition("\n")[0].strip()
    with contextlib.suppress(psutil.NoSuchProcess, ValueError):
        if str(data) in psutil.Process(int(first)).cmdline():
            raise DevstackError(f"A PostgreSQL server (process {first}) already runs on {data}: stop it first.")
    pid_file.unlink()
