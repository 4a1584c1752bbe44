"""The command line of the private stack; `make help` lists the usual ways in."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from singlewindow.devstack import commands
from singlewindow.devstack.errors import DevstackError, Interrupted

INTERRUPTED = 130  # what a shell expects of a program that Ctrl-C ended


def main(arguments: Sequence[str]) -> int:
    """Parse the command line, do it, and turn what a person can cause into one line and an exit code."""
    split = arguments.index("--") if "--" in arguments else len(arguments)
    command = arguments[split + 1 :]
    told = _parser().parse_args(arguments[:split])
    if told.what == "with" and not command:
        raise SystemExit("devstack with: name a command after --")
    folder = Path(os.environ.get("STATE") or ".state")
    doing: dict[str, Callable[[], int]] = {
        "run": lambda: commands.run(port=int(os.environ.get("PORT") or 8000), folder=folder),
        "demo": commands.demo,
        "test": lambda: commands.test(command),
        "lint": commands.lint,
        "with": lambda: commands.with_stack(command, web=told.web, everything=told.all),
        "shell": lambda: commands.shell(folder=folder),
        "backup": lambda: commands.backup(folder=folder, vault=_vault()),
        "restore": lambda: commands.restore(folder=folder, vault=_vault(), until=_instant(os.environ.get("TO") or "")),
    }
    try:
        return doing[told.what]()
    except DevstackError as error:
        print(error, file=sys.stderr)
        return 1
    except (Interrupted, KeyboardInterrupt):
        return 0 if told.what == "run" else INTERRUPTED


def _vault() -> Path:
    """Where the backup is: DIR. Raises DevstackError where it is not said."""
    if not os.environ.get("DIR"):
        raise DevstackError("Say where the backup is: DIR=...")
    return Path(os.environ["DIR"])


def _instant(told: str) -> datetime | None:
    """The instant in TO; none is the end of the log. Raises DevstackError where it is none, or of no time zone."""
    if not told:
        return None
    try:
        instant = datetime.fromisoformat(told)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise DevstackError(f"TO={told} is no instant with a time zone, such as 2026-11-25 10:00:00+00")
    return instant


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="devstack",
        description="A private stack for development and tests.",
        epilog="After -- comes the command of `with`, or the arguments of pytest for `test`.",
    )
    parser.add_argument("what", choices=["run", "demo", "test", "lint", "with", "shell", "backup", "restore"])
    parser.add_argument("--web", action="store_true", help="with: also tables, reference data, users and the web")
    parser.add_argument("--all", action="store_true", help="with: all that `run` starts")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
