"""The agency's HTTP doors.

POST /v1/requests              a question with its Idempotency-Key; the answer as it stands now
GET  /v1/requests/{reference}  how a request stands now
GET  /v1/requests              counts, for drills
GET  /healthz
"""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

import msgspec
from msgspec import Struct

from permits.question import question_from_wire, to_wire
from permits.simulator.callbacks import Messenger
from permits.simulator.register import Register, Told

_LARGEST_BODY = 64 * 1024


class Settings(Struct, frozen=True, kw_only=True):
    """How one agency is set up. Port 0 takes a free one; without `state` it forgets at the end."""

    agency: str
    callback_url: str
    secret: str
    host: str = "127.0.0.1"
    port: int = 0
    state: Path | None = None
    slow_seconds: float = 12.0
    think_seconds: float = 0.2


class AgencyServer:
    """One agency: its register, its messenger, its doors."""

    def __init__(self, settings: Settings) -> None:
        """Opens the register and takes the port; answers once started."""
        self.settings = settings
        self.stopping = Event()
        self.register = Register(settings.agency, path=settings.state, think_seconds=settings.think_seconds)
        self.messenger = Messenger(self.register, url=settings.callback_url, secret=settings.secret)
        self._http = _Server((settings.host, settings.port), self)
        self._thread = Thread(target=self._http.serve_forever, name="doors", daemon=True)

    @property
    def url(self) -> str:
        """Its base address."""
        return f"http://{self.settings.host}:{self._http.server_port}"

    def start(self) -> None:
        """Answer and send, in threads of its own."""
        self.messenger.start()
        self._thread.start()

    def stop(self) -> None:
        """Close the doors, then the register."""
        self.stopping.set()
        self._http.shutdown()
        self._http.server_close()
        self.messenger.stop()
        self.register.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], agency: AgencyServer) -> None:
        self.agency = agency
        super().__init__(address, _Doors)

    def handle_error(self, request: object, client_address: object) -> None:
        """An asker that hung up is no event: it asks again."""


class _Doors(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    timeout = 60

    def do_GET(self) -> None:
        """Health, counts, one request."""
        if self.path == "/healthz":
            return self._reply(200, b'{"status": "ok"}')
        if self.path == "/v1/requests":
            return self._reply(200, json.dumps(self.server.agency.register.counts()).encode())
        before, _, reference = self.path.rpartition("/")
        answer = self.server.agency.register.find(reference) if before == "/v1/requests" else None
        return self._reply(404, b'{"title": "unknown"}') if answer is None else self._reply(200, to_wire(answer))

    def do_POST(self) -> None:
        """A question."""
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > _LARGEST_BODY:
            self.close_connection = True
            return self._reply(413, b'{"title": "too large, or of unknown length"}')
        body = self.rfile.read(int(length))
        if self.path != "/v1/requests":
            return self._reply(404, b'{"title": "unknown"}')
        try:
            question = question_from_wire(body)
        except (msgspec.DecodeError, UnicodeDecodeError) as strange:
            return self._reply(422, json.dumps({"title": "not understood", "detail": str(strange)}).encode())
        if question.idempotency_key != self.headers.get("Idempotency-Key"):
            return self._reply(400, b'{"title": "Idempotency-Key is missing, or not that of the question"}')
        told = self.server.agency.register.take(question)
        self.server.agency.messenger.wake()
        return self._tell(told)

    def _tell(self, told: Told | None) -> None:
        if told is None:
            return self._reply(422, b'{"title": "this Idempotency-Key was used for another question"}')
        if told.answer is None:
            return self._reply(500, b'{"title": "failed, as scripted"}')
        if told.is_slow:
            self.server.agency.stopping.wait(self.server.agency.settings.slow_seconds)
        return self._reply(200, to_wire(told.answer))

    def _reply(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json" if status < 400 else "application/problem+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        """Silent: the register counts the calls."""
