"""A child process in a process group of its own, so that a Ctrl-C of the terminal reaches us and not it."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from singlewindow.devstack.account import Account
from singlewindow.devstack.errors import DevstackError

PATIENCE_SECONDS = 10.0
CLOCK_DRIFT_SECONDS = 1.0  # a start is counted from boot, and the instant of boot is adjusted with the clock
TAIL_LINES = 20
TAIL_BYTES = 16_384


@dataclass
class Child:
    """One process that we started, its log, and how it is asked to stop.

    `stop_signal` is what the program takes as "finish and leave" (PostgreSQL: SIGINT is its fast shutdown). Standard
    output goes to `output`, or to the log with the errors.
    """

    name: str
    command: Sequence[str]
    log: Path
    environment: Mapping[str, str]
    folder: Path
    account: Account | None = None
    output: Path | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self, *, stdin: bytes | None = None) -> None:
        """Start it; `stdin` is written and closed at once (a configuration that no process list should show)."""
        with contextlib.ExitStack() as files:
            log = files.enter_context(self.log.open("wb"))
            output = files.enter_context(self.output.open("wb")) if self.output else log
            self.process = subprocess.Popen(  # noqa: S603 -- our own command lines
                self.command,
                env=dict(self.environment),
                cwd=self.folder,
                stdin=subprocess.DEVNULL if stdin is None else subprocess.PIPE,
                stdout=output,
                stderr=log,
                process_group=0,
                **(self.account.arguments if self.account else {}),
            )
        if self.process.stdin:
            with contextlib.suppress(BrokenPipeError), self.process.stdin as pipe:
                pipe.write(stdin or b"")

    @property
    def pid(self) -> int:
        """The process id; an error before `start`."""
        if self.process is None:
            raise DevstackError(f"{self.name} was not started.")
        return self.process.pid

    @property
    def exit_code(self) -> int | None:
        """None while it runs or before it was started."""
        return self.process.poll() if self.process else None

    def ask_to_stop(self) -> None:
        """Send the stop signal to the process itself, which stops its own children in its own way."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(self.stop_signal)

    def stop(self, *, patience: float = PATIENCE_SECONDS) -> None:
        """Ask, wait `patience` seconds, then end the process and whatever is left of its group."""
        if self.process is None:
            return
        self.ask_to_stop()
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        end_group(self.process.pid)
        self.process = None

    @property
    def end_of_log(self) -> str:
        """The last lines of the log, for a person who must find out why it stopped."""
        with contextlib.suppress(OSError), self.log.open("rb") as log:
            log.seek(max(0, self.log.stat().st_size - TAIL_BYTES))
            lines = log.read().decode(errors="replace").splitlines()[-TAIL_LINES:]
            return "\n".join([f"The end of {self.log}:", *lines])
        return ""


@dataclass(frozen=True)
class Footprint:
    """A process as a later run recognises it: the id alone may since belong to somebody else."""

    pid: int
    started_at: float
    stop_signal: int

    @classmethod
    def of(cls, child: Child) -> "Footprint":
        return cls(pid=child.pid, started_at=psutil.Process(child.pid).create_time(), stop_signal=child.stop_signal)

    def process(self) -> psutil.Process | None:
        """The process if it still runs and is still that one; a dead one that nobody has collected does not run."""
        with contextlib.suppress(psutil.NoSuchProcess):
            process = psutil.Process(self.pid)
            same = abs(process.create_time() - self.started_at) <= CLOCK_DRIFT_SECONDS
            return process if same and process.status() != psutil.STATUS_ZOMBIE else None
        return None


def stop_leftovers(footprints: Sequence[Footprint]) -> None:
    """Stop what outlived a starter that was killed: asked in the given order, waited for together, then ended."""
    running = [footprint for footprint in footprints if footprint.process()]
    for footprint in running:
        with contextlib.suppress(ProcessLookupError):
            os.kill(footprint.pid, footprint.stop_signal)
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    while any(footprint.process() for footprint in running) and time.monotonic() < give_up_at:
        time.sleep(0.02)
    for footprint in running:
        end_group(footprint.pid)


def end_group(leader: int) -> None:
    """End what is left of a process group that one of our children led."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def free_port() -> int:
    """A TCP port of the loopback interface that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def port_is_free(port: int) -> bool:
    """Whether a server could listen on this port of the loopback interface."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
