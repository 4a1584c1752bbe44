"""One cell of the tariff schedule -> a rate, or the reason why there is none. Pure.

    cell := mark* ( "(" rate ")" | rate )             brackets: printed, but not the rate that applies
          | ( "(treatment of" parties ")" rate )+     told apart by the origin
          | ( condition rate )+                       told apart by a person: a quota, the state of the goods
          | rate ( "~" | "or" | "," ) rate ...        one of several, by what the goods are: a person again

How a rate is worded is `rate_text.py`. What cannot be applied without a person is `NotComputable`, with the rates
that it names where all of the cell was read. A new notation is a new line here or there, never a wrong amount.
"""

import re
import unicodedata

from msgspec import Struct

from declarations.tariff.rate_text import rate_of, worded
from declarations.tariff.rates import Choice, NotComputable, Rate, Reason


class Notation(Struct, frozen=True):
    """One cell, read: the text as printed, its rate, and whether it is the applied rate (not in brackets).

    `by_origin` are the rates of parties (ISO 3166) that the cell treats apart; `rate` is then everybody else's.
    """

    text: str
    rate: Rate | NotComputable
    applied: bool
    by_origin: tuple[tuple[str, Rate], ...] = ()

    def rate_for(self, origin: str) -> Rate | NotComputable:
        """The rate for goods of that origin."""
        for party, rate in self.by_origin:
            if party == origin:
                return rate
        return self.rate


_PARTIES = {
    "オーストラリア": "AU",
    "カナダ": "CA",
    "チリ": "CL",
    "マレーシア": "MY",
    "ニュージーランド": "NZ",
    "ベトナム": "VN",
}
_OTHER_PARTIES = "他の締約国"
_TREATMENT = re.compile(r"\(([^()]+)に対する待遇\)")
_MARKS = "*◎●※"
_BRACKETED_MARK = re.compile(rf"[{_MARKS}]*(?=\()")
_NOTE = re.compile(r"◆[0-9]+")
_PARTLY = "一部"
_LIST = re.compile(r"、| or ")
_NO_CONCESSION = "no concession"
_NOT_UNDERSTOOD_MARKS = frozenset(_MARKS + "◆")


def read(text: str) -> Notation:
    """Read one cell of the schedule. Never raises: what is not understood says so."""
    cell = worded(text)
    inner, bracketed = _without_brackets(_BRACKETED_MARK.sub("", cell, count=1))
    applied = not (bracketed or _all_bracketed(cell))
    rate = rate_of(inner if bracketed else cell)
    if rate is not None:
        return Notation(text, rate, applied)
    by_party = _by_party(cell)
    if by_party:
        everybody_else = by_party.pop(_OTHER_PARTIES, None)
        rest = everybody_else or NotComputable(text, Reason.CONDITION)
        return Notation(text, rest, applied, tuple(by_party.items()))
    return Notation(text, NotComputable(text, _reason(cell), _choices(text)), applied)


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


def _by_party(cell: str) -> dict[str, Rate]:
    """Party -> rate, where the cell is nothing but treatments of parties; empty otherwise."""
    before, *treatments = _TREATMENT.split(cell)
    if before.strip() or not treatments:
        return {}
    found: dict[str, Rate] = {}
    for names, words in zip(treatments[::2], treatments[1::2], strict=True):
        rate = rate_of(words.strip())
        parties = [_PARTIES.get(name, name) for name in re.split("、|及び", names)]
        if rate is None or not all(party == _OTHER_PARTIES or party.isascii() for party in parties):
            return {}
        found.update(dict.fromkeys(parties, rate))
    return found


def _choices(text: str) -> tuple[Choice, ...]:
    """The rates that a cell names with what each depends on; none unless all of the cell is read."""
    cell = unicodedata.normalize("NFKC", text)
    return _one_of(cell) or _conditional(cell)


def _one_of(cell: str) -> tuple[Choice, ...]:
    """A range or a list of rates, or a single one with a mark: nothing in it says which applies when."""
    words = worded(_NOTE.sub("", cell))
    marks = words[: len(words) - len(words.lstrip(_MARKS))]
    condition = " ".join([*_NOTE.findall(cell), *marks, *([_PARTLY] if _PARTLY in words else [])])
    inner, bracketed = _without_brackets(words)
    parts = [part for end in (inner if bracketed else words).split("~") for part in _listed(end)]
    rates = [_bare(part) for part in parts]
    if any(rate is None and part.strip() != _NO_CONCESSION for rate, part in zip(rates, parts, strict=True)):
        return ()
    return tuple(Choice(condition, rate) for rate in rates)


def _listed(words: str) -> list[str]:
    """The rates of a list; a choice of the greater or the less is one rate."""
    return [words] if " whichever " in words else _LIST.split(words)


def _conditional(cell: str) -> tuple[Choice, ...]:
    """Conditions, each with its rate behind it."""
    choices: list[Choice] = []
    condition: list[str] = []
    for token in cell.split():
        rate = _bare(worded(token))
        if rate is None:
            condition.append(token)
        else:
            choices.append(Choice(" ".join(condition), rate))
            condition = []
    return () if condition else tuple(choices)


def _bare(words: str) -> Rate | None:
    """The rate without its marks, its brackets and the word for "partly"."""
    words = words.strip().lstrip(_MARKS).replace(_PARTLY, "")
    inner, bracketed = _without_brackets(words)
    return rate_of(words) or (rate_of(inner) if bracketed else None)


def _reason(cell: str) -> Reason:
    """The first reason that holds, from the most to the least telling."""
    if "~" in cell:
        return Reason.RANGE
    if "TRQ" in cell or "割当" in cell:
        return Reason.QUOTA
    if _NO_CONCESSION in cell:
        return Reason.NO_CONCESSION
    if "customs value" in cell or "差額" in cell:
        return Reason.FORMULA
    if "もの" in cell or "対する待遇" in cell or re.search(r"[぀-ヿ㐀-鿿]", cell):
        return Reason.CONDITION
    if _NOT_UNDERSTOOD_MARKS.intersection(cell):
        return Reason.MARK
    return Reason.UNREADABLE
