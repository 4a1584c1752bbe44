"""An agency behind real HTTP that says what it is told to say next, and remembers what it was asked."""

import json
from collections import defaultdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from permits.question import AnswerStatus, PermitAnswer, to_wire

BROKEN = {"500": (500, b"{}"), "400": (400, b"{}"), "nonsense": (200, b'{"status": "MAYBE"}')}
HEALS = {"500", "no answer"}  # by itself; the rest takes a person


class Agency:
    """`says` is the next answer: a status, a name in BROKEN, or `no answer`: the work is done all the same.

    `part`: it confirms half of what was asked. `other`: it answers under another reference than before.
    """

    def __init__(self) -> None:
        self.says, self.part, self.other = "RECEIVED", False, False
        self.asked: dict[str, set[str]] = defaultdict(set)
        agency = self

        class Door(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                agency.asked[question["idempotency_key"]].add(json.dumps({**question, "documents": None}))
                if agency.says == "no answer":
                    self.close_connection = True
                    return
                status, body = BROKEN.get(agency.says) or (200, to_wire(agency.answer(question["idempotency_key"])))
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def answer(self, key: str) -> PermitAnswer:
        """What it says of a request now."""
        is_part = self.part and self.says == "CONFIRMED"
        return PermitAnswer(
            reference=self.reference(key),
            status=AnswerStatus(self.says),
            reason_code="R1" if self.says == "REFUSED" else "",
            decided_by="a rule",
            accepted_quantity="1" if is_part else None,
        )

    def reference(self, key: str) -> str:
        """One for each request, unless it is to contradict itself."""
        return f"{'OTHER' if self.other else 'FD'}-{key}"

    def close(self) -> None:
        """Close its door."""
        self.server.shutdown()
        self.server.server_close()
