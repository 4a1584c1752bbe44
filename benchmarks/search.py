"""Finding commodities over the whole schedule, beside a scan by ILIKE for the same words: in turn, as a ratio.

    python -m benchmarks.search [schedule.csv]      with the environment of a stack, e.g. in `make shell`

The file is loaded first where the database has not got the whole schedule; the transaction is rolled back. Both sides
find the same lines in force and fetch the same columns and rates; the scan reads every line, the product its index.
"""

import functools
import operator
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.models import Q  # noqa: E402

from declarations.tariff.models import Commodity  # noqa: E402
from declarations.tariff.search import search  # noqa: E402

ON, LIMIT, ROUNDS, WHOLE = date(2026, 7, 9), 50, 20, 9_000
QUESTIONS = (
    *("2103", "0101.21", "8471", "0207142100"),
    *("soya sauce", "cheese", "leather footwear", "women cotton", "integrated circuits", "frozen tuna", "toys"),
    *("バナナ", "豚", "軽種馬", "集積回路", "綿製のもの", "その他のもの", "合成繊維 女子用", "くじら"),
)


def scan(q: str) -> list[str]:
    """The obvious way: each word anywhere in any text of the line, or anywhere in the code."""
    words = q.replace(".", "").split()
    columns = ("code9", "description_en", "heading_en", "description_ja", "heading_ja")
    said = [functools.reduce(operator.or_, (Q(**{f"{each}__icontains": word}) for each in columns)) for word in words]
    lines = Commodity.objects.in_force(ON).filter(*said).order_by("code9").defer("words")
    return [f"{line.code10}{len(line.duty_rates.all())}" for line in lines.prefetch_related("duty_rates")[:LIMIT]]


def find(q: str) -> list[str]:
    """The product."""
    return [f"{line.code10}{len(line.rates)}" for line in search(q, on=ON, limit=LIMIT)]


def measure(ask: Callable[[str], list[str]], q: str) -> float:
    """Milliseconds of one question."""
    began = time.perf_counter()
    ask(q)
    return (time.perf_counter() - began) * 1000


def main() -> None:
    """Every question in turn to both, then percentiles and the ratio."""
    with transaction.atomic():
        if Commodity.objects.in_force(ON).count() < WHOLE:
            call_command("load_tariff", str(Path(sys.argv[1])), f"--valid-from={ON}", stdout=sys.stderr)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE tariff_commodity, tariff_dutyrate")
        print(f"{Commodity.objects.in_force(ON).count():,} lines in force, {len(QUESTIONS)} questions, {ROUNDS} rounds")
        for ask in (find, scan):
            for q in QUESTIONS:
                ask(q)
        times: dict[str, list[tuple[float, float]]] = {q: [] for q in QUESTIONS}
        for _ in range(ROUNDS):
            for q in QUESTIONS:
                times[q].append((measure(find, q), measure(scan, q)))
        transaction.set_rollback(True)
    report(times)


def report(times: dict[str, list[tuple[float, float]]]) -> None:
    """A line a question, then all of them."""
    print(f"{'find ms':>8} {'scan ms':>8} {'ratio':>6}  question (medians)")
    for q, pairs in times.items():
        found, scanned = (statistics.median(column) for column in zip(*pairs, strict=True))
        print(f"{found:>8.1f} {scanned:>8.1f} {found / scanned:>6.2f}  {q}")
    for name, column in (("find", 0), ("scan", 1)):
        every = [pair[column] for pairs in times.values() for pair in pairs]
        cuts = statistics.quantiles(every, n=100)
        print(f"{name}: p50 {cuts[49]:.1f} ms, p95 {cuts[94]:.1f} ms, p99 {cuts[98]:.1f} ms")
    ratios = [one / other for pairs in times.values() for one, other in pairs]
    print(f"ratio of the pairs: median {statistics.median(ratios):.2f}")


if __name__ == "__main__":
    sys.exit(main())
