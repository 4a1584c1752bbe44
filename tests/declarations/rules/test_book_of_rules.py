"""The book itself: every rule is whole and tried, and the law needs no Django."""

import re
import subprocess
import sys
from collections import Counter

import pytest

from declarations.data import GoodsItem
from declarations.rules import BOOK, Case, Severity, advisory, blocking, book, examine
from declarations.rules.book import because
from tests.declarations.rules import (
    test_rules_adjustments,
    test_rules_charges,
    test_rules_consignment,
    test_rules_goods,
    test_rules_header,
    test_rules_offices,
    test_rules_other_law,
    test_rules_parcels,
    test_rules_parties,
    test_rules_procedure,
    test_rules_quantities,
    test_rules_taxes,
    test_rules_valuation,
)
from tests.declarations.rules.cases import BALLS, EXPORT, IMPORT, Trial, case_of

CHAPTERS = (
    test_rules_header,
    test_rules_parties,
    test_rules_consignment,
    test_rules_goods,
    test_rules_quantities,
    test_rules_taxes,
    test_rules_valuation,
    test_rules_charges,
    test_rules_adjustments,
    test_rules_procedure,
    test_rules_offices,
    test_rules_other_law,
    test_rules_parcels,
)
TRIALS: list[Trial] = [trial for chapter in CHAPTERS for trial in chapter.TRIALS]

_WITHOUT_DJANGO = """
import sys

class Wall:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"django", "rest_framework", "celery"}:
            raise ImportError(f"{name} is behind the wall")

sys.meta_path.insert(0, Wall())
from declarations.rules import BOOK
print(len(BOOK))
"""


@pytest.mark.parametrize("code", BOOK)
def test_a_rule_is_whole(code):
    rule = BOOK[code]

    assert re.fullmatch(r"(HD-1|PT-2|CN-3|GD-4|VA-5|PR-6|OF-7|OL-8|PA-9)[0-9]{2}", code)
    assert re.fullmatch(r"[a-z_]+", rule.holds.__name__)
    assert re.fullmatch(r"[A-Z][^\n]*\.", rule.message)
    assert re.fullmatch(r"[^\n]*。", rule.ja)
    assert re.fullmatch(r"[A-Z][^\n]*\.", rule.remedy)
    assert rule.law.strip()
    assert rule.at.startswith("/")
    assert rule.since <= rule.until


def test_no_two_rules_say_the_same():
    sayings = [said for rule in BOOK.values() for said in (rule.message, rule.ja, rule.holds.__name__)]

    assert [said for said, times in Counter(sayings).items() if times > 1] == []


def test_every_rule_is_tried_both_ways():
    assert {trial.code for trial in TRIALS if trial.found} == set(BOOK)
    assert {trial.code for trial in TRIALS if not trial.found} == set(BOOK)


@pytest.mark.parametrize("form", [IMPORT, EXPORT], ids=["import", "export"])
def test_nothing_is_found_in_what_is_right(form):
    assert examine(case_of(form, {})) == ()


def test_every_finding_comes_at_once_in_the_order_of_the_book():
    changes = {
        "/transport/arrival_on": "2027-07-10",
        "/packages/count": 0,
        "/goods_items": [{**BALLS, "commodity_code": "9506320004"}, {**BALLS, "origin": "ZZ"}],
        "/customs_office": "3A",
    }

    findings = examine(case_of(IMPORT, changes))

    assert [(finding.code, finding.item) for finding in findings] == [
        ("HD-104", None),
        ("CN-301", None),
        ("CN-311", None),
        ("GD-405", 1),
        ("GD-411", 2),
        ("VA-503", None),
        ("OF-702", None),
        ("OF-704", None),
    ]
    assert [finding.code for finding in advisory(findings)] == ["CN-311", "OF-702"]
    assert len(blocking(findings)) == 6
    assert {finding.severity for finding in blocking(findings)} == {Severity.BLOCKING}


def test_a_code_is_used_once():
    with pytest.raises(ValueError, match="HD-101"):
        book.rule("HD-101", law="", at="", ja="", remedy="")(lambda case: True)


def test_a_list_of_breaches_is_a_finding_each_and_an_empty_one_is_none(monkeypatch):
    monkeypatch.setattr(book, "BOOK", {})

    @book.item_rule("ZZ-001", law="-", at="/permits", ja="。", remedy=".")
    def two_breaches(item: GoodsItem, number: int, case: Case) -> book.Verdict:
        """Two."""
        return [because(repeat_index=1, law="FD"), because(at="/permits/1/law", repeat_index=2, law="PL")]

    @book.rule("ZZ-002", law="-", at="/goods_items", ja="。", remedy=".")
    def none(case: Case) -> book.Verdict:
        """None."""
        return []

    @book.rule("ZZ-003", law="-", at="/origin", ja="。", remedy=".")
    def of_an_item(case: Case) -> book.Verdict:
        """Of an item."""
        return [because(item=1)]

    assert [(f.code, f.pointer, f.item, f.repeat_index, f.facts) for f in examine(case_of(IMPORT, {}))] == [
        ("ZZ-001", "/goods_items/0/permits", 1, 1, {"law": "FD"}),
        ("ZZ-001", "/goods_items/0/permits/1/law", 1, 2, {"law": "PL"}),
        ("ZZ-003", "/goods_items/0/origin", 1, None, {}),
    ]


def test_the_law_needs_no_django():
    done = subprocess.run([sys.executable, "-c", _WITHOUT_DJANGO], capture_output=True, text=True, timeout=60)

    assert (done.stdout.strip(), done.stderr) == (str(len(BOOK)), "")
