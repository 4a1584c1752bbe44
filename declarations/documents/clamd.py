"""The adapter to clamd, by its INSTREAM command over TCP or a Unix socket.

-> zINSTREAM\0   (4 bytes big-endian length, that many bytes)...   0000
<- stream: OK\0 | stream: NAME FOUND\0 | ... ERROR\0
"""

import socket
from urllib.parse import urlsplit

from declarations.documents.scanner import ScannerAway, Verdict

_CHUNK = 64 * 1024
_LONGEST_ANSWER = 4096
CONNECT_SECONDS, TALK_SECONDS = 3.0, 12.0  # less than a task may take


class Clamd:
    """`address` is `tcp://host:port` or `unix:///path/to/socket`."""

    in_line = False
    name = "clamd"

    def __init__(self, address: str) -> None:
        self.address = address

    def scan(self, content: bytes) -> Verdict:
        """What clamd says of the bytes. Raises ScannerAway."""
        try:
            with self._connected() as line:
                line.settimeout(TALK_SECONDS)
                line.sendall(b"zINSTREAM\0")
                for start in range(0, len(content), _CHUNK):
                    chunk = content[start : start + _CHUNK]
                    line.sendall(len(chunk).to_bytes(4, "big") + chunk)
                line.sendall(bytes(4))
                answer = _answer(line)
        except OSError as away:
            raise ScannerAway(f"clamd: {type(away).__name__}") from away
        return _verdict(answer)

    def _connected(self) -> socket.socket:
        parts = urlsplit(self.address)
        if parts.scheme == "tcp":
            return socket.create_connection((parts.hostname or "", parts.port or 3310), timeout=CONNECT_SECONDS)
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(CONNECT_SECONDS)
        try:
            line.connect(parts.path)
        except OSError:
            line.close()
            raise
        return line


def _answer(line: socket.socket) -> str:
    """Up to the NUL that ends it, or the end of the connection."""
    told = b""
    while not told.endswith(b"\0") and len(told) < _LONGEST_ANSWER:
        more = line.recv(_LONGEST_ANSWER)
        if not more:
            break
        told += more
    return told.rstrip(b"\0").decode("utf-8", "replace").strip()


def _verdict(answer: str) -> Verdict:
    said = answer.removeprefix("stream: ")
    if said == "OK":
        return Verdict(infected=False)
    if said.endswith(" FOUND"):
        return Verdict(infected=True, signature=said.removesuffix(" FOUND")[:200])
    raise ScannerAway(f"clamd: {said[:200] or 'no answer'}")
