"""The private stack: starts real servers, stops exactly what it started, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from singlewindow.devstack.account import remove_home
from singlewindow.devstack.binaries import find_postgres
from singlewindow.devstack.errors import DevstackError, Interrupted
from singlewindow.devstack.progress import Progress
from singlewindow.devstack.stack import ROOT, Stack
from singlewindow.devstack.state import State, owned

# A starter that is killed before it can stop its servers.
KILLED_STARTER = """
import os, signal, sys
from pathlib import Path
from singlewindow.devstack.state import State
from singlewindow.devstack.valkey import Valkey
state = State(Path(sys.argv[1]))
state.take()
valkey = Valkey(state)
valkey.start()
print(valkey.child.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def private(monkeypatch):
    """An environment that names no servers."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)


@pytest.fixture
def state(tmp_path):
    with owned(tmp_path / "state") as state:
        yield state
    remove_home(tmp_path / "state" / "postgres")


@pytest.fixture
def stack(state, private):
    stack = Stack(state, progress=Progress(), durable=False)
    yield stack
    stack.stop()


def server_pids(stack: Stack) -> list[int]:
    return [server.child.pid for server in stack._servers]


def test_servers_named_by_the_environment_are_used_and_none_is_started(state, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody@database.example/customs")
    monkeypatch.setenv("REDIS_URL", "redis://broker.example/3")
    stack = Stack(state, progress=Progress())

    stack.start_servers()

    assert server_pids(stack) == []
    assert stack.environment["DATABASE_URL"] == "postgresql://somebody@database.example/customs"
    assert stack.environment["REDIS_URL"] == "redis://broker.example/3"


def test_servers_start_and_stop_and_leave_no_process(stack):
    stack.start_servers()
    pids = server_pids(stack)
    postgres_and_its_children = psutil.Process(pids[0]).children(recursive=True)
    assert redis.Redis.from_url(stack.environment["REDIS_URL"]).ping() is True

    stack.stop()

    assert len(pids) == 2
    assert [pid for pid in pids if psutil.pid_exists(pid)] == []
    assert [child for child in postgres_and_its_children if child.is_running()] == []


@pytest.mark.parametrize("creates_databases", [False, True])
def test_the_owner_of_the_database_is_no_superuser(stack, creates_databases):
    stack.start_servers(creates_databases=creates_databases)

    with psycopg.connect(stack.environment["DATABASE_URL"]) as connection:
        rights = connection.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolreplication, rolcreatedb FROM pg_roles"
            " WHERE rolname = current_user"
        ).fetchone()
        owner = connection.execute(
            "SELECT pg_get_userbyid(datdba) = current_user FROM pg_database WHERE datname = current_database()"
        ).fetchone()

    assert rights == (False, False, True, False, creates_databases)  # it makes a login for each research project
    assert owner == (True,)


def test_both_servers_want_the_password(stack):
    stack.start_servers()
    database, broker = stack.environment["DATABASE_URL"], stack.environment["REDIS_URL"]

    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(database.replace(stack.state.secret("database-owner"), "guess"))
    with pytest.raises(redis.AuthenticationError):
        redis.Redis.from_url(broker.replace(stack.state.secret("valkey"), "guess")).ping()


def test_secrets_are_kept_for_the_owner_only(stack):
    stack.start_servers()

    modes = {name: (stack.state.folder / name).stat().st_mode & 0o777 for name in ("secrets.json", "environment.json")}

    assert modes == {"secrets.json": 0o600, "environment.json": 0o600}
    assert State(stack.state.folder).secret("valkey") == stack.state.secret("valkey")


def test_data_outlive_a_stop_and_a_stale_pid_file_is_removed(stack):
    stack.start_servers()
    with psycopg.connect(stack.environment["DATABASE_URL"]) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS value")
    stack.stop()
    pid_file = stack.state.folder / "postgres" / "data" / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n", encoding="utf-8")  # a live process that is no PostgreSQL

    stack.start_servers()

    with psycopg.connect(stack.environment["DATABASE_URL"]) as connection:
        assert connection.execute("SELECT value FROM kept").fetchone() == (7,)


def test_a_second_stack_on_the_same_folder_is_refused_in_one_line(state):
    with pytest.raises(DevstackError, match=f"process {os.getpid()}.*already runs.*STATE") as refusal:
        State(state.folder).take()

    assert "\n" not in str(refusal.value)


def test_what_a_killed_starter_left_running_is_stopped_by_the_next_start(tmp_path):
    command = [sys.executable, "-c", KILLED_STARTER, str(tmp_path)]
    starter = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    leftover = int(starter.stdout)
    assert starter.returncode == -signal.SIGKILL
    assert psutil.pid_exists(leftover)

    with owned(tmp_path):
        pass

    assert not psutil.pid_exists(leftover) or psutil.Process(leftover).status() == psutil.STATUS_ZOMBIE


def test_a_child_that_stops_is_reported_with_the_end_of_its_log(stack):
    stack.start_child("web", ["sh", "-c", "echo the reason; exit 3"])
    stack._children[0].process.wait()

    with pytest.raises(DevstackError, match=r"(?s)web stopped with exit code 3\..*the reason"):
        stack.look_after_children()


def test_a_signal_ends_the_wait(stack):
    stack.interrupt(signal.SIGTERM, None)

    with pytest.raises(Interrupted):
        stack.watch()


def test_data_of_another_postgresql_are_refused_with_advice():
    with pytest.raises(DevstackError, match=r"holds data of PostgreSQL 9, here is PostgreSQL .*STATE"):
        find_postgres(major=9)


def test_the_command_line_gives_the_exit_code_of_the_command(private):
    command = [sys.executable, "-m", "singlewindow.devstack", "with", "--", "sh", "-c", "exit 7"]

    assert subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 7


def test_sigterm_stops_everything_and_removes_the_temporary_folder(private):
    report = "import os; print(os.environ['PUBLIC_URL'], flush=True); import time; time.sleep(60)"
    command = [sys.executable, "-m", "singlewindow.devstack", "with", "--", "python", "-c", report]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as devstack:
        devstack.stdout.readline()
        started = psutil.Process(devstack.pid).children(recursive=True)
        folders = {Path(word).parents[1] for child in started for word in child.cmdline() if word.endswith("/data")}

        devstack.terminate()

        assert devstack.wait() == 130
    assert len(started) >= 3
    assert [child for child in started if child.is_running()] == []
    assert len(folders) == 1
    assert not folders.pop().exists()
