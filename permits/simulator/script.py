"""What the agency does with a request, scripted by the declarant's own reference. Pure.

`SBX-` and tokens in any order, e.g. SBX-L3-0001:

    A confirmed at once            X received, then the same notice twice and once more under another id
    R refused with a code          O out of order: the notice CONFIRMED comes before the notice RECEIVED
    P received, never decided      L3 received, confirmed by a notice 3 s later (any number of seconds)
    D documents are asked for;     I an inspection is ordered, then confirmed by a notice
      confirmed when asked again   F500 fails twice with 500, then works
      with a document              T does the work at once, but answers after the asker's time limit

    M whatever confirms, monitors: an inspection goes on that does not hold
    Q whatever confirms, confirms half the quantity

F500, T, M and Q go with any other token and confirm when alone; I goes with X, O and L. Anything else is not for
the agency. Without a token it thinks for a moment, then confirms a claim (a permit number, a reason why the law does
not bind, or the wish that it decides) and refuses where there is none.
"""

import re

from msgspec import Struct
from msgspec.structs import replace

from permits.question import AnswerStatus, PermitQuestion

_LATE = re.compile(r"L([0-9]{1,5})")
_AT_ONCE = {
    "A": AnswerStatus.CONFIRMED,
    "R": AnswerStatus.REFUSED,
    "D": AnswerStatus.DOCUMENTS_REQUIRED,
    "P": AnswerStatus.RECEIVED,
}
_CONFIRM_ALONE = frozenset({"F500", "T", "M", "Q"})


class Notice(Struct, frozen=True):
    """One message that the agency sends by itself: under which id, saying what."""

    message: int
    status: AnswerStatus


class Script(Struct, frozen=True, kw_only=True):
    """What the agency says first, what it decides later if it does, what it sends then, and how it confirms."""

    first: AnswerStatus
    decision: AnswerStatus | None = None
    after_seconds: float = 0
    notices: tuple[Notice, ...] = ()
    failures: int = 0
    is_slow: bool = False
    monitors: bool = False
    halves: bool = False


def script_of(question: PermitQuestion, *, think_seconds: float) -> Script:
    """The script of a request. `think_seconds` is how long a decision takes that is not made at once."""
    tokens = _tokens(question.asker_reference)
    manner = Script(
        first=AnswerStatus.INSPECTION_ORDERED if "I" in tokens else AnswerStatus.RECEIVED,
        failures=2 if "F500" in tokens else 0,
        is_slow="T" in tokens,
        monitors="M" in tokens,
        halves="Q" in tokens,
    )
    for token, status in _AT_ONCE.items():
        if token in tokens:
            return replace(manner, first=status)
    notices, seconds = _scripted_notices(tokens, think_seconds=think_seconds)
    scripted = bool(notices) or "I" in tokens
    if not scripted and not _CONFIRM_ALONE.isdisjoint(tokens):
        return replace(manner, first=AnswerStatus.CONFIRMED)
    decision = AnswerStatus.CONFIRMED if scripted or _has_claim(question) else AnswerStatus.REFUSED
    return replace(manner, decision=decision, after_seconds=seconds, notices=notices or (Notice(1, decision),))


def _tokens(asker_reference: str) -> tuple[str, ...]:
    first, *tokens = asker_reference.split("-")
    return tuple(tokens) if first == "SBX" else ()


def _scripted_notices(tokens: tuple[str, ...], *, think_seconds: float) -> tuple[tuple[Notice, ...], float]:
    once, received = Notice(1, AnswerStatus.CONFIRMED), Notice(2, AnswerStatus.RECEIVED)
    for token in tokens:
        if late := _LATE.fullmatch(token):
            return (once,), float(late[1])
    if "X" in tokens:
        return (once, once, Notice(2, AnswerStatus.CONFIRMED)), think_seconds
    if "O" in tokens:
        return (once, received), think_seconds
    return (), think_seconds


def _has_claim(question: PermitQuestion) -> bool:
    return bool(question.permit_number or question.not_subject_reason or question.ask_agency)
