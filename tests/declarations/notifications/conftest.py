"""A receiver that really answers, and the dispatcher's and worker's part played once."""

import socket
import struct
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connection
from standardwebhooks.webhooks import Webhook

from declarations.notifications.claiming import claim_due
from declarations.notifications.tasks import deliver
from tests.doors import Program
from tests.open_transactions import wait_for_others


class Handler(BaseHTTPRequestHandler):
    """Keeps what it is sent, then does what the first step of the path says."""

    server: "Receiver"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append((self.path, dict(self.headers), body))
        script = self.server.scripts.get(self.path, self.path.strip("/"))
        if script == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            self.connection.close()
        elif script == "slow":
            self.server.released.wait(30)
        elif script == "big":
            self._answer(200, headers={"Content-Length": str(10**9)})
            try:
                while not self.server.released.is_set():
                    self.wfile.write(b"x" * 65536)
                    self.server.written += 65536
            except OSError:
                self.server.cut.set()
        elif script == "redirect":
            self._answer(302, headers={"Location": "http://169.254.169.254/latest/meta-data/"})
        else:
            self._answer(int(script) if script.isdigit() else 204)

    def do_GET(self) -> None:
        self.server.received.append((self.path, dict(self.headers), b""))
        self._answer(200)

    def _answer(self, status: int, *, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {"Content-Length": "0"}).items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Nothing."""


class Receiver(ThreadingHTTPServer):
    """A trader's own server."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.received: list[tuple[str, dict[str, str], bytes]] = []
        self.scripts: dict[str, str] = {}
        self.released, self.cut, self.written = Event(), Event(), 0

    def handle_error(self, *_: Any) -> None:
        """A line that was cut is no news."""

    def url(self, path: str = "/ok", *, host: str = "localhost") -> str:
        return f"http://{host}:{self.server_address[1]}{path}"

    def verified(self, secret: str, *, path: str = "/ok") -> list[dict[str, Any]]:
        """The messages at a path, each verified by the reference implementation."""
        return [Webhook(secret).verify(body, headers) for at, headers, body in self.received if at == path]


@pytest.fixture
def receiver(settings) -> Iterator[Receiver]:
    settings.WEBHOOK_LOOPBACK_HOSTS = frozenset({"localhost"})
    server = Receiver()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.released.set()
    server.shutdown()
    thread.join()
    server.server_close()


def settle_transactions() -> None:
    """Until no transaction that began before now is open: those of other tests in the same PostgreSQL count too.

    Once the tests are over that are one transaction, what is left are the short ones of the service itself.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        [wanted] = cursor.fetchone()
        for _ in range(20_000):
            wait_for_others()
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            if cursor.fetchone()[0] >= wanted:
                return
    raise TimeoutError("a transaction stays open")


def send_all() -> list[int]:
    """Everything that is due, as the dispatcher and the worker would; the ids of the deliveries tried."""
    settle_transactions()
    tried: list[int] = []
    while due := claim_due(limit=100):
        for delivery_id in due:
            deliver(str(delivery_id))
        tried += due
    return tried


@pytest.fixture
def register(receiver) -> Callable[..., tuple[str, str]]:
    """Registers an endpoint at the receiver; its id and secret."""

    def register(program: Program, *, path: str = "/ok", **said: Any) -> tuple[str, str]:
        answer = program.post("/webhook-endpoints", {"url": receiver.url(path), **said})
        assert answer.status_code == 201, answer.content
        settle_transactions()
        return answer.json()["endpoint"]["id"], answer.json()["secret"]

    return register
