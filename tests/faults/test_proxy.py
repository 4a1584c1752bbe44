"""The proxy itself: a drill that trusts a fault which never happens proves nothing."""

import contextlib
import socket
import threading
import time

import pytest

from tests.faults.proxy import Mode, Proxy


@pytest.fixture
def echo():
    """A server that says again what it hears."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve():
            while True:
                try:
                    line, _ = listening.accept()
                except OSError:
                    return
                threading.Thread(target=answer, args=(line,), daemon=True).start()

        def answer(line):
            with line, contextlib.suppress(ConnectionError):
                while heard := line.recv(1024):
                    line.sendall(heard)

        threading.Thread(target=serve, daemon=True).start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def proxy(echo):
    with Proxy("127.0.0.1", echo) as proxy:
        yield proxy


def said(line, *, patience=5.0):
    line.settimeout(patience)
    line.sendall(b"hello")
    return line.recv(1024)


def line_to(proxy):
    return socket.create_connection(("127.0.0.1", proxy.port), timeout=5)


def test_it_passes_on_what_comes(proxy):
    with line_to(proxy) as line:
        assert said(line) == b"hello"


def test_it_delays_each_piece(proxy):
    with line_to(proxy) as line, proxy.being(Mode.DELAY, seconds=0.2):
        began = time.monotonic()
        assert said(line) == b"hello"
        assert time.monotonic() - began >= 0.4  # there and back


def test_a_black_hole_takes_lines_and_never_answers_then_breaks_them(proxy):
    with line_to(proxy) as line, proxy.being(Mode.BLACK_HOLE), line_to(proxy) as another:
        for each in (line, another):
            with pytest.raises(TimeoutError):
                said(each, patience=0.3)
    with line_to(proxy) as line:
        assert said(line) == b"hello"


def test_half_open_is_for_the_lines_of_that_moment_alone(proxy):
    with line_to(proxy) as line:
        assert said(line) == b"hello"
        with proxy.being(Mode.HALF_OPEN):
            with pytest.raises(TimeoutError):
                said(line, patience=0.3)
            with line_to(proxy) as another:
                assert said(another) == b"hello"


def test_a_reset_breaks_every_line(proxy):
    with line_to(proxy) as line:
        assert said(line) == b"hello"
        proxy.switch(Mode.RESET)
        with pytest.raises(ConnectionError):
            said(line)
        with pytest.raises(ConnectionError), line_to(proxy) as another:  # it may break before it is whole
            said(another)
