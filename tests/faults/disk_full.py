"""F12: the disk of the store, its log included, is full while clients write; later there is room again.

    python -m tests.faults.disk_full [--count 200] [--seconds 10] [--seed 1]

The store's folder is a small ext4 file system in a file (`mount -o loop`), so root is needed. Afterwards `pg_amcheck`
looks at every table and index.
"""

import argparse
import contextlib
import errno
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from singlewindow.devstack.binaries import find_postgres
from tests.faults.drill import Fault, play
from tests.faults.report import TITLES, row
from tests.faults.stage import Stage, stage

MEGABYTE = 1 << 20


@contextlib.contextmanager
def small_disk(at: Path, *, image: Path, megabytes: int) -> Iterator[None]:
    """A file system of its own at this folder."""
    with image.open("wb") as file:
        file.truncate(megabytes * MEGABYTE)
    subprocess.run(["mkfs.ext4", "-q", "-m", "0", str(image)], check=True)
    at.mkdir(parents=True)
    subprocess.run(["mount", "-o", "loop", str(image), str(at)], check=True)
    try:
        at.chmod(0o711)
        yield
    finally:
        subprocess.run(["umount", str(at)], check=True)


def fill(disk: Path, *, seconds: float, every: float = 30.0) -> Fault:
    """F12: no byte is free for so many seconds; a store that gave up is started again afterwards."""

    def do(running: Stage, turn: int) -> None:
        ballast, server = disk / "ballast", running.stack.server("PostgreSQL")
        try:
            with ballast.open("wb", buffering=0) as file:
                _write_until_full(file.write)
                until = time.monotonic() + seconds
                while time.monotonic() < until:  # what is set free meanwhile is taken too
                    _write_until_full(file.write)
                    time.sleep(0.1)
        finally:
            ballast.unlink()
        time.sleep(1.0)
        print(f"  full for {seconds:.0f} s; the store {'gave up' if server.child.exit_code is not None else 'lived'}")
        if server.child.exit_code is not None:
            server.start()

    return Fault("F12", every, do, first_after=4.0)


def _write_until_full(write: object) -> None:
    for size in (MEGABYTE, 4096):
        try:
            while True:
                write(b"\0" * size)
        except OSError as refused:
            if refused.errno != errno.ENOSPC:
                raise


def checked(running: Stage) -> str:
    """What pg_amcheck says of every table and index; nothing where all is well."""
    told = conninfo_to_dict(running.stack.server("PostgreSQL").superuser_url)
    command = [str(find_postgres().folder / "pg_amcheck"), "--install-missing", "--heapallindexed", "--no-password"]
    command += ["--host", str(told["host"]), "--port", str(told["port"]), "--username", str(told["user"])]
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "PGPASSWORD": str(told["password"])}
    done = subprocess.run([*command, "singlewindow"], env=environment, capture_output=True, text=True)
    return f"{done.stdout}{done.stderr}" if done.returncode else ""


def main() -> int:
    """Play it; 0 where it is green and nothing is corrupted."""
    told = _arguments()
    with tempfile.TemporaryDirectory(prefix="singlewindow-drill-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        place.chmod(0o711)
        disk = place / "house" / "postgres"
        with small_disk(disk, image=place / "image", megabytes=told.megabytes), stage(place / "house") as running:
            fault = fill(disk, seconds=told.seconds)
            result = play(running, "F12", [fault], folder=place, count=told.count, seed=told.seed, at_least=45, rate=4)
            corrupted = checked(running)
    print(TITLES, row(result), sep="\n")
    print(f"answers by status: {dict(sorted(result.seen.statuses.items()))}; 0 is a line that broke")
    print(f"longest without an answer: {result.seen.longest_silence:.1f} s; pg_amcheck: {corrupted or 'clean'}")
    print(*result.red, *result.left, *result.trouble, *result.seen.failures, *result.seen.unlike_503[:3], sep="\n")
    return 0 if result.is_green and not corrupted else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.faults.disk_full", description="F12: the store's disk is full.")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=10.0, help="how long it is full, each time")
    parser.add_argument("--megabytes", type=int, default=400, help="of the disk")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    return parser.parse_args()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "singlewindow.settings")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(130))
    sys.exit(main())
