"""The whole stack: servers, environment, and the processes of the service. What was started is stopped in reverse."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from types import FrameType

from singlewindow.devstack.errors import DevstackError, Interrupted
from singlewindow.devstack.postgres import WEB, WORKER, Postgres
from singlewindow.devstack.process import PATIENCE_SECONDS, Child, free_port
from singlewindow.devstack.progress import Progress
from singlewindow.devstack.state import State
from singlewindow.devstack.valkey import Valkey

ROOT = Path(__file__).resolve().parents[2]
PYTHON = Path(sys.executable)  # of the virtual environment; its folder comes first on PATH
SIMULATED = ("FD", "PL", "AN")  # one process each: food sanitation, plant protection, animal quarantine
PREPARATION = {
    "migrate": "Tables",
    "load_reference": "Tariff and other-law reference data",
    "create_demonstration": "Demonstration traders, users and clients",
}
# A sample must not be drawn for examination by chance; a webhook may be tried on this machine.
CHANGEABLE = {"SANDBOX": "on", "RANDOM_SELECTION_SHARE": "0", "WEBHOOK_LOOPBACK_HOSTS": "localhost"}
READY_SECONDS = 60.0
COMMAND_SECONDS = 300.0  # the longest that a management command may take


@dataclass(frozen=True)
class Outcome:
    """How a management command ended, what it printed, and the end of what it logged."""

    command: str
    exit_code: int
    printed: str
    complaint: str

    def printed_or_refused(self) -> str:
        """What it printed. Raises DevstackError when it failed."""
        if self.exit_code:
            raise DevstackError(f"`manage.py {self.command}` failed with exit code {self.exit_code}. {self.complaint}")
        return self.printed


class Stack:
    """One stack on one state folder. `durable` keeps PostgreSQL's promises; tests alone do without."""

    def __init__(
        self,
        state: State,
        *,
        progress: Progress,
        port: int | None = None,
        durable: bool = True,
        agencies: Sequence[str] = SIMULATED,
    ) -> None:
        self.state = state
        self.progress = progress
        self.port = port or free_port()
        self.code = ROOT  # the folder that processes are started in: a drill rolls out another
        self.durable = durable
        self._agency_urls = {agency: f"http://127.0.0.1:{free_port()}" for agency in agencies}
        self.environment: dict[str, str] = {}
        self._servers: list[Postgres | Valkey] = []
        self._children: list[Child] = []
        self._stopping = False

    @property
    def address(self) -> str:
        """Where the web process answers."""
        return f"http://127.0.0.1:{self.port}"

    def start_servers(self, *, creates_databases: bool = False) -> None:
        """PostgreSQL and Valkey, unless DATABASE_URL and REDIS_URL say where they are; then the environment of all."""
        urls = {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL") if os.environ.get(name)}
        if "DATABASE_URL" not in urls:
            postgres = Postgres(self.state, durable=self.durable, creates_databases=creates_databases)
            urls["DATABASE_URL"] = self._start_server(postgres)
        if "REDIS_URL" not in urls:
            urls["REDIS_URL"] = self._start_server(Valkey(self.state))
        ours = urls | self._variables()
        self.state.environment = ours
        self.environment = {**CHANGEABLE, **os.environ, **ours, "PATH": f"{PYTHON.parent}:{os.environ.get('PATH', '')}"}

    def prepare(self) -> str:
        """Tables, reference data and demonstration users. Returns what `create_demonstration` printed: the logins."""
        printed = ""
        for command, title in PREPARATION.items():
            with self.progress.step(title):
                printed = self.manage(command).printed_or_refused()
        return printed

    def start_simulators(self) -> None:
        """The other agencies, each a process of its own that answers and calls back over HTTP."""
        for agency in self._agency_urls:
            self.start_simulator(agency)

    def start_simulator(self, agency: str) -> None:
        """One agency; started again on the same register, it remembers what it was asked."""
        options = ["--agency", agency, "--port", self._agency_urls[agency].rpartition(":")[2]]
        options += ["--callback-url", f"{self.address}/agency/v1/answers"]
        options += ["--state", str(self.state.folder / f"simulator-{agency}")]
        self.start_child(f"simulator-{agency}", [str(PYTHON), "-m", "permits.simulator", *options])

    def start_worker(self) -> None:
        """The Celery worker whose work is our own. Small: two processes, none of the talk between workers."""
        options = ["--pool", "prefork", "--concurrency", "2", "--loglevel", "INFO"]
        options += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        self.start_child("worker", [str(PYTHON), "-m", "celery", "-A", "singlewindow", "worker", *options], role=WORKER)

    def start_asker(self) -> None:
        """The Celery worker that asks the agencies: it waits for the network, so threads do."""
        options = ["--queues", "agencies", "--pool", "threads", "--concurrency", "16", "--loglevel", "INFO"]
        options += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        self.start_child("asker", [str(PYTHON), "-m", "celery", "-A", "singlewindow", "worker", *options], role=WORKER)

    def start_messenger(self) -> None:
        """The Celery worker that sends messages to traders: it waits for the network, so threads do."""
        options = ["--queues", "messages", "--pool", "threads", "--concurrency", "4", "--loglevel", "INFO"]
        options += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        command = [str(PYTHON), "-m", "celery", "-A", "singlewindow", "worker", *options]
        self.start_child("messenger", command, role=WORKER)

    def start_dispatcher(self) -> None:
        """The process that reads from PostgreSQL what is owed and hands ids to Celery."""
        self.start_child("dispatcher", [str(PYTHON), "manage.py", "dispatch"], role=WORKER)

    def start_web(self) -> None:
        """The web server: a process a core, one thread each, since a lodging is work for the processor.

        Measured on two cores: a fifth more lodgings a second than with four threads a process.
        """
        options = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port), "--no-ws", "--http", "1"]
        options += ["--workers", "2", "--blocking-threads", "1", "--respawn-failed-workers"]
        self.start_child("web", [str(PYTHON), "-m", "granian", *options, "singlewindow.wsgi:application"], role=WEB)

    def start_child(self, name: str, command: Sequence[str], *, role: str = "") -> None:
        """Start one more process of the service, as that role at the store; its log is `logs/NAME.log`."""
        child = self._child(name, command, environment=self._environment_as(role))
        self._children.append(child)
        child.start()
        self.state.remember(child)

    def child(self, name: str) -> Child:
        """The newest process of that name: a drill ends it and starts another."""
        return next(child for child in reversed(self._children) if child.name == name)

    def forget(self, child: Child) -> None:
        """A process that a drill has ended is looked after no more."""
        self._children.remove(child)

    def server(self, name: str) -> Postgres | Valkey:
        """PostgreSQL or Valkey, where they are this stack's own: a drill stops and starts them."""
        return next(server for server in self._servers if server.name == name)

    def agency_url(self, agency: str) -> str:
        """Where an agency's simulator answers."""
        return self._agency_urls[agency]

    def wait_for_web(self) -> None:
        """Until /healthz answers 200. Raises DevstackError when it does not."""
        give_up_at = time.monotonic() + READY_SECONDS
        while time.monotonic() < give_up_at:
            self.look_after_children()
            if _healthy(self.port):
                return
            time.sleep(0.05)
        raise DevstackError(f"The web process does not answer on {self.address}/healthz: see {self.state.logs}/web.log")

    def look_after_children(self) -> None:
        """Raises Interrupted after a signal, and DevstackError with the end of its log when a child has stopped."""
        if self._stopping:
            raise Interrupted
        for child in [*(server.child for server in self._servers if server.child), *self._children]:
            if child.exit_code is not None:
                raise DevstackError(f"{child.name} stopped with exit code {child.exit_code}. {child.end_of_log}")

    def watch(self) -> None:
        """Stay until a signal or until a child stops; see `look_after_children`."""
        while True:
            self.look_after_children()
            time.sleep(0.25)

    def stop(self) -> None:
        """Stop what was started, in reverse: the service's processes, asked all at once, then the servers."""
        for child in reversed(self._children):
            child.ask_to_stop()
        for child in reversed(self._children):
            child.stop()
        for server in reversed(self._servers):
            server.stop()
        self._children.clear()
        self._servers.clear()

    def interrupt(self, _signal: int, _frame: FrameType | None) -> None:
        """The handler of SIGINT and SIGTERM: the next look after the children raises Interrupted."""
        self._stopping = True

    def manage(self, command: str, *arguments: str) -> Outcome:
        """Run a management command to its end, looking after the others meanwhile."""
        line, output = [str(PYTHON), "manage.py", command, *arguments], self.state.logs / f"{command}.txt"
        child = self._child(command, line, output=output)
        child.start()
        give_up_at = time.monotonic() + COMMAND_SECONDS
        try:
            while (exit_code := child.exit_code) is None:
                self.look_after_children()
                if time.monotonic() > give_up_at:
                    raise DevstackError(
                        f"`manage.py {command}` took more than {COMMAND_SECONDS:.0f} s: see {child.log}"
                    )
                time.sleep(0.02)
        finally:
            child.stop()
        printed = output.read_text(encoding="utf-8")
        return Outcome(command=command, exit_code=exit_code, printed=printed, complaint=child.end_of_log)

    def run_in_foreground(self, command: Sequence[str]) -> int:
        """Run a command in our own process group, so that the terminal and its Ctrl-C are its own; its exit code."""
        process = subprocess.Popen(command, env=self.environment, cwd=ROOT)  # noqa: S603 -- the caller's command line
        try:
            while process.poll() is None:
                self.look_after_children()
                time.sleep(0.05)
            return process.returncode
        finally:
            _end(process)

    def _variables(self) -> dict[str, str]:
        """What the service's processes are told, but for the servers' addresses."""
        return {
            "STAGE": "development",
            "DJANGO_SETTINGS_MODULE": "singlewindow.settings",
            "SECRET_KEY": self.state.secret("django"),
            "AGENCY_SECRET": self.state.secret("agencies"),
            "AGENCY_URLS": ",".join(f"{agency}={url}" for agency, url in self._agency_urls.items()),
            "PUBLIC_URL": self.address,
            "DOCUMENTS_DIR": str(self.state.folder / "documents"),
            "PYTHONUNBUFFERED": "1",
        }

    def _start_server(self, server: Postgres | Valkey) -> str:
        self._servers.append(server)
        with self.progress.step(server.name) as notes:
            server.start()
            notes.append(server.description)
        return server.url

    def _environment_as(self, role: str) -> dict[str, str]:
        """With the login of that role. Where the server is not ours there is one login, which works as the role."""
        if not role:
            return self.environment
        environment = self.environment | {"DATABASE_ROLE": role}
        for server in self._servers:
            if isinstance(server, Postgres) and environment["DATABASE_URL"] == server.url:
                environment["DATABASE_URL"] = server.url_of(role)
        return environment

    def _child(
        self,
        name: str,
        command: Sequence[str],
        *,
        output: Path | None = None,
        environment: dict[str, str] | None = None,
    ) -> Child:
        return Child(
            name=name,
            command=command,
            log=self.state.logs / f"{name}.log",
            environment=environment or self.environment,
            folder=self.code,
            output=output,
        )


def _healthy(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the command if it still runs. At a terminal Ctrl-C has reached it already; a second would cut it short."""
    if process.poll() is not None:
        return
    if not sys.stdin.isatty():
        process.send_signal(signal.SIGINT)
    try:
        process.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
