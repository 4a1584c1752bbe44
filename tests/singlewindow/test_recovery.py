"""Backup and restore: what `make backup` and `make restore` do, on a store of their own."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from singlewindow.devstack.account import OPEN_GROUND, remove_home
from singlewindow.devstack.errors import DevstackError
from singlewindow.devstack.postgres import Postgres
from singlewindow.devstack.recovery import back_up, running_server
from singlewindow.devstack.state import owned
from singlewindow.devstack.vault import Vault


@pytest.fixture
def state():
    # On open ground: the account that runs the server writes its log into the vault.
    with TemporaryDirectory(dir=OPEN_GROUND) as folder:
        Path(folder).chmod(0o711)
        with owned(Path(folder) / "state") as state:
            yield state
        remove_home(Path(folder) / "state" / "postgres")


@pytest.fixture
def server(state):
    server = Postgres(state, durable=True)
    server.start()
    state.environment = {"DATABASE_URL": server.url}
    yield server
    server.stop()


@pytest.fixture
def vault(state):
    return Vault(state.folder.parent / "vault")


def write(server, *numbers):
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS written (number int)")
        for number in numbers:
            connection.execute("INSERT INTO written VALUES (%s)", [number])
        [at] = connection.execute("SELECT clock_timestamp()").fetchone()
    return at


def read(server):
    with psycopg.connect(server.url) as connection:
        return [number for (number,) in connection.execute("SELECT number FROM written ORDER BY number")]


def lose(server, vault):
    server.child.process.kill()
    server.child.process.wait()
    server.stop()
    vault.keep_last_log(server.data)
    server.data.rename(server.data.with_name(f"lost-{datetime.now(UTC).timestamp()}"))


def test_a_lost_store_comes_back_as_of_an_instant_or_whole(state, server, vault):
    write(server, 1)
    back_up(state, vault)
    until = write(server, 2)
    write(server, 3)

    lose(server, vault)
    vault.restore(server, until=until)
    assert read(server) == [1, 2]
    write(server, 4)

    # The log goes on from the instant: what was written after it, and was wished away, does not come back.
    lose(server, vault)
    vault.restore(server)
    assert read(server) == [1, 2, 4]


def test_what_cannot_be_restored_is_said_before_anything_is_touched(state, server, vault):
    write(server, 1)
    before = datetime.now(UTC) - timedelta(minutes=1)
    back_up(state, vault)

    with pytest.raises(DevstackError, match="no base backup that was finished by"):
        vault.base_for(before)
    with pytest.raises(DevstackError, match="nothing is restored over it"):
        vault.restore(server)
    assert read(server) == [1]


def test_the_secrets_go_with_the_store_and_are_read_by_their_owner_alone(state, server, vault):
    secret = state.secret("django")

    back_up(state, vault)

    assert secret in (vault.store / "secrets.json").read_text()
    assert [path.stat().st_mode & 0o077 for path in (vault.store, vault.store / "secrets.json")] == [0, 0]


def test_the_log_of_another_store_is_not_mixed_in(state, server, vault):
    back_up(state, vault)
    (vault.folder / "cluster").write_text("1")

    with pytest.raises(DevstackError, match="the log of another store"):
        back_up(state, vault)


def test_a_store_that_is_not_the_stacks_own_is_not_backed_up(state, server):
    state.environment = {"DATABASE_URL": f"postgresql://somebody@127.0.0.1:{server.port}/theirs"}

    with pytest.raises(DevstackError, match="not the stack's own"):
        running_server(state)
