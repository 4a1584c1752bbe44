"""F35: the store is lost, and restored from a base backup and its archived log; then everybody is asked what they know.

    python -m tests.faults.recovery [--count 300] [--seed 1]

Twice: to the end of the log, where nothing that was acknowledged may be missing (RPO 0); and to a point in time, where
what came after it is missing, and `manage.py verify --agencies` must list what the agencies know beyond it.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psutil

from singlewindow.devstack.account import Account, postgres_account
from singlewindow.devstack.binaries import find_postgres
from tests.faults.drill import drained, red, verify
from tests.faults.load import Load
from tests.faults.stage import Stage, stage

ARCHIVING = {
    "wal_level": "replica",
    "max_wal_senders": "4",
    "archive_mode": "on",
    "archive_command": "test ! -f {archive}/%f && cp %p {archive}/%f",
}


@dataclass
class Vault:
    """Where base backup and log are kept, and the server that they are of."""

    stage: Stage
    folder: Path

    @property
    def data(self) -> Path:
        """The server's data folder."""
        return (self.stage.stack.state.folder / "postgres").resolve() / "data"

    @property
    def account(self) -> Account | None:
        """Who runs the server."""
        return postgres_account(self.data if self.data.exists() else self.base)

    @property
    def base(self) -> Path:
        """The base backup."""
        return self.folder / "base"

    @property
    def archive(self) -> Path:
        """The log, segment after segment."""
        return self.folder / "archive"

    def archive_log(self) -> None:
        """Have the server keep its log here from now on."""
        self.archive.mkdir(parents=True)
        if self.account:
            self.account.own(self.folder)
            self.account.own(self.archive)
        for name, value in ARCHIVING.items():
            self.stage.superuser(f"ALTER SYSTEM SET {name} = '{value.format(archive=self.archive)}'")
        self.stage.restart_postgres(how=signal.SIGINT)

    def take_base(self) -> float:
        """Take a base backup; seconds."""
        began = time.monotonic()
        url = urlsplit(self.stage.stack.server("PostgreSQL").superuser_url)
        binaries = find_postgres(major=None).readable_by(self.account, home=self.data.parent)
        command = [str(binaries.folder / "pg_basebackup"), "--pgdata", str(self.base), "--checkpoint", "fast"]
        command += ["--host", "127.0.0.1", "--port", str(url.port), "--username", str(url.username), "--no-password"]
        subprocess.run(
            command,
            check=True,
            env={"PATH": "/usr/bin:/bin", "PGPASSWORD": str(url.password), "LC_ALL": "C"},
            cwd=self.folder,
            **(self.account.arguments if self.account else {}),
        )
        return time.monotonic() - began

    def lose(self, *, keeps_log: bool) -> None:
        """The server dies and its data folder is gone; its last log, on a disk of its own, may be left."""
        server = self.stage.stack.server("PostgreSQL")
        backends = psutil.Process(server.child.pid).children()
        server.child.process.kill()
        server.child.process.wait()
        psutil.wait_procs(backends, timeout=60)
        if keeps_log:
            for segment in (self.data / "pg_wal").glob("0*"):
                if not (self.archive / segment.name).exists():
                    shutil.copy2(segment, self.archive / segment.name)
        self._own(self.archive)
        shutil.rmtree(self.data)

    def restore(self, *, until: str = "") -> float:
        """From base backup and log, to its end or to an instant; seconds until the server answers."""
        began = time.monotonic()
        shutil.copytree(self.base, self.data, symlinks=True)
        wished = f"restore_command = 'cp {self.archive}/%f %p'\n"
        wished += "hot_standby = 'off'\n"  # nobody is answered before it is all there
        wished += f"recovery_target_time = '{until}'\nrecovery_target_action = 'promote'\n" if until else ""
        with (self.data / "postgresql.auto.conf").open("a", encoding="utf-8") as settings:
            settings.write(wished)
        (self.data / "recovery.signal").touch()
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        self._own(self.data)
        self.data.chmod(0o700)
        self.stage.stack.server("PostgreSQL").start()
        while self.stage.sql("SELECT pg_is_in_recovery()") != [(False,)]:
            time.sleep(0.05)
        return time.monotonic() - began

    def _own(self, folder: Path) -> None:
        account = postgres_account(self.base)
        if account:
            for path in [folder, *folder.rglob("*")]:
                if not path.is_symlink():
                    account.own(path)


def main() -> int:
    """Play it; 0 where nothing that was acknowledged is missing and the differences are listed."""
    told = _arguments()
    with tempfile.TemporaryDirectory(prefix="singlewindow-drill-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        with stage(Path(folder) / "house") as running:
            return _played(Vault(running, Path(folder) / "vault"), Path(folder), told)


def _played(vault: Vault, folder: Path, told: argparse.Namespace) -> int:
    vault.archive_log()
    _load(vault.stage, folder / "one.jsonl", name="one", told=told)
    print(f"base backup in {vault.take_base():.1f} s", flush=True)
    _load(vault.stage, folder / "two.jsonl", name="two", told=told)
    [(until,)] = vault.stage.sql("SELECT clock_timestamp()::text")

    writing = Load(
        vault.stage.stack.address, name="three", count=told.count, seed=told.seed, log=folder / "three.jsonl"
    )
    writing.start()
    while writing.seen.lodged < told.count // 2:
        time.sleep(0.05)
    vault.lose(keeps_log=True)
    print("the store is lost while clients write", flush=True)
    to_the_end = vault.restore()
    writing.join()
    drained(vault.stage, within=180)
    logs = [folder / f"{name}.jsonl" for name in ("one", "two", "three")]
    after = verify(vault.stage, *logs)
    print(f"to the end of the log: RTO {to_the_end:.1f} s; broken: {red(after) or 'nothing'} (RPO 0)", flush=True)

    vault.stage.kill("dispatcher")
    vault.lose(keeps_log=True)
    to_a_point = vault.restore(until=until)
    before = verify(vault.stage, *logs[:2], agencies=False)
    told_by_agencies = next(each for each in verify(vault.stage) if each["code"] == "I6")
    print(f"to {until}: RTO {to_a_point:.1f} s; broken of what was promised by then: {red(before) or 'nothing'}")
    print(f"requests that agencies know beyond it: {told_by_agencies['broken']}", flush=True)
    for offence in told_by_agencies["first"]:
        print(f"    {offence['number']}: {offence['why']}")
    return 1 if red(after) or [code for code in red(before) if code != "I5"] or not told_by_agencies["broken"] else 0


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
