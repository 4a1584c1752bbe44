"""The whole service as real processes: web, dispatcher, worker, agencies, a PostgreSQL and a Valkey of its own."""

import json
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import urllib3

from singlewindow.demonstration.door import Door
from singlewindow.devstack.progress import Progress
from singlewindow.devstack.stack import Stack
from singlewindow.devstack.state import owned
from tests.flows.desk import Desk
from tests.flows.trader import Trader

_LEDGER = (
    "declarations_ledgerentry entry JOIN declarations_declaration ON declaration_id = declarations_declaration.id"
    " WHERE number = %s"
)


class House:
    """A running service, and what a drill does to it."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        secret = "demo-broker-secret-of-the-sandbox"
        self.door = Door(stack.address, client="demo-broker", secret=secret)

    def lodge(self, form: dict[str, Any], *, key: str | None = None) -> urllib3.BaseHTTPResponse:
        """Lodge over HTTP; the response as it is."""
        return self.door.http.request(
            "POST",
            f"{self.stack.address}/api/v1/declarations",
            body=json.dumps(form).encode(),
            headers={
                "Authorization": f"Bearer {self.door.token}",
                "Content-Type": "application/json",
                "Idempotency-Key": key or form["own_reference"],
            },
        )

    def lodged(self, form: dict[str, Any]) -> dict[str, Any]:
        """Lodge what must be accepted, and pay what is owed."""
        answer = self.lodge(form)
        assert answer.status == 201, answer.data.decode()
        account = answer.json()
        if account["duty"]["payment"] == "OWED":
            demand = {"method": "PAY", "amount": account["duty"]["total_to_pay"], "reference": "BANK-1"}
            path = f"/api/v1/declarations/{account['number']}/payment"
            self.door.call("POST", path, body=json.dumps(demand).encode())
        return account

    def wait(self, number: str, until: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Look until it is so, within a minute."""
        account = self.door.wait(number, until=until)
        assert until(account), account
        return account

    def released(self, number: str) -> dict[str, Any]:
        """Look until it is released."""
        return self.wait(number, lambda account: account["status"] == "RELEASED")

    def sql(self, statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Look into the store, or age a row instead of sleeping."""
        with psycopg.connect(self.stack.environment["DATABASE_URL"], autocommit=True) as connection:
            cursor = connection.execute(statement, parameters)
            return cursor.fetchall() if cursor.description else []

    def until(self, look: Callable[[], Any], *, every: float = 0.1) -> Any:
        """Look until there is something to see, within a minute; the store lets us wait. What was seen."""
        for _ in range(int(60 / every)):
            if found := look():
                return found
            self.sql("SELECT pg_sleep(%s)", every)
        raise AssertionError("nothing came within a minute")

    def ledger(self, number: str) -> list[tuple[str, int]]:
        """The entries of a declaration's ledger in their order: kind and yen."""
        return self.sql(f"SELECT kind, amount::int FROM {_LEDGER} ORDER BY entry.id", number)  # type: ignore[return-value]

    def secured(self, number: str) -> int:
        """What a declaration holds of securities, yen."""
        [(yen,)] = self.sql(f"SELECT coalesce(sum(secures), 0)::int FROM {_LEDGER}", number)
        return int(yen)

    def agency(self, code: str) -> dict[str, Any]:
        """What an agency counted."""
        return self.door.http.request("GET", f"{self.stack.agency_url(code)}/v1/requests").json()

    def kill(self, name: str) -> None:
        """kill -9, the process and its children."""
        os.killpg(self.stack.child(name).pid, signal.SIGKILL)

    def freeze(self, pid: int) -> None:
        """Stop answering without closing anything."""
        os.kill(pid, signal.SIGSTOP)

    def thaw(self, pid: int) -> None:
        """Go on."""
        os.kill(pid, signal.SIGCONT)


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Started once; each test lodges declarations of its own and leaves everything running."""
    with owned(Path(tmp_path_factory.mktemp("house"))) as state:
        stack = Stack(state, progress=Progress(), durable=False)
        try:
            with pytest.MonkeyPatch.context() as environment:  # servers of its own, not those of the other tests
                for name in ("DATABASE_URL", "REDIS_URL"):
                    environment.delenv(name, raising=False)
                stack.start_servers()
            stack.start_simulators()
            stack.prepare()
            stack.start_worker()
            stack.start_messenger()
            stack.start_dispatcher()
            stack.start_web()
            stack.wait_for_web()
            yield House(stack)
        finally:
            stack.stop()


@pytest.fixture(scope="session")
def trader(house: House) -> Trader:
    """The demonstration's broker."""
    return Trader(house.stack.address)


@pytest.fixture(scope="session")
def aeo_trader(house: House) -> Trader:
    """The demonstration's AEO importer."""
    return Trader(house.stack.address, client="demo-aeo-importer")


@pytest.fixture(scope="session")
def officer(house: House) -> Desk:
    """An examiner at the console."""
    return Desk(house.stack.address, username="demo-officer")


@pytest.fixture(scope="session")
def chief(house: House) -> Desk:
    """A chief officer at the console."""
    return Desk(house.stack.address, username="demo-chief-officer")
