"""F35: the store is lost, and restored from a base backup and its archived log; then everybody is asked what they know.

    python -m tests.faults.recovery [--count 300] [--seed 1]

Twice: to the end of the log, where nothing that was acknowledged may be missing (RPO 0); and to a point in time, where
what came after it is missing, and `manage.py reconcile` must list what the agencies know beyond it. Backup and restore
are those of `make backup` and `make restore`.
"""

import argparse
import os
import shutil
import signal
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

import psutil

from singlewindow.devstack.vault import Vault
from tests.faults.drill import drained, red, verify
from tests.faults.load import Load
from tests.faults.stage import Stage, stage


def main() -> int:
    """Play it; 0 where nothing that was acknowledged is missing and the differences are listed."""
    told = _arguments()
    with tempfile.TemporaryDirectory(prefix="singlewindow-drill-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        with stage(Path(folder) / "house") as running:
            return _played(running, Vault(Path(folder) / "vault"), Path(folder), told)


def _played(running: Stage, vault: Vault, folder: Path, told: argparse.Namespace) -> int:
    server = running.stack.server("PostgreSQL")
    vault.keep_log(server)
    _load(running, folder / "one.jsonl", name="one", told=told)
    began = time.monotonic()
    vault.take_base(server)
    print(f"base backup, held against its manifest, in {time.monotonic() - began:.1f} s", flush=True)
    _load(running, folder / "two.jsonl", name="two", told=told)
    [(until,)] = running.sql("SELECT clock_timestamp()")

    writing = Load(running.stack.address, name="three", count=told.count, seed=told.seed, log=folder / "three.jsonl")
    writing.start()
    while writing.seen.lodged < told.count // 2:
        time.sleep(0.05)
    _lose(running, vault)
    print("the store is lost while clients write", flush=True)
    to_the_end = _restored(running, vault)
    writing.join()
    drained(running, within=180)
    logs = [folder / f"{name}.jsonl" for name in ("one", "two", "three")]
    after = verify(running, *logs)
    print(f"to the end of the log: RTO {to_the_end:.1f} s; broken: {red(after) or 'nothing'} (RPO 0)", flush=True)

    running.kill("dispatcher")
    _lose(running, vault)
    to_a_point = _restored(running, vault, until=until)
    before = verify(running, *logs[:2], agencies=False)
    beyond = running.stack.manage("reconcile").printed.splitlines()
    print(f"to {until}: RTO {to_a_point:.1f} s; broken of what was promised by then: {red(before) or 'nothing'}")
    print(f"requests that agencies know beyond it: {len(beyond)}", *beyond[:10], sep="\n    ", flush=True)
    return 1 if red(after) or [code for code in red(before) if code != "I5"] or not beyond else 0


def _lose(running: Stage, vault: Vault) -> None:
    """The server dies and its data folder is gone; its last log, on a disk of its own, is left."""
    server = running.stack.server("PostgreSQL")
    backends = psutil.Process(server.child.pid).children()
    server.child.process.kill()
    server.child.process.wait()
    psutil.wait_procs(backends, timeout=60)
    vault.keep_last_log(server.data)
    shutil.rmtree(server.data)


def _restored(running: Stage, vault: Vault, *, until: datetime | None = None) -> float:
    """Seconds until the server answers."""
    began = time.monotonic()
    vault.restore(running.stack.server("PostgreSQL"), until=until)
    return time.monotonic() - began


def _load(running: Stage, log: Path, *, name: str, told: argparse.Namespace) -> None:
    load = Load(running.stack.address, name=name, count=told.count, seed=told.seed, log=log, scripts={"A-V1": 1})
    load.start()
    load.join()
    drained(running, within=180)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.faults.recovery", description="F35: backup, loss, restore.")
    parser.add_argument("--count", type=int, default=300, help="declarations before, after and during")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    return parser.parse_args()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "singlewindow.settings")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(130))
    sys.exit(main())
