"""The folder of one stack: its lock, its secrets and the record of what it started."""

import contextlib
import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

import psutil

from singlewindow.devstack.errors import DevstackError
from singlewindow.devstack.process import Child, Footprint, stop_leftovers


class State:
    """One stack owns one state folder at a time. Secrets are kept there, readable by their owner only."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        self.logs = self.folder / "logs"
        self._lock: IO[str] | None = None

    def take(self) -> None:
        """Own the folder until `leave`. Raises DevstackError when a running stack owns it.

        The lock belongs to the process, so a killed stack leaves no stale lock; what it left running is stopped.
        """
        self.logs.mkdir(parents=True, exist_ok=True)
        lock = (self.folder / "lock").open("a+", encoding="utf-8")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.seek(0)
            owner = lock.read().strip()
            lock.close()
            raise DevstackError(
                f"A stack (process {owner}) already runs on {self.folder}: stop it, or choose STATE=... and PORT=..."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        self._lock = lock
        self._stop_leftovers()

    def leave(self) -> None:
        """Give the folder up; nothing that was started may be running any more."""
        for name in ("processes.json", "environment.json"):
            (self.folder / name).unlink(missing_ok=True)
        if self._lock:
            self._lock.close()
            self._lock = None

    def secret(self, name: str) -> str:
        """The secret of that name, made at the first question and kept."""
        known = self._read("secrets.json")
        if name not in known:
            known[name] = secrets.token_urlsafe(32)
            self._write("secrets.json", known)
        return str(known[name])

    def remember(self, child: Child) -> None:
        """Keep the child's footprint, for a next start after we were killed."""
        with contextlib.suppress(psutil.Error):  # it stopped already
            known = self._read("processes.json")
            known[child.name] = asdict(Footprint.of(child))
            self._write("processes.json", known)

    @property
    def environment(self) -> dict[str, str]:
        """The environment of the stack that runs on this folder; empty if none does."""
        return {name: str(value) for name, value in self._read("environment.json").items()}

    @environment.setter
    def environment(self, variables: dict[str, str]) -> None:
        self._write("environment.json", dict(variables))

    def _stop_leftovers(self) -> None:
        known = self._read("processes.json").values()
        stop_leftovers([Footprint(**each) for each in reversed(list(known))])
        (self.folder / "processes.json").unlink(missing_ok=True)

    def _read(self, name: str) -> dict[str, Any]:
        with contextlib.suppress(FileNotFoundError, json.JSONDecodeError):
            return dict(json.loads((self.folder / name).read_text(encoding="utf-8")))
        return {}

    def _write(self, name: str, content: dict[str, Any]) -> None:
        """Replace the file at once, so that a kill leaves the old or the new one; 0600 from the first byte."""
        unfinished = self.folder / f"{name}.unfinished"
        unfinished.unlink(missing_ok=True)
        with open(unfinished, "x", encoding="utf-8", opener=_private) as file:
            json.dump(content, file, indent=2)
        unfinished.replace(self.folder / name)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


@contextlib.contextmanager
def owned(folder: Path) -> Iterator[State]:
    """The state of that folder, owned for the length of the block."""
    state = State(folder)
    state.take()
    try:
        yield state
    finally:
        state.leave()
