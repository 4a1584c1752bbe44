"""F33: a new version is rolled out process by process while work is in flight, and taken back again.

    python -m tests.faults.rolling [--between 60] [--rate 8] [--seed 1]

Version n is this code; n+1 is a copy of it in another folder, whose declarations have one column more. Under load:

1. expand      n+1's migration adds the column, which may be empty, while n works
2. n to n+1    two web processes behind a proxy, one after the other; then workers and dispatcher
3. n+1 to n    the same again
4. contract    the migration is taken back, while n works

Through the proxy, which takes a web process out before it is stopped, no client may see a 5xx.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from singlewindow.devstack.process import Child, free_port
from singlewindow.devstack.stack import PYTHON, ROOT
from tests.faults.balancer import Balancer
from tests.faults.drill import drained, red, verify
from tests.faults.load import Load
from tests.faults.stage import Stage, stage

MOST = 1_000_000  # the load goes on until it is told to stop
OTHERS = ("worker", "asker", "messenger", "dispatcher")
MODEL, ANCHOR = "declarations/models/declaration.py", "    next_action_by = models.TextField("
FIELD = "    rolled_out_note = models.TextField(null=True)\n"
MIGRATION = """\
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("declarations", "{last}")]
    operations = [
        migrations.AddField("declaration", "rolled_out_note", models.TextField(null=True))
    ]
"""


def next_version(folder: Path) -> str:
    """A copy of the code, whose declarations have one column more. The name of the last migration that both have."""
    files = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, files.split("\0")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, folder / name)
    model = folder / MODEL
    said = model.read_text(encoding="utf-8")
    assert said.count(ANCHOR) == 1
    model.write_text(said.replace(ANCHOR, FIELD + ANCHOR), encoding="utf-8")
    migrations = folder / "declarations" / "migrations"
    last = max(path.stem for path in migrations.glob("0*.py"))
    (migrations / "9999_rolled_out_note.py").write_text(MIGRATION.format(last=last), encoding="utf-8")
    return last


class Rollout:
    """Two web processes behind the proxy, and the others, each of which may run either version."""

    def __init__(self, running: Stage, proxy: Balancer) -> None:
        self.running, self.proxy = running, proxy
        first = running.stack.port
        proxy.put_in(first)
        self.webs = {first: running.stack.child("web")}
        self._start_web(free_port())

    def to(self, code: Path) -> None:
        """Everything, one process after the other: stopped as it wishes to be, and started from another folder."""
        self.running.stack.code = code
        for port, child in list(self.webs.items()):
            self.proxy.take_out(port)
            self._stop(child)
            self._start_web(port)
        for name in OTHERS:
            self._stop(self.running.stack.child(name))
            self.running.start(name)

    def _start_web(self, port: int) -> None:
        stack = self.running.stack
        usual, stack.port = stack.port, port
        try:
            self.running.start("web")
        finally:
            stack.port = usual
        self.webs[port] = stack.child("web")
        self.proxy.put_in(port)

    def _stop(self, child: Child) -> None:
        child.stop(patience=30)
        self.running.stack.forget(child)


def migrate(running: Stage, code: Path, *arguments: str) -> None:
    """As the owner, from this folder."""
    command = [str(PYTHON), "manage.py", "migrate", "--verbosity", "0", *arguments]
    subprocess.run(command, cwd=code, env=running.stack.environment, check=True)


def main() -> int:
    """Play it; 0 where nobody saw a 5xx and everything holds."""
    told = _arguments()
    with tempfile.TemporaryDirectory(prefix="singlewindow-drill-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        with stage(Path(folder) / "house") as running, Balancer() as proxy:
            return _played(running, proxy, Path(folder), told)


def _played(running: Stage, proxy: Balancer, folder: Path, told: argparse.Namespace) -> int:
    newer, log = folder / "newer", folder / "rolling.jsonl"
    last = next_version(newer)
    rollout = Rollout(running, proxy)
    load = Load(proxy.address, name="F33", count=MOST, seed=told.seed, log=log, rate=told.rate)
    load.start()
    began, moments = time.monotonic(), list[str]()

    def note(what: str) -> None:
        moments.append(f"{time.monotonic() - began:6.1f} s {load.seen.lodged:>6} lodged  {what}")
        print(moments[-1], flush=True)

    _until_lodged(load, told.between)
    migrate(running, newer)
    note("expanded, n at work")
    rollout.to(newer)
    note("n+1 at work")
    _until_lodged(load, load.seen.lodged + told.between)
    rollout.to(ROOT)
    note("n at work again")
    migrate(running, newer, "declarations", last)
    note("contracted")
    _until_lodged(load, load.seen.lodged + told.between)
    load.stop()
    seen = load.join()
    drained_in, left = drained(running, within=300)
    found = verify(running, log)
    failed = {status: times for status, times in proxy.statuses.items() if status >= 500}
    print(f"{seen.lodged} lodged; drained in {drained_in:.0f} s")
    print(f"answers through the proxy: {dict(sorted(proxy.statuses.items()))}; given to another: {proxy.retries}")
    print(f"5xx: {failed or 'none'}; lines that broke: {seen.statuses[0]}; left open: {left}")
    print(f"broken: {red(found) or 'nothing'}")
    print(*seen.failures, *seen.unlike_503[:3], sep="\n")
    bad = failed or seen.statuses[0] or left or red(found) or seen.failures
    return 1 if bad else 0


def _until_lodged(load: Load, count: int) -> None:
    while load.is_running and load.seen.lodged < count:
        time.sleep(0.1)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.faults.rolling", description="F33: n to n+1 to n, under load.")
    parser.add_argument("--between", type=int, default=60, help="declarations lodged before, between and after")
    parser.add_argument("--rate", type=float, default=8.0, help="declarations a second of all clients")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    return parser.parse_args()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "singlewindow.settings")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(130))
    sys.exit(main())
