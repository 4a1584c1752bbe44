"""What loading found and did, as plain tables for people, and a bar while they wait. Pure."""

import csv
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

from declarations.tariff.differences import Difference

MOST_ROWS = 40
_WIDEST = 44
_BAR = 30


def report(difference: Difference, cells: dict[str, int]) -> str:
    """What an edition changes: counts, and the first rows of the difference."""
    counts = [
        ("added", len(difference.added)),
        ("removed", len(difference.removed)),
        ("rates changed", len(difference.with_new_rates)),
        ("otherwise changed", len(difference.changed) - len(difference.with_new_rates)),
        ("the same", difference.same),
    ]
    by_person = {why: times for why, times in cells.items() if why != "COMPUTED"}
    reading = [
        ("cells that give an amount", cells.get("COMPUTED", 0)),
        ("cells for an officer", sum(by_person.values())),
    ]
    rows = list(difference.rows())
    told = [table(("what", "lines or cells"), [(what, f"{count:,}") for what, count in counts + reading])]
    told += [table(("why an officer", "cells"), [(why, f"{times:,}") for why, times in by_person.items()])]
    if rows:
        told += [table(("what", "code", "season", "column", "before", "after"), rows[:MOST_ROWS])]
    if len(rows) > MOST_ROWS:
        told += [f"... and {len(rows) - MOST_ROWS:,} more rows"]
    return "\n\n".join(told)


def write_difference(difference: Difference, path: Path) -> None:
    """Every row of the difference as a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(("what", "code", "season", "column", "before", "after"))
        writer.writerows(difference.rows())


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Columns under one another; long cells are cut. Japanese letters are two wide."""
    lines = [tuple(map(_cut, row)) for row in (header, *rows)]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def _cut(cell: str) -> str:
    if _width(cell) <= _WIDEST:
        return cell
    kept = cell
    while _width(kept) > _WIDEST - 1:
        kept = kept[:-1]
    return kept + "…"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
