"""The table of what was played."""

import platform
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import psutil

from tests.faults.drill import Result

_COLUMNS = ("fault", "declarations", "faults made", "lost", "doubled", "wrong releases", "p99 lodging", "drained in")
_COLUMNS += ("calls at agencies", "seed", "on", "result")
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
        str(datetime.now(UTC).date()),
        "green" if result.is_green else "**red**",
    )
    return "| " + " | ".join(cells) + " |"


def write_report(page: Path, results: Sequence[Result]) -> None:
    """Put these results into the page's table; what was not played now stays as it was."""
    text = page.read_text(encoding="utf-8")
    known = {
        line.split(" | ")[0]: line
        for line in text.splitlines()
        if line.startswith("| F") and ("green" in line or "**red**" in line)
    }
    known |= {line.split(" | ")[0]: line for line in map(row, results)}
    machine = f"{psutil.cpu_count()} processors, {psutil.virtual_memory().total >> 30} GB, {platform.system()}"
    lines = [_BEGIN, f"On {machine}.", "", TITLES, "|" + "---|" * len(_COLUMNS), *known.values(), _END]
    pattern = re.compile(f"{re.escape(_BEGIN)}.*{re.escape(_END)}", re.DOTALL)
    page.write_text(pattern.sub(lambda _: "\n".join(lines), text), encoding="utf-8")
