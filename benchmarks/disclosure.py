"""Disclosure control at the size of a month: `python -m benchmarks.disclosure`. Needs requirements-analytics.txt.

A table of chapters by 200 countries is protected and certified; its certificate is verified; three months, each two
together, and all three are released one after another, and attacked, beside the control in which each was released as
if nothing else were out. Contributions are made up (tests/declarations/dataset/disclosure/trade.py): firms, chapters
and countries are of very unequal size, so that most cells are thin.
"""

import time
from argparse import ArgumentParser
from collections import Counter

from declarations.dataset.disclosure.certificate import decoded, faults_of
from declarations.dataset.disclosure.protecting import protect
from declarations.dataset.disclosure.tables import TOTAL, Tabulation, cells_of
from tests.declarations.dataset.disclosure.trade import (
    FRAME,
    RULES,
    attacked,
    by_chapter_and_country,
    released,
    trade,
)

MONTHS = ("2024-01", "2024-02", "2024-03")


class Clock:
    """Seconds since it was made: on the wall, and of the processor, which other work beside does not slow so much."""

    def __init__(self) -> None:
        self._wall, self._processor = time.perf_counter(), time.process_time()

    def __str__(self) -> str:
        return (
            f"{time.perf_counter() - self._wall:.2f} s ({time.process_time() - self._processor:.2f} of the processor)"
        )


def main() -> None:
    """Both, one after the other, as tables of figures."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=60_000, help="Goods items of the month.")
    parser.add_argument("--small", type=int, default=3_000, help="Goods items of the three months that are attacked.")
    told = parser.parse_args()
    _one_month(told.lines)
    _ledger(told.small)


def _one_month(lines: int) -> None:
    contributions = trade(chapters=97, countries=200, firms=3000, lines=lines, months=MONTHS[:1])
    table = Tabulation(measure="VALUE", axes=(("hs2",), ("country",)))
    clock = Clock()
    protected = protect(contributions, table, frame=FRAME, rules=RULES)
    took = str(clock)
    cells = cells_of(contributions, FRAME, table)
    inner = sum(cell.amount for key, cell in cells.items() if TOTAL not in key)
    hidden = sum(cells[key].amount for key in protected.reasons if TOTAL not in key)
    why = Counter(protected.reasons.values())
    print(f"one month      {len(cells):,} cells of {len(contributions):,} contributions, protected in {took}")
    print(f"hidden         {dict(why)}; {100 * hidden / inner:.1f} % of the value")
    file = protected.certificate.encoded()
    clock = Clock()
    faults = len(list(faults_of(decoded(file))))
    took = str(clock)
    shifts = len(protected.certificate.shifts)
    print(f"certificate    {len(file):,} bytes, {shifts} shifts, verified in {took}, {faults} faults")


def _ledger(lines: int) -> None:
    contributions = trade(chapters=12, countries=20, firms=150, lines=lines, months=MONTHS)
    months = [MONTHS[:1], MONTHS[1:2], MONTHS[:2], MONTHS[2:], MONTHS[1:], MONTHS]
    tables = [by_chapter_and_country(*its) for its in months]
    for name, jointly in (("one by one", False), ("the ledger", True)):
        clock = Clock()
        out = released(contributions, tables, jointly=jointly)
        protected, clock = str(clock), Clock()
        exact, close = attacked(out)
        cells, hidden = sum(len(each.figures) for each in out), sum(len(each.reasons) for each in out)
        print(
            f"{name:<15}{len(tables)} tables, {cells:,} cells, {hidden:,} hidden, protected in {protected};"
            f" attacked in {clock}: {exact} recovered, {close} too close"
        )


if __name__ == "__main__":
    main()
