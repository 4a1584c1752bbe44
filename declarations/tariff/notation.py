"""The notation of the tariff schedule -> a rate, or the reason why there is none. Pure.

    cell    := mark* ( "(" rate ")" | rate )          brackets: printed, but not the rate that applies
    rate    := sum ( "or" sum "whichever is the greater|less" )? floor?
    sum     := term ( "+" term )*
    term    := "Free" | number "%" | number "yen/" unit | "(" price "- customs value)/" unit
    floor   := "but if that is below number yen/unit, number yen/unit"

The schedule prints Japanese; extracts of it are partly in English. `_WORDS` brings both to the English words
above, so that the whole schedule needs no second reader. What does not fit the grammar is `NotComputable`:
a new notation is a new line here, never a wrong amount.
"""

import re
import unicodedata
from decimal import Decimal

from msgspec import Struct

from declarations.tariff.rates import (
    AdValorem,
    Compound,
    Difference,
    Free,
    GreaterOf,
    LesserOf,
    NotComputable,
    Rate,
    Reason,
    Specific,
)


class Notation(Struct, frozen=True):
    """One cell, read: the text as printed, its rate, and whether it is the applied rate (not in brackets)."""

    text: str
    rate: Rate | NotComputable
    applied: bool


_WORDS = (
    ("無税", "Free"),
    ("円", "yen"),
    ("課税価格", "customs value"),
    ("のうちいずれか高い税率", " whichever is the greater"),
    ("のうちいずれか低い税率", " whichever is the less"),
    ("非譲許", "no concession"),
    ("又は", " or "),
    ("関税割当数量以内のもの", "within TRQ: "),
    ("〜", "~"),
    ("−", "-"),
    ("×", "*"),
)
# unit in the notation (after compatibility normalisation) -> (statistical unit, how many of it)
_UNITS = {
    "kg": ("KG", 1),
    "l": ("L", 1),
    "kl": ("KL", 1),
    "m2": ("SM", 1),
    "pair": ("PR", 1),
    "足": ("PR", 1),
    "piece": ("NO", 1),
    "本": ("NO", 1),
    "sheet": ("NO", 1),
    "枚": ("NO", 1),
    "頭": ("NO", 1),
    "1,000 pcs": ("NO", 1000),
    "1,000本": ("NO", 1000),
}
_NUMBER = r"([0-9][0-9,]*(?:\.[0-9]+)?)"
_UNIT = "(" + "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True)) + ")"
_PERCENT = re.compile(rf"{_NUMBER}%")
_SPECIFIC = re.compile(rf"{_NUMBER}yen/{_UNIT}")
_DIFFERENCE = re.compile(rf"\({_NUMBER}yen(?:\*{_NUMBER})?-customs value\)/{_UNIT}")
_CHOICE = re.compile(r"(.+?) or (.+?) whichever is the (greater|less)")
_FLOOR = re.compile(
    rf"(.+? whichever is the (?:greater|less)) "
    rf"ただしその税率が{_NUMBER}yen/{_UNIT}を下回る場合は{_NUMBER}yen/{_UNIT}"
)
_BRACKETED_MARK = re.compile(r"[*◎●※]*(?=\()")
_NOT_UNDERSTOOD_MARKS = frozenset("*●◎※◆")


def read(text: str) -> Notation:
    """Read one cell of the schedule. Never raises: what is not understood says so."""
    cell = _normalised(text)
    inner, bracketed = _without_brackets(_BRACKETED_MARK.sub("", cell, count=1))
    rate = _rate(inner if bracketed else cell) or NotComputable(text, _reason(cell))
    return Notation(text, rate, applied=not (bracketed or _all_bracketed(cell)))


def _normalised(text: str) -> str:
    cell = unicodedata.normalize("NFKC", text).strip()
    for printed, word in _WORDS:
        cell = cell.replace(unicodedata.normalize("NFKC", printed), word)
    return re.sub(r"\s+", " ", cell)


def _without_brackets(cell: str) -> tuple[str, bool]:
    """The cell without the brackets around the whole of it, and whether there were any."""
    if not (cell.startswith("(") and cell.endswith(")")):
        return cell, False
    depth = 0
    for position, character in enumerate(cell):
        depth += (character == "(") - (character == ")")
        if depth == 0 and position < len(cell) - 1:
            return cell, False
    return cell[1:-1], True


def _all_bracketed(cell: str) -> bool:
    """A range such as (Free)~(3%), where no end is the applied rate."""
    return "~" in cell and all(_without_brackets(end.strip())[1] for end in cell.split("~"))


def _rate(cell: str) -> Rate | None:
    if match := _FLOOR.fullmatch(cell):
        choice, below, below_unit, least, least_unit = match.groups()
        inner = _rate(choice)
        if inner is None or (below, below_unit) != (least, least_unit):
            return None
        return GreaterOf((inner, _specific(least, least_unit)))
    if match := _CHOICE.fullmatch(cell):
        parts = _all_of(_sum(match[1]), _sum(match[2]))
        if parts is None:
            return None
        return GreaterOf(parts) if match[3] == "greater" else LesserOf(parts)
    return _sum(cell)


def _sum(text: str) -> Rate | None:
    terms = _all_of(*(_term(term.strip()) for term in text.split("+")))
    if terms is None:
        return None
    return terms[0] if len(terms) == 1 else Compound(terms)


def _all_of(*rates: Rate | None) -> tuple[Rate, ...] | None:
    """The rates, if every one was understood."""
    understood = tuple(rate for rate in rates if rate is not None)
    return understood if len(understood) == len(rates) else None


def _term(text: str) -> Rate | None:
    if text == "Free":
        return Free()
    if match := _PERCENT.fullmatch(text):
        return AdValorem(_number(match[1]))
    if match := _SPECIFIC.fullmatch(text):
        return _specific(match[1], match[2])
    if match := _DIFFERENCE.fullmatch(text):
        price = _number(match[1]) * (_number(match[2]) if match[2] else 1)
        unit, per = _UNITS[match[3]]
        return Difference(price, unit) if per == 1 else None
    return None


def _specific(yen: str, unit: str) -> Specific:
    return Specific(_number(yen), *_UNITS[unit])


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _reason(cell: str) -> Reason:
    """The first reason that holds, from the most to the least telling."""
    if "~" in cell:
        return Reason.RANGE
    if "TRQ" in cell or "割当" in cell:
        return Reason.QUOTA
    if "no concession" in cell:
        return Reason.NO_CONCESSION
    if "customs value" in cell or "差額" in cell:
        return Reason.FORMULA
    if "もの" in cell or "対する待遇" in cell or re.search(r"[぀-ヿ㐀-鿿]", cell):
        return Reason.CONDITION
    if _NOT_UNDERSTOOD_MARKS.intersection(cell):
        return Reason.MARK
    return Reason.UNREADABLE
