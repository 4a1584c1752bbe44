"""What a model adds to a lodging: the time of selecting with it and without it, in turn, and of its scoring alone.

`make shell`, then `python -m benchmarks.scoring --model DIR` (a folder that train_selection wrote). Declarations of 1,
5 and 50 goods items; a model is asked about the three with the most duty. By the clock, and by the thread's own time,
which tells less of what else the machine does. It prints and asserts nothing.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

from declarations.selection import criteria, scoring
from declarations.selection.learning.declared import Declared
from declarations.selection.learning.model import FILE, Model, load

COUNTS, TIMES = (1, 5, 50), 500
ON = date(2026, 11, 24)
KEY = criteria.day_key(b"benchmark", ON)
GOODS = ("640399", "420221", "210310", "950632", "870323", "851712")


def items(count: int) -> list[Declared]:
    """Goods of several chapters, each of another weight and price."""
    return [
        Declared(
            number="A1",
            on=ON,
            office="1A",
            import_type="C",
            importer="12345678901239000",
            commodity=GOODS[place % len(GOODS)],
            departure="SG",
            origin=("SG", "CN", "IT", "VN")[place % 4],
            tax_rate=7.5 + place % 5,
            net_mass=10.0 + 37 * place,
            price=50_000.0 + 13_000 * place,
        )
        for place in range(count)
    ]


def select(scored: criteria.Scored | None) -> None:
    """The criteria, with what a model says or without it."""
    features = criteria.Features("A2000000001", ON, "IMPORT", "T", 1_000_000, (), duty_is_computed=True)
    criteria.select(features, profiles=(), key=KEY, share=Decimal("0.05"), scored=scored)


def milliseconds(work: Callable[[], object], clock: Callable[[], float]) -> tuple[float, float]:
    """Median and 95th percentile of one piece of work."""
    taken = []
    for _ in range(TIMES):
        began = clock()
        work()
        taken.append((clock() - began) * 1000)
    return statistics.median(taken), statistics.quantiles(taken, n=20)[-1]


def measure(model: Model) -> None:
    """A row for each number of goods items."""
    policy = scoring.Policy(1, scoring.Mode.RAISE, "0" * 64, 0.1, 0.5, None)
    print(f"{len(model.forest.trees)} trees")
    print(f"{'clock':<7}{'items':>6}  {'without p50':>11}  {'p95':>6}  {'with p50':>8}  {'p95':>6}   ms")
    for name, clock in (("wall", time.perf_counter), ("own", time.thread_time)):
        for count in COUNTS:
            declared = items(count)
            without = milliseconds(lambda: select(None), clock)
            within = milliseconds(
                lambda declared=declared: select(scoring.scored_by(model, policy, declared)),  # type: ignore[misc]
                clock,
            )
            figures = f"{without[0]:>11.3f}  {without[1]:>6.3f}  {within[0]:>8.3f}  {within[1]:>6.3f}"
            print(f"{name:<7}{count:>6}  {figures}")


def main() -> None:
    """Load the model, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="Folder of the model.")
    measure(load(parser.parse_args().model / FILE))


if __name__ == "__main__":
    sys.exit(main())
