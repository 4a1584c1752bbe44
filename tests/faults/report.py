"""The table of what was played."""

import platform
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import psutil

from tests.faults.drill import Result

_COLUMNS = ("fault", "declarations", "faults made", "lost", "doubled", "wrong releases", "p99 lodging", "drained in")
_COLUMNS += ("calls at agencies", "seed", "result")
TITLES = "| " + " | ".join(_COLUMNS) + " |"
_BEGIN, _END = "<!-- drills -->", "<!-- /drills -->"


def row(result: Result) -> str:
    """One line of the table."""
    cells = (
        result.code,
        f"{result.seen.lodged:,}",
        ", ".join(f"{code} {times}" for code, times in result.injected.items()) or "by script",
        str(result.lost),
        str(result.duplicated),
        str(result.wrong),
        f"{result.seen.p(0.99) * 1000:.0f} ms",
        f"{result.drain_seconds:.0f} s",
        f"{result.calls:,}",
        str(result.seed),
        "green" if result.is_green else "**red**",
    )
    return "| " + " | ".join(cells) + " |"


def write_report(page: Path, results: Sequence[Result], *, on: date) -> None:
    """Replace the page's table by these results."""
    machine = f"{psutil.cpu_count()} processors, {psutil.virtual_memory().total >> 30} GB, {platform.system()}"
    lines = [_BEGIN, f"{on}, {machine}.", "", TITLES, "|" + "---|" * len(_COLUMNS), *map(row, results), _END]
    text = page.read_text(encoding="utf-8")
    pattern = re.compile(f"{re.escape(_BEGIN)}.*{re.escape(_END)}", re.DOTALL)
    page.write_text(pattern.sub(lambda _: "\n".join(lines), text), encoding="utf-8")
