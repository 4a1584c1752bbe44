"""What stands before several web processes in earnest: it gives a request to one, or to another where that fails."""

import itertools
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import urllib3

AGAIN = frozenset({502, 503, 504})
PATIENCE_SECONDS = 30.0
_OF_THE_LINE = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length", "host"})


class Balancer(ThreadingHTTPServer):
    """In a thread of its own; use it as a context manager. Web processes are put in and taken out while it runs."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Passing)
        self.http = urllib3.PoolManager(retries=False, timeout=urllib3.Timeout(connect=2, read=30), maxsize=16)
        self.statuses, self.retries = Counter[int](), 0
        self._ports: list[int] = []
        self._under_way = Counter[int]()
        self._turn, self._change = itertools.count(), threading.Condition()

    def __enter__(self) -> "Balancer":
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    @property
    def address(self) -> str:
        """Where clients call."""
        return f"http://127.0.0.1:{self.server_port}"

    def put_in(self, port: int) -> None:
        """From now on this web process is given requests."""
        with self._change:
            self._ports.append(port)

    def take_out(self, port: int) -> None:
        """It is given no more; back when it has answered those it has."""
        with self._change:
            self._ports.remove(port)
            self._change.wait_for(lambda: not self._under_way[port], timeout=PATIENCE_SECONDS)

    def passed(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> urllib3.BaseHTTPResponse | None:
        """The answer of the first that has one; None where nobody had for half a minute."""
        give_up_at, answer = time.monotonic() + PATIENCE_SECONDS, None
        while True:
            with self._change:
                port = self._ports[next(self._turn) % len(self._ports)]
                self._under_way[port] += 1
            try:
                url = f"http://127.0.0.1:{port}{path}"
                answer = self.http.request(method, url, body=body, headers=headers, redirect=False)
            except urllib3.exceptions.HTTPError:
                answer = None
            finally:
                with self._change:
                    self._under_way[port] -= 1
                    self._change.notify_all()
            if (answer is not None and answer.status not in AGAIN) or time.monotonic() > give_up_at:
                return answer
            self.retries += 1
            time.sleep(0.1)


class _Passing(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Balancer

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        headers = {name: value for name, value in self.headers.items() if name.lower() not in _OF_THE_LINE}
        answer = self.server.passed(self.command, self.path, body, headers)
        status, data = (answer.status, answer.data) if answer is not None else (502, b"")
        self.server.statuses[status] += 1
        self.send_response(status)
        for name, value in answer.headers.items() if answer is not None else ():
            if name.lower() not in _OF_THE_LINE:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST

    def log_message(self, format: str, *args: object) -> None:
        """Silent."""
