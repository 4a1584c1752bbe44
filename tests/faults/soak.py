"""F36: load for a long time, with workers killed (F1), Redis flushed (F3) and the store restarted (F9) all the while.

    python -m tests.faults.soak [--minutes 60] [--rate 30] [--seed 1]

Every two seconds the memory of each process (with its children) and how long the longest due work has waited are noted.
Red where the memory of the last fifth (its median) is a tenth over that of the second, where 5 of 100 permit checks
were not asked within half a minute, where anything stands still, or where an invariant is broken.
"""

import argparse
import os
import signal
import statistics
import sys
import tempfile
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import psycopg

from singlewindow.devstack.errors import DevstackError
from tests.faults import faults
from tests.faults.drill import play
from tests.faults.report import TITLES, row
from tests.faults.stage import SUPERVISED, Stage, stage

EVERY_SECONDS = 2.0
MOST_GROWTH, MOST_LAG_SECONDS = 0.10, 30.0
_LONGEST_DUE = """
SELECT coalesce(extract(epoch FROM now() - min(due_at)), 0)::float FROM (
    SELECT due_at FROM permits_permitcheck WHERE settled_at IS NULL AND needs_person_at IS NULL AND due_at < now()
    UNION ALL SELECT next_action_at FROM declarations_declaration WHERE next_action_at < now()
       AND next_action_by = 'SYSTEM') due
"""
_LAG = """
SELECT coalesce(percentile_cont(0.95) WITHIN GROUP (ORDER BY extract(epoch FROM first - opened_at)), 0)::float
  FROM (SELECT opened_at, (SELECT min(ended_at) FROM permits_permitcheckattempt
                            WHERE permit_check_id = c.id AND act = 'CALLED') AS first
          FROM permits_permitcheck c) asked
"""


@dataclass(eq=False)  # a thread is itself
class Watch(threading.Thread):
    """Notes what the processes hold and how long work waits, until it is told to stop."""

    stage: Stage
    bytes_of: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    waits: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self._ended = threading.Event()

    def run(self) -> None:
        """Until stopped; a store that is away has no lag to tell."""
        while not self._ended.wait(EVERY_SECONDS):
            for name in SUPERVISED:
                self._weigh(name)
            try:
                self.waits.append(self.stage.sql(_LONGEST_DUE)[0][0])
            except psycopg.OperationalError:
                continue

    def stop(self) -> None:
        """Note no more."""
        self._ended.set()
        self.join()

    def _weigh(self, name: str) -> None:
        try:
            parent = psutil.Process(self.stage.stack.child(name).pid)
            family = [parent, *parent.children(recursive=True)]
            self.bytes_of[name].append(sum(each.memory_info().rss for each in family))
        except (psutil.Error, DevstackError, StopIteration):  # it has just been killed
            return

    def growth(self, name: str) -> float:
        """What its memory has grown by, as a share: medians, so that a process just started does not count."""
        told = self.bytes_of[name]
        fifth = max(1, len(told) // 5)
        return statistics.median(told[-fifth:]) / statistics.median(told[fifth : 2 * fifth] or told) - 1


def main() -> int:
    """Play it; 0 where it is green."""
    told = _arguments()
    together = [faults.kill_worker(every=told.kill), faults.flush_redis(every=10), faults.restart_postgres(every=60)]
    with tempfile.TemporaryDirectory(prefix="singlewindow-drill-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        with stage(Path(folder) / "house") as running:
            watch = Watch(running)
            watch.start()
            result = play(
                running,
                "F36",
                together,
                folder=Path(folder),
                count=int(told.minutes * 60 * told.rate),
                seed=told.seed,
                at_least=told.minutes * 60,
                patience=300,
                rate=told.rate,
            )
            watch.stop()
            [(lag,)] = running.sql(_LAG)
    print(TITLES, row(result), sep="\n")
    print(f"{told.minutes:g} minutes at {told.rate:g} a second, in fact {result.count / result.load_seconds:.1f}")
    for name, weights in watch.bytes_of.items():
        print(f"{name:<12}{statistics.median(weights) / 2**20:6.0f} MB, grown by {watch.growth(name):6.1%}")
    print(f"95 of 100 checks had been called for within {lag:.1f} s of their being opened")
    print(f"the longest that anything was due: {max(watch.waits, default=0):.1f} s (a killed asker's lease lasts 30 s)")
    print(*result.red, *result.left, *result.trouble, *result.seen.failures, *result.seen.unlike_503[:3], sep="\n")
    grown = [name for name in watch.bytes_of if watch.growth(name) > MOST_GROWTH]
    return 0 if result.is_green and not grown and lag < MOST_LAG_SECONDS else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.faults.soak", description="F36: load and faults for a long time.")
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--rate", type=float, default=30.0, help="declarations a second of all clients")
    parser.add_argument("--kill", type=float, default=5.0, help="seconds between two kills of a worker")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    return parser.parse_args()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "singlewindow.settings")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(130))
    sys.exit(main())
