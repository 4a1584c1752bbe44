"""Small schedules as files, and the whole one where it is at hand."""

import csv
import os
from pathlib import Path
from typing import Any

import pytest

from declarations.tariff.schedule_file import COLUMNS

NAME = "tariff_schedule_2026-07-09.csv"


def _whole() -> Path | None:
    """Where TARIFF_SCHEDULE says, else in a folder shared/data beside the project or above it."""
    if said := os.environ.get("TARIFF_SCHEDULE"):
        return Path(said)
    folders = [parent / "shared" / "data" for parent in Path(__file__).resolve().parents]
    return next((folder / NAME for folder in folders if (folder / NAME).exists()), None)


WHOLE = _whole()
needs_the_whole = pytest.mark.skipif(
    WHOLE is None, reason="the whole schedule is no part of the project: name its file in TARIFF_SCHEDULE"
)


def row(code9: str, **cells: Any) -> dict[str, str]:
    """A line with a general rate of 5 %; regimes by their column without `_eff`."""
    line = dict.fromkeys(COLUMNS, "")
    line |= {"code9": code9, "naccs_digit": str(int(code9) % 7), "desc_ja": "しょうゆ", "path_ja": "ソース"}
    line |= {"unit2": "KG", "general_eff": "5%"}
    return line | {f"{name}_eff" if f"{name}_eff" in line else name: cell for name, cell in cells.items()}


def schedule(folder: Path, *rows: dict[str, str], name: str = "schedule.csv") -> Path:
    """The lines as a file."""
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as lines:
        columns = dict.fromkeys([*COLUMNS, *(column for line in rows for column in line)])
        writer = csv.DictWriter(lines, list(columns), restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path
