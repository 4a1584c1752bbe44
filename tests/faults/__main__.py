"""`make drills`: the full set, one drill after the other, each on a stage of its own; the table at the end.

python -m tests.faults [--only F1 F26 ...] [--scale 0.1] [--time 0.5] [--seed 1] [--write docs/reliability.md]
"""

import argparse
import os
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.faults.drill import Result, play
from tests.faults.plan import PLAN, Planned
from tests.faults.report import TITLES, row, write_report
from tests.faults.stage import Stage, stage


def main() -> int:
    """Play, print a line each, write the table; 1 where a drill is red."""
    told = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(130))  # whoever ends us ends what we started
    chosen = [planned for planned in PLAN if not told.only or planned.code.partition(" ")[0] in told.only]
    results: list[Result] = []
    print(TITLES, flush=True)
    while len(results) < len(chosen):
        results += _on_one_stage(chosen[len(results) :], told)
    if told.write:
        write_report(told.write, results)
    return 0 if all(result.is_green for result in results) else 1


def _on_one_stage(chosen: Sequence[Planned], told: argparse.Namespace) -> list[Result]:
    """One after the other, until one is red: whatever comes after it shall not stand on what it left."""
    results: list[Result] = []
    with tempfile.TemporaryDirectory(prefix="singlewindow-drill-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        with stage(Path(folder) / "house") as running:
            for planned in chosen:
                results.append(_play(running, planned, told, folder=Path(folder)))
                if not _told(results[-1]).is_green:
                    break
    return results


def _play(running: Stage, planned: Planned, told: argparse.Namespace, *, folder: Path) -> Result:
    return play(
        running,
        planned.code,
        planned.faults,
        folder=folder,
        count=max(20, int(planned.count * told.scale)),
        seed=told.seed,
        at_least=planned.at_least * told.time,
        patience=planned.patience,
        scripts=planned.scripts,
        watch=_watch,
    )


def _told(result: Result) -> Result:
    print(row(result), flush=True)
    for trouble in [*result.red, *result.left, *result.trouble, *result.seen.failures, *result.seen.unlike_503[:3]]:
        print(f"    {trouble}", flush=True)
    return result


def _watch(line: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{line:<100}", end="", file=sys.stderr, flush=True)
    elif int(time.monotonic()) % 15 == 0:
        print(f"  {line}", file=sys.stderr, flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.faults", description="Fault drills, the full set.")
    parser.add_argument("--only", nargs="+", metavar="F", help="only these drills")
    parser.add_argument("--scale", type=float, default=1.0, help="a share of the declarations")
    parser.add_argument("--time", type=float, default=1.0, help="a share of the time that the faults go on")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--write", type=Path, help="the page whose table is written")
    return parser.parse_args()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "singlewindow.settings")
    sys.exit(main())
