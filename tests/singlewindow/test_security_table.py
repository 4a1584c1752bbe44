"""The answers to the ASVS, and the page on threats: whole, in order, and with evidence that is there."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COLUMNS = ["requirement", "chapter", "level", "about", "status", "how", "evidence"]
STATUSES = {"met", "partly", "not met", "not applicable"}
# How many requirements of level 1 and of level 2 each chapter of ASVS 5.0.0 has: 70 and 183 in all.
OF_THE_STANDARD = {
    1: (8, 19), 2: (4, 7), 3: (8, 11), 4: (2, 8), 5: (4, 5), 6: (13, 22), 7: (6, 12), 8: (4, 3), 9: (4, 3),
    10: (5, 24), 11: (3, 11), 12: (3, 6), 13: (1, 12), 14: (2, 7), 15: (3, 10), 16: (0, 16), 17: (0, 7),
}  # fmt: skip

with (ROOT / "docs" / "asvs.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))


def place(row: dict[str, str]) -> tuple[int, ...]:
    """Chapter, section and number of a requirement."""
    return tuple(map(int, row["requirement"].split(".")))


def missing(evidence: str) -> bool:
    """Whether a file, or the test that is named in it, is not there."""
    path, _, name = evidence.partition("::")
    file = ROOT / path
    return not file.is_file() or bool(name and f"\ndef {name}(" not in file.read_text(encoding="utf-8"))


def test_every_requirement_of_levels_1_and_2_is_answered_once_and_in_order():
    places = [place(row) for row in ROWS]
    counted = Counter((place(row)[0], row["level"]) for row in ROWS)

    assert list(ROWS[0]) == COLUMNS
    assert places == sorted(set(places))
    assert {chapter: (counted[chapter, "1"], counted[chapter, "2"]) for chapter in OF_THE_STANDARD} == OF_THE_STANDARD
    assert counted.total() == sum(map(sum, OF_THE_STANDARD.values()))


@pytest.mark.parametrize("row", ROWS, ids=[row["requirement"] for row in ROWS])
def test_an_answer_is_whole_and_its_evidence_is_there(row):
    evidence = row["evidence"].split("; ") if row["evidence"] else []

    assert row["status"] in STATUSES
    assert row["about"]
    assert re.fullmatch(r"[A-Z0-9][^\n]*\.", row["how"])
    assert bool(evidence) == (row["status"] in {"met", "partly"})
    assert [each for each in evidence if missing(each)] == []


def test_the_tests_that_the_page_on_threats_names_are_there():
    named = re.findall(r"`(tests/[\w/]+\.py(?:::\w+)?)`", (ROOT / "SECURITY.md").read_text(encoding="utf-8"))

    assert len(named) >= 14
    assert [each for each in named if missing(each)] == []
