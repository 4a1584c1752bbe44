"""The book of rules: how a rule is written, and how a case is examined against all of them.

A rule is one sentence of law. Its function reads as that sentence and returns True where it holds, or
`because(...)` with the facts that break it; its docstring is the message a declarant gets:

    @rule("HD-101", law="Customs Act Art. 67", at="/customs_office", ja="...", remedy="...")
    def customs_office_exists(case: Case) -> Verdict:
        \"\"\"The customs office is one of Japan Customs' offices.\"\"\"
        return case.reference.office(case.declaration.customs_office) is not None

Codes are never reused. `since` and `until` choose the law of the declared day. Free of Django.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from declarations.data import Direction, GoodsItem, Unread, plain
from declarations.rules.case import Case


class Severity(StrEnum):
    """BLOCKING: the declaration is refused. ADVISORY: it is accepted, and an officer may look."""

    BLOCKING = "BLOCKING"
    ADVISORY = "ADVISORY"


class Breach(Struct, frozen=True):
    """Why a rule does not hold: the facts, and where, when it is not the rule's usual place.

    `item` is for a rule that compares the goods items with one another; the place is then relative to that item.
    """

    facts: dict[str, str]
    at: str | None = None
    item: int | None = None
    repeat_index: int | None = None


def because(
    *, at: str | None = None, item: int | None = None, repeat_index: int | None = None, **facts: object
) -> Breach:
    """A breach with the facts that explain it."""
    said = {name: plain(fact) if isinstance(fact, Decimal) else str(fact) for name, fact in facts.items()}
    return Breach(facts=said, at=at, item=item, repeat_index=repeat_index)


Verdict = bool | Breach | list[Breach]


class Finding(Struct, frozen=True, omit_defaults=True):
    """What one rule found: which rule, where (a JSON pointer), in words, with the facts and the remedy."""

    code: str
    severity: Severity
    pointer: str
    message: str
    message_ja: str
    remedy: str
    law: str
    item: int | None = None
    repeat_index: int | None = None
    facts: dict[str, str] = {}


class Rule(Struct, frozen=True):
    """One sentence of law with its code, its source and the days it is in force."""

    code: str
    holds: Callable[..., Verdict]
    law: str
    at: str
    ja: str
    remedy: str
    severity: Severity
    per_item: bool
    direction: Direction | None
    since: date
    until: date

    @property
    def message(self) -> str:
        """The sentence, as its function's docstring has it."""
        return (self.holds.__doc__ or "").strip()

    def binds(self, direction: Direction, on: date) -> bool:
        """Whether the rule is law for goods that go this way, declared on this day."""
        return self.direction in (None, direction) and self.since <= on <= self.until

    def findings(self, verdict: Verdict, *, item: int | None) -> list[Finding]:
        """One finding for each breach in a verdict; none where the rule holds."""
        if verdict is True:
            return []
        if isinstance(verdict, list):
            return [self._finding(breach, item=item) for breach in verdict]
        return [self._finding(verdict if isinstance(verdict, Breach) else Breach(facts={}), item=item)]

    def _finding(self, breach: Breach, *, item: int | None) -> Finding:
        place = self.at if breach.at is None else breach.at
        item = breach.item if item is None else item
        return Finding(
            code=self.code,
            severity=self.severity,
            pointer=place if item is None else f"/goods_items/{item - 1}{place}",
            message=self.message,
            message_ja=self.ja,
            remedy=self.remedy,
            law=self.law,
            item=item,
            repeat_index=breach.repeat_index,
            facts=breach.facts,
        )


BOOK: dict[str, Rule] = {}
_ALWAYS, _FOREVER = date.min, date.max


def rule(
    code: str,
    *,
    law: str,
    at: str,
    ja: str,
    remedy: str,
    severity: Severity = Severity.BLOCKING,
    direction: Direction | None = None,
    since: date = _ALWAYS,
    until: date = _FOREVER,
    per_item: bool = False,
) -> Callable[[Callable[..., Verdict]], Callable[..., Verdict]]:
    """Enter a rule in the book. `at` is the JSON pointer of the field it speaks of."""

    def enter(holds: Callable[..., Verdict]) -> Callable[..., Verdict]:
        if code in BOOK:
            raise ValueError(f"rule {code} is in the book already")
        BOOK[code] = Rule(code, holds, law, at, ja, remedy, severity, per_item, direction, since, until)
        return holds

    return enter


def item_rule(
    code: str,
    *,
    law: str,
    at: str,
    ja: str,
    remedy: str,
    severity: Severity = Severity.BLOCKING,
    direction: Direction | None = None,
    since: date = _ALWAYS,
    until: date = _FOREVER,
) -> Callable[[Callable[[GoodsItem, int, Case], Verdict]], Callable[..., Verdict]]:
    """Enter a rule that is asked of each goods item: `(item, number, case)`. `at` is relative to the item."""
    return rule(
        code,
        law=law,
        at=at,
        ja=ja,
        remedy=remedy,
        severity=severity,
        direction=direction,
        since=since,
        until=until,
        per_item=True,
    )


def examine(case: Case) -> tuple[Finding, ...]:
    """Every finding of every rule that binds the case, in the order of the book and the goods items.

    A rule that would have to look at a place that could not be read finds nothing.
    """
    findings: list[Finding] = []
    items = _items(case)
    direction, on = case.declaration.direction, case.on
    for entry in BOOK.values():
        if not entry.binds(direction, on):
            continue
        for number, asked in items if entry.per_item else ((None, (case,)),):
            try:
                verdict = entry.holds(*asked)
            except Unread:
                continue
            if verdict is not True:
                findings += entry.findings(verdict, item=number)
    return tuple(findings)


def _items(case: Case) -> list[tuple[int | None, tuple[object, ...]]]:
    """The goods items by their numbers, each as what a rule is asked of."""
    try:
        return [(number, (item, number, case)) for number, item in case.items()]
    except Unread:
        return []


def blocking(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Those that refuse the declaration."""
    return tuple(finding for finding in findings if finding.severity is Severity.BLOCKING)


def advisory(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Those that the declarant is told although the declaration is accepted."""
    return tuple(finding for finding in findings if finding.severity is Severity.ADVISORY)
