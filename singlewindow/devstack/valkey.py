"""A private Valkey (or Redis): loopback, password, nothing written to disk. It is a doorbell, not a store."""

import time

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from singlewindow.devstack.binaries import find_valkey
from singlewindow.devstack.errors import DevstackError
from singlewindow.devstack.process import Child, free_port
from singlewindow.devstack.state import State

START_SECONDS = 10.0
TRIES = 3  # a free port may be taken between asking and listening
CONFIGURATION = """\
bind 127.0.0.1
port {port}
requirepass {password}
dir "{folder}"
save ""
appendonly no
maxmemory 64mb
maxmemory-policy noeviction
databases 16
"""


class Valkey:
    """One server on one port; the port stays the same when it is stopped and started again."""

    name = "Valkey"

    def __init__(self, state: State) -> None:
        self._state = state
        self._password = state.secret("valkey")
        self.port: int | None = None
        self.description = "Valkey"
        self.child: Child | None = None

    @property
    def url(self) -> str:
        """For REDIS_URL."""
        return f"redis://:{self._password}@127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it and wait until it answers. Raises DevstackError with the end of its log."""
        program, origin = find_valkey()
        self.description = f"{'Redis' if 'redis' in program.name else 'Valkey'} {origin}"
        for _ in range(TRIES):
            port = self.port or free_port()
            self.child = Child(
                name=self.name,
                command=[str(program), "-"],  # the configuration comes by stdin: no password in the process list
                log=self._state.logs / "valkey.log",
                environment={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
                folder=self._state.folder,
            )
            configuration = CONFIGURATION.format(port=port, password=self._password, folder=self._state.folder)
            self.child.start(stdin=configuration.encode())
            if self._answers(self.child, port=port):
                self.port = port
                self._state.remember(self.child)
                return
            reason = self.child.end_of_log
            self.child.stop()
        raise DevstackError(f"{self.description} does not start. {reason}")

    def stop(self) -> None:
        """Stop it; without persistence there is nothing to wait for."""
        if self.child:
            self.child.stop()
            self.child = None

    def _answers(self, child: Child, *, port: int) -> bool:
        client = redis.Redis(host="127.0.0.1", port=port, password=self._password, retry=Retry(NoBackoff(), 0))
        give_up_at = time.monotonic() + START_SECONDS
        while child.exit_code is None and time.monotonic() < give_up_at:
            try:
                return bool(client.ping())
            except redis.RedisError:
                time.sleep(0.02)
        return False
