"""A TCP proxy that misbehaves when told to, at run time, with the lines that it has at that moment too.

pass        what comes is passed on
delay       each piece is passed on so many seconds later
black hole  lines are taken, and nothing is passed on in either direction: no answer, no close
half open   like a black hole for lines that exist, which never learn of an end; new ones are refused
reset       every line is broken at once with an RST, and new ones as soon as they come
"""

import asyncio
import contextlib
import socket
import struct
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from enum import StrEnum
from threading import Thread
from typing import Any

_RST_ON_CLOSE = struct.pack("ii", 1, 0)
_PIECE = 64 * 1024


class Mode(StrEnum):
    """What is done to a line."""

    PASS = "pass"
    DELAY = "delay"
    BLACK_HOLE = "black hole"
    HALF_OPEN = "half open"
    RESET = "reset"


class Proxy:
    """One listening port in front of another, in a thread of its own; use it as a context manager."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._mode, self._seconds = Mode.PASS, 0.0
        self._lines: set[_Line] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name=f"proxy of {port}", daemon=True)
        self.port = 0

    def __enter__(self) -> "Proxy":
        self._thread.start()
        self._do(self._listen())
        return self

    def __exit__(self, *_: object) -> None:
        self._do(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def switch(self, mode: Mode, *, seconds: float = 0.0) -> None:
        """Misbehave from now on, or no more. Lines that were swallowed are ended when it is over."""
        self._do(self._switch(mode, seconds))

    @contextmanager
    def being(self, mode: Mode, *, seconds: float = 0.0) -> Iterator[None]:
        """Misbehave for the length of the block."""
        self.switch(mode, seconds=seconds)
        try:
            yield
        finally:
            self.switch(Mode.PASS)

    def aim(self, port: int) -> None:
        """Pass new lines on to another port, and break those that exist."""
        self._do(self._aim(port))

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=10)

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._take, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        self._server.close()
        for line in self._lines:
            line.cut()
        if serving := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.wait(serving, timeout=2)

    async def _switch(self, mode: Mode, seconds: float) -> None:
        self._mode, self._seconds = mode, seconds
        for line in list(self._lines):
            if mode is Mode.RESET or (mode is Mode.PASS and not line.passes.is_set()):
                line.cut()
            elif mode in (Mode.BLACK_HOLE, Mode.HALF_OPEN):
                line.passes.clear()

    async def _aim(self, port: int) -> None:
        self._target = (self._target[0], port)
        for line in list(self._lines):
            line.cut()

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = _Line(writer)
        if self._mode is Mode.RESET:
            return line.cut()
        if self._mode is not Mode.BLACK_HOLE:
            line.passes.set()
        self._lines.add(line)
        with contextlib.suppress(OSError):
            await line.passes.wait()
            there_reader, there = await asyncio.open_connection(*self._target)
            line.ends.append(there)
            both = [self._pass_on(line, reader, there), self._pass_on(line, there_reader, writer)]
            await asyncio.gather(*both, return_exceptions=True)
        self._lines.discard(line)
        line.cut()

    async def _pass_on(self, line: "_Line", reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while piece := await reader.read(_PIECE):
                if self._mode is Mode.DELAY:
                    await asyncio.sleep(self._seconds)
                await line.passes.wait()
                writer.write(piece)
                await writer.drain()
        await line.passes.wait()  # an end is not passed on either
        writer.close()


class _Line:
    """A line that was taken, with the one that was opened for it."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self.ends = [writer]
        self.passes = asyncio.Event()

    def cut(self) -> None:
        """Break it on both sides with an RST, as a host does that has lost the line; closed ones stay closed."""
        self.passes.set()
        for end in self.ends:
            if (line := end.get_extra_info("socket")) is not None and not end.is_closing():
                with contextlib.suppress(OSError):
                    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RST_ON_CLOSE)
                end.transport.abort()
