"""Where drills are played: a durable house with a proxy before Redis and before each agency, and what is done to it."""

import contextlib
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import psycopg
import redis
import urllib3

from singlewindow.devstack.stack import Stack
from tests.faults.proxy import Mode, Proxy
from tests.house import House, servers, start_service

AGENCIES = ("FD", "PL", "AN")
SUPERVISED = ("web", "worker", "asker", "messenger", "dispatcher")
DOWN_SECONDS = 60.0
ZOMBIE = psutil.STATUS_ZOMBIE


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
        self.stack.forget(child)

    def start(self, name: str, *, waits: bool = True, **environment: str) -> None:
        """Start a process of the service, with variables of its own; `waits` for a web server until it answers."""
        usual = self.stack.environment
        self.stack.environment = {**usual, **environment}
        try:
            getattr(self.stack, f"start_{name}")()
        finally:
            self.stack.environment = usual
        if name == "web" and waits:
            self.stack.wait_for_web()

    @contextmanager
    def sabotaged(self, name: str, *, how: str) -> Iterator[None]:
        """A process works without something that it needs (see sabotage/), for the length of the block."""
        self.kill(name)
        self.start(name, SABOTAGE=how, PYTHONPATH=str(Path(__file__).parent / "sabotage"))
        try:
            yield
        finally:
            self.kill_and_start(name)

    def wait_for_death(self, name: str, *, within: float = 90.0) -> None:
        """Until a process, or one of its children, has died by itself."""
        parent, give_up_at = self.stack.child(name), time.monotonic() + within
        known: set[int] = set()
        while parent.exit_code is None:
            with contextlib.suppress(psutil.NoSuchProcess):
                living = [each for each in psutil.Process(parent.pid).children() if each.status() != ZOMBIE]
                if known - {each.pid for each in living}:
                    return
                known |= {each.pid for each in living}
            if time.monotonic() > give_up_at:
                raise TimeoutError(f"{name} did not die")
            time.sleep(0.1)

    def supervise(self, name: str) -> None:
        """Start a process again that gave up by itself, as systemd or a container's restart policy would."""
        if self.stack.child(name).exit_code is not None:
            self.kill_and_start(name)

    def wait_for_answer(self) -> None:
        """Until a web process answers: on a busy machine a killed one is long in coming back."""
        give_up_at = time.monotonic() + DOWN_SECONDS
        with urllib3.PoolManager(retries=False, timeout=2) as http:
            while time.monotonic() < give_up_at:
                with contextlib.suppress(urllib3.exceptions.HTTPError):
                    if http.request("GET", f"{self.stack.address}/healthz").status == 200:
                        return
                time.sleep(0.2)
        raise TimeoutError("no web process answers")

    # Servers

    def flush_redis(self) -> None:
        """Redis forgets everything, if it is there at all."""
        with contextlib.suppress(redis.RedisError):
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
        with _FailingServer(("127.0.0.1", 0), _Failing) as failing:
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


class _FailingServer(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """An asker that was killed is no event."""


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
