"""What can be asked of the private stack. Each function returns the exit code of the process."""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from singlewindow.devstack.account import OPEN_GROUND, remove_home
from singlewindow.devstack.errors import DevstackError
from singlewindow.devstack.process import port_is_free
from singlewindow.devstack.progress import Progress
from singlewindow.devstack.recovery import back_up
from singlewindow.devstack.recovery import restore as restore_store
from singlewindow.devstack.stack import PYTHON, ROOT, Stack
from singlewindow.devstack.state import State, owned
from singlewindow.devstack.vault import Vault

LINTERS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy", "declarations", "permits", "singlewindow"),
    ("lint-imports", "--no-logo"),
)
NO_MIGRATION_MISSING = ("python", "manage.py", "makemigrations", "--check", "--dry-run")
NO_SERVERS = {
    "STAGE": "development",
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}


def run(*, port: int, folder: Path) -> int:
    """Start everything, lodge the samples, print the table, the addresses and the logins, stay until Ctrl-C."""
    if not port_is_free(port):
        raise DevstackError(f"Port {port} is in use: choose another with PORT=...")
    progress = Progress()
    with owned(folder) as state, _running(Stack(state, progress=progress, port=port)) as stack:
        logins = _start_everything(stack)
        _show_samples(stack)
        print(
            _addresses(stack), logins.strip(), f"Ctrl-C stops it. The logs are in {state.logs}", sep="\n\n", flush=True
        )
        stack.watch()
    return 0


def demo() -> int:
    """The same work in a temporary folder on free ports; 0 only if every sample reached its expected state."""
    progress = Progress()
    with _temporary() as state, _running(Stack(state, progress=progress)) as stack:
        _start_everything(stack)
        return _show_samples(stack)


def test(arguments: Sequence[str]) -> int:
    """Linters, types, import contracts, migrations and all tests; with arguments only pytest with them."""
    with (
        _temporary() as state,
        _running(Stack(state, progress=Progress(), durable=False, agencies=())) as stack,
    ):
        stack.start_servers(creates_databases=True)
        if arguments:
            return stack.run_in_foreground(["pytest", *arguments])
        commands = [*LINTERS, NO_MIGRATION_MISSING, ("pytest", "-n", "2")]
        return max(abs(_announced(stack, command)) for command in commands)


def lint() -> int:
    """Linters, types and import contracts; no server is needed."""
    environment = {**os.environ, **NO_SERVERS, "PATH": f"{PYTHON.parent}:{os.environ.get('PATH', '')}"}
    return max(abs(subprocess.run(command, cwd=ROOT, env=environment).returncode) for command in LINTERS)  # noqa: S603


def with_stack(command: Sequence[str], *, web: bool, everything: bool) -> int:
    """Run a command with a private, durable, temporary stack: the servers, with `web` the service, or everything.

    What runs like this measures and tries; the limit of writes, which has tests of its own, would only be in its way.
    """
    os.environ.setdefault("WRITES_A_MINUTE", "1000000")
    with _temporary(parent=OPEN_GROUND) as state, _running(Stack(state, progress=Progress())) as stack:
        if everything:
            _start_everything(stack)
        else:
            stack.start_servers()
        if web and not everything:
            stack.prepare()
            with stack.progress.step("Web"):
                stack.start_web()
                stack.wait_for_web()
        return stack.run_in_foreground(command)


def shell(*, folder: Path) -> int:
    """A shell in the environment of the stack on this folder; its servers are started if none runs."""
    shell_program = os.environ.get("SHELL", "/bin/sh")
    state = State(folder)
    try:
        state.take()
    except DevstackError:
        environment = {**os.environ, **state.environment, "PATH": f"{PYTHON.parent}:{os.environ.get('PATH', '')}"}
        return subprocess.run([shell_program], cwd=ROOT, env=environment).returncode  # noqa: S603
    state.leave()
    with owned(folder) as state, _running(Stack(state, progress=Progress())) as stack:
        stack.start_servers()
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for what runs in the shell
        return stack.run_in_foreground([shell_program])


def backup(*, folder: Path, vault: Path) -> int:
    """A base backup of the stack on this folder, which may be running, and its log from now on."""
    state = State(folder)
    try:
        state.take()
    except DevstackError:
        return _told(back_up(state, Vault(vault)))
    state.leave()
    with owned(folder) as state, _running(Stack(state, progress=Progress())) as stack:
        stack.start_servers()
        return _told(back_up(state, Vault(vault)))


def restore(*, folder: Path, vault: Path, until: datetime | None) -> int:
    """The store as of an instant, or of the end of its log, where the stack on this folder finds it."""
    with owned(folder) as state, _running(Stack(state, progress=Progress())) as stack:
        return _told(restore_store(stack, Vault(vault), until=until))


def _told(table: Sequence[tuple[str, str]]) -> int:
    print("", *(f"{title:<22}{value}" for title, value in table), sep="\n", flush=True)
    return 0


def _start_everything(stack: Stack) -> str:
    """All processes of the service; returns the logins. What needs no table starts while the tables are made."""
    stack.start_servers()
    with stack.progress.step("Agencies and workers started"):
        stack.start_simulators()
        stack.start_worker()
        stack.start_asker()
        stack.start_messenger()
    logins = stack.prepare()
    with stack.progress.step("Web and dispatcher"):
        stack.start_dispatcher()
        stack.start_web()
        stack.wait_for_web()
    return logins


def _show_samples(stack: Stack) -> int:
    """Lodge the samples over HTTP and show the table; 0 if each reached its expected state."""
    with stack.progress.step("Sample declarations"):
        outcome = stack.manage("demo")
    print("", outcome.printed, sep="\n", flush=True)
    if outcome.exit_code:
        print(f"Not every sample reached its expected state. {outcome.complaint}", file=sys.stderr)
    return outcome.exit_code


def _addresses(stack: Stack) -> str:
    pages = {
        "Officers and traders": "/",
        "Forms for traders": "/declarations/drafts",
        "API": "/api/v1",
        "API, to try": "/api/v1/docs",
        "Health": "/healthz",
    }
    return "\n".join(f"{title:<22}{stack.address}{path}" for title, path in pages.items())


def _announced(stack: Stack, command: Sequence[str]) -> int:
    """Run a check in sight, under its own name; told apart from the others in a long log."""
    print(f"\n$ {' '.join(command)}", flush=True)
    return stack.run_in_foreground(command)


@contextlib.contextmanager
def _temporary(*, parent: Path | None = None) -> Iterator[State]:
    """A state folder for one command, removed with all its data. Its name can be passed through, its files not read."""
    with tempfile.TemporaryDirectory(prefix="singlewindow-", dir=parent) as folder:
        Path(folder).chmod(0o711)
        try:
            with owned(Path(folder)) as state:
                yield state
        finally:
            remove_home(Path(folder) / "postgres")


@contextlib.contextmanager
def _running(stack: Stack) -> Iterator[Stack]:
    """Stop what was started, whatever happens. SIGINT and SIGTERM end the block at the next look after the children."""
    before = {each: signal.signal(each, stack.interrupt) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stack
    finally:
        stack.stop()
        for each, handler in before.items():
            signal.signal(each, handler)
