"""`make drills`: the full set, one drill after the other, each on a stage of its own; the table at the end.

python -m tests.faults [--only F1 F9 ...] [--scale 0.1] [--seed 1] [--write docs/reliability.md]
"""

import argparse
import os
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from tests.faults.drill import Result, play
from tests.faults.plan import PLAN, Planned
from tests.faults.report import TITLES, row, write_report
from tests.faults.stage import stage


def main() -> int:
    """Play, print a line each, write the table; 1 where a drill is red."""
    told = _arguments()
    chosen = [planned for planned in PLAN if not told.only or planned.code in told.only]
    results = []
    print(TITLES, flush=True)
    for planned in chosen:
        result = _play(planned, seed=told.seed, scale=told.scale)
        results.append(result)
        print(row(result), flush=True)
        for trouble in [*result.red, *result.trouble, *result.seen.failures, *result.seen.unlike_503[:3]]:
            print(f"    {trouble}", flush=True)
    if told.write:
        write_report(told.write, results, on=datetime.now(UTC).date())
    return 0 if all(result.is_green for result in results) else 1


def _play(planned: Planned, *, seed: int, scale: float) -> Result:
    with tempfile.TemporaryDirectory(prefix="singlewindow-drill-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        with stage(Path(folder) / "house") as running:
            return play(
                running,
                planned.code,
                planned.faults,
                folder=Path(folder),
                count=max(20, int(planned.count * scale)),
                seed=seed,
                at_least=planned.at_least * scale,
                patience=planned.patience,
                scripts=planned.scripts,
                watch=_watch,
            )


def _watch(line: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{line:<100}", end="", file=sys.stderr, flush=True)
    elif int(time.monotonic()) % 15 == 0:
        print(f"  {line}", file=sys.stderr, flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.faults", description="Fault drills, the full set.")
    parser.add_argument("--only", nargs="+", metavar="F", help="only these drills")
    parser.add_argument("--scale", type=float, default=1.0, help="a share of the declarations and of the time")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--write", type=Path, help="the page whose table is written")
    return parser.parse_args()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "singlewindow.settings")
    sys.exit(main())
