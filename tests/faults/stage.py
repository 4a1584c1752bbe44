"""Where drills are played: a durable house with a proxy before Redis and before each agency, and what is done to it."""

import contextlib
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import psycopg
import redis

from singlewindow.devstack.stack import Stack
from tests.faults.proxy import Mode, Proxy
from tests.house import House, servers, start_service

AGENCIES = ("FD", "PL", "AN")
DOWN_SECONDS = 60.0


class Stage(House):
    """A house in which every line may be made to fail. Everything is put right again by whoever broke it."""

    def __init__(self, stack: Stack, *, redis: Proxy, agencies: dict[str, Proxy]) -> None:
        self.redis, self.agencies = redis, agencies
        super().__init__(stack)

    # Processes

    def kill_one_of(self, name: str, *, turn: int = 0) -> None:
        """kill -9 one of a process's own children: a worker's of a pool, a web server's; its parent starts another."""
        with contextlib.suppress(psutil.NoSuchProcess):
            children = psutil.Process(self.stack.child(name).pid).children()
            if children:
                children[turn % len(children)].kill()

    def kill_and_start(self, name: str) -> None:
        """kill -9 a process with its children, and start another."""
        self.kill(name)
        self.start(name)

    def kill(self, name: str) -> None:
        """kill -9, the process and its children; it is waited for."""
        child = self.stack.child(name)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.process.wait()

    def start(self, name: str, **environment: str) -> None:
        """Start a process of the service, with variables of its own."""
        before = dict(self.stack.environment)
        self.stack.environment.update(environment)
        try:
            getattr(self.stack, f"start_{name}")()
        finally:
            self.stack.environment.clear()
            self.stack.environment.update(before)

    # Servers

    def flush_redis(self) -> None:
        """Redis forgets everything."""
        self._redis().flushall()

    def fill_redis(self) -> None:
        """Redis has no room for anything more, and says so."""
        self._redis().config_set("maxmemory", 1)

    def empty_redis(self) -> None:
        """There is room again."""
        self._redis().config_set("maxmemory", 64 * 1024 * 1024)

    def restart_redis(self) -> None:
        """Redis is stopped and comes back empty."""
        valkey = self.stack.server("Valkey")
        valkey.stop()
        valkey.start()

    def restart_postgres(self, *, how: signal.Signals = signal.SIGQUIT) -> None:
        """Immediate shutdown (SIGQUIT) or kill -9 of the postmaster; then recovery from the log."""
        server = self.stack.server("PostgreSQL")
        backends = psutil.Process(server.child.pid).children()
        server.child.process.send_signal(how)
        server.child.process.wait(DOWN_SECONDS)
        psutil.wait_procs(backends, timeout=DOWN_SECONDS)
        server.start()

    def superuser(self, statement: str) -> None:
        """What only the server's owner may do, in the service's database."""
        server = self.stack.server("PostgreSQL")
        name = urlsplit(self.stack.environment["DATABASE_URL"]).path.strip("/")
        with psycopg.connect(server.superuser_url.rpartition("/")[0] + f"/{name}", autocommit=True) as connection:
            connection.execute(statement)

    def _redis(self) -> "redis.Redis":
        return redis.Redis.from_url(self.stack.server("Valkey").url, socket_timeout=5)

    @contextmanager
    def agency_says_500(self, code: str) -> Iterator[None]:
        """The agency answers 500 to whatever it is asked."""
        with ThreadingHTTPServer(("127.0.0.1", 0), _Failing) as failing:
            threading.Thread(target=failing.serve_forever, daemon=True).start()
            self.agencies[code].aim(failing.server_port)
            try:
                yield
            finally:
                self.agencies[code].aim(_port(self.stack.agency_url(code)))
                failing.shutdown()

    @contextmanager
    def redis_is(self, mode: Mode, *, seconds: float = 0.0) -> Iterator[None]:
        """The line to Redis misbehaves."""
        with self.redis.being(mode, seconds=seconds):
            yield

    def published_again(self) -> None:
        """What a dead worker or a lost message held back is aged instead of waited for."""
        self.sql(
            "UPDATE permits_permitcheck SET published_until = NULL,"
            " lease_until = CASE WHEN lease_id IS NULL THEN NULL ELSE now() - interval '1 s' END,"
            " due_at = least(due_at, now()) WHERE settled_at IS NULL"
        )


class _Failing(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.send_response(500)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST

    def log_message(self, format: str, *args: object) -> None:
        """Silent."""


def _port(url: str) -> int:
    return int(urlsplit(url).port or 0)


@contextmanager
def stage(folder: Path, *, durable: bool = True) -> Iterator[Stage]:
    """The whole service, its lines through proxies. Durable: a store that is killed keeps what it promised."""
    with contextlib.ExitStack() as held:
        stack = held.enter_context(servers(folder, durable=durable))
        before_redis = held.enter_context(Proxy("127.0.0.1", stack.server("Valkey").port))
        agencies = {code: held.enter_context(Proxy("127.0.0.1", _port(stack.agency_url(code)))) for code in AGENCIES}
        url = urlsplit(stack.environment["REDIS_URL"])
        stack.environment["REDIS_URL"] = url._replace(netloc=f":{url.password}@127.0.0.1:{before_redis.port}").geturl()
        stack.environment["AGENCY_URLS"] = ",".join(
            f"{code}=http://127.0.0.1:{proxy.port}" for code, proxy in agencies.items()
        )
        start_service(stack)
        yield Stage(stack, redis=before_redis, agencies=agencies)
