"""What a model adds to a whole lodging: lodgings with a policy in SHADOW and with it OFF, in turn.

`python -m singlewindow.devstack with -- python -m benchmarks.scored_lodging --model DIR` (a folder that train_selection
wrote) on a durable stack of its own. Declarations of 1, 5 and 50 goods items through `clearance.lodge`, without HTTP;
the rounds of both sides alternate, so that what else the machine does falls on both. By the clock, and by the thread's
own time, which tells less of what else the machine does and nothing of PostgreSQL. It prints and asserts nothing.
"""

import argparse
import json
import os
import statistics
import sys
import time
from decimal import Decimal
from pathlib import Path

import django

django.setup()

from django.utils import timezone  # noqa: E402

from benchmarks.quick import form  # noqa: E402
from declarations import clearance  # noqa: E402
from declarations.contract import read  # noqa: E402
from declarations.data import DeclarationData  # noqa: E402
from declarations.selection.learning.model import FILE  # noqa: E402
from declarations.selection.models import ScoringPolicy, Selection  # noqa: E402
from declarations.traders.declarant import ALL_SCOPES  # noqa: E402
from declarations.traders.demonstration import create_demonstration  # noqa: E402
from declarations.traders.models import ApiClient, User  # noqa: E402

COUNTS, ROUNDS, TIMES = (1, 5, 50), 10, 50
OFF, SHADOW = ScoringPolicy.Mode.OFF, ScoringPolicy.Mode.SHADOW


class Lodging:
    """Lodges as the demonstration's broker."""

    def __init__(self, model: Path) -> None:
        self.by = ApiClient.objects.get(client_id="demo-broker").as_declarant(scopes=ALL_SCOPES)
        self.officers = [
            User.objects.get(username=name).as_officer() for name in ("demo-officer", "demo-senior-officer")
        ]
        self.sha256 = clearance.register_model(model / FILE, by=self.officers[0], at=timezone.now()).sha256
        self.sent = 0

    def switch(self, mode: ScoringPolicy.Mode) -> None:
        """Put a policy of this mode in force."""
        proposing, deciding = self.officers
        policy = clearance.propose_policy(
            self.sha256,
            by=proposing,
            mode=mode,
            g=Decimal("0.5"),
            document_from=1e9,
            inspection_from=None,
            reason="Benchmark.",
            at=timezone.now(),
        )
        clearance.decide_policy(policy.version, by=deciding, approves=True, at=timezone.now())
        self.milliseconds(1)  # the edition is read, and the model's file, before anything is measured

    def milliseconds(self, items: int) -> tuple[float, float]:
        """How long one lodging takes, by the clock and by the thread's own time."""
        self.sent += 1
        reference = f"SCORED-{os.getpid()}-{self.sent}"
        said = form(reference, items)
        message = clearance.Message(body=json.dumps(said).encode(), key=reference, data=read(said, DeclarationData))
        at, began, own = timezone.now(), time.perf_counter(), time.thread_time()
        clearance.lodge(message, by=self.by, at=at)
        return (time.perf_counter() - began) * 1000, (time.thread_time() - own) * 1000


def p95(taken: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(taken, n=20)[-1]


def main() -> None:
    """Both sides in turn, then a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="Folder of the model.")
    create_demonstration()
    lodging = Lodging(parser.parse_args().model)
    taken: dict[tuple[int, str], list[tuple[float, float]]] = {(c, mode): [] for c in COUNTS for mode in (OFF, SHADOW)}
    for _ in range(ROUNDS):
        for mode in (OFF, SHADOW):
            lodging.switch(mode)
            for items in COUNTS:
                taken[items, mode] += [lodging.milliseconds(items) for _ in range(TIMES)]
    scored, failed = Selection.objects.exclude(score=None).count(), Selection.objects.exclude(model_failure="").count()
    print(f"{scored:,} lodgings scored, in {failed:,} the model failed")
    print(
        f"{'clock':<7}{'items':>6}  {'off p50':>8}  {'p95':>7}  {'scored p50':>10}  {'p95':>7}"
        f"  {'adds':>6}  {'p95':>6}   ms"
    )
    for place, clock in enumerate(("wall", "own")):
        for items in COUNTS:
            off, on = ([each[place] for each in taken[items, mode]] for mode in (OFF, SHADOW))
            more = statistics.median(on) - statistics.median(off), p95(on) - p95(off)
            figures = (
                f"{statistics.median(off):>8.2f}  {p95(off):>7.2f}  {statistics.median(on):>10.2f}  {p95(on):>7.2f}"
            )
            print(f"{clock:<7}{items:>6}  {figures}  {more[0]:>6.2f}  {more[1]:>6.2f}")


if __name__ == "__main__":
    sys.exit(main())
