"""Our own English words for the chapters and headings of the Harmonized System, for the search. Pure.

The schedule is published in Japanese; these few words let somebody find its lines in English. They are no legal
text, and not every heading has its own.
"""

import csv
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "hs_headings.csv"


def heading_of(code: str) -> str:
    """Words for the chapter and, where there are any, the heading of a code."""
    words = _words()
    return "; ".join(words[start] for start in (code[:2], code[:4]) if start in words)


@cache
def _words() -> dict[str, str]:
    with _FILE.open(encoding="utf-8", newline="") as lines:
        return {row["code"]: row["words"] for row in csv.DictReader(lines)}
