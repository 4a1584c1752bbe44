"""One POST to the very address that was vetted: its name is looked up once, and nothing is followed.

A name may lead elsewhere at a second look-up (rebinding): there is none. The certificate is that of the name. The
clock cuts the line when the time is over, whatever trickles.
"""

import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from ipaddress import ip_address
from threading import Timer
from time import monotonic
from typing import Any

from declarations.notifications.address import Target, may_connect

CONNECT_SECONDS = 5.0
MOST_READ = 64 * 1024

SocketAddress = tuple[Any, ...]
Resolve = Callable[[str, int], list[SocketAddress]]


class NotPosted(Exception):
    """No answer: `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def resolve(host: str, port: int) -> list[SocketAddress]:
    """Every address that a name leads to. Raises OSError."""
    return [found[4] for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def post(
    target: Target,
    body: bytes,
    *,
    headers: Mapping[str, str],
    total_seconds: float,
    resolve: Resolve = resolve,
) -> int:
    """The status that the receiver answers with, within `total_seconds`. Raises NotPosted.

    Nothing of the answer's body is kept.
    """
    until = monotonic() + total_seconds
    addresses = _vetted(target, resolve=resolve)
    with _connected(addresses, until=until) as line, _cut_off(line, until=until):
        try:
            return _exchange(target, line, body, headers=headers, until=until)
        except ssl.SSLError as refused:
            raise NotPosted("certificate" if isinstance(refused, ssl.SSLCertVerificationError) else "tls") from refused
        except (OSError, HTTPException, ValueError) as broken:
            raise NotPosted("timeout" if monotonic() >= until else "broken") from broken


def _vetted(target: Target, *, resolve: Resolve) -> list[SocketAddress]:
    """Where the name leads, if every one of these addresses is one that we may connect to."""
    try:
        addresses = resolve(target.host, target.port)
    except (OSError, UnicodeError) as unknown:
        raise NotPosted("name-unknown") from unknown
    if not addresses:
        raise NotPosted("name-unknown")
    if not all(may_connect(ip_address(each[0]), target) for each in addresses):
        raise NotPosted("address-not-public")
    return addresses


@contextmanager
def _connected(addresses: list[SocketAddress], *, until: float) -> Iterator[socket.socket]:
    """A line to the first of the addresses that takes one."""
    line = None
    for address in addresses:
        family = socket.AF_INET6 if ip_address(address[0]).version == 6 else socket.AF_INET
        line = socket.socket(family, socket.SOCK_STREAM)
        line.settimeout(max(0.01, min(CONNECT_SECONDS, until - monotonic())))
        try:
            line.connect(address)
            break
        except OSError:
            line.close()
            line = None
    if line is None:
        raise NotPosted("no-connection")
    with line:
        yield line


@contextmanager
def _cut_off(line: socket.socket, *, until: float) -> Iterator[None]:
    """End the line when the time is over, in the middle of whatever is read or written."""
    handle = line.dup()  # stays ours when TLS takes the socket over

    def cut() -> None:
        with suppress(OSError):
            handle.shutdown(socket.SHUT_RDWR)

    timer = Timer(max(0.0, until - monotonic()), cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        handle.close()


def _exchange(target: Target, line: socket.socket, body: bytes, *, headers: Mapping[str, str], until: float) -> int:
    line.settimeout(max(0.01, until - monotonic()))
    if target.scheme == "https":
        line = ssl.create_default_context().wrap_socket(line, server_hostname=target.host)
    connection = HTTPConnection(target.host)
    connection.sock = line
    with line:
        connection.request("POST", target.path, body=body, headers={"Host": target.authority, **headers})
        response = connection.getresponse()
        if monotonic() >= until:
            raise TimeoutError  # what was read ends where the line was cut
        with suppress(OSError, HTTPException):  # politeness: the status has said it all
            response.read(MOST_READ)
        return response.status
