"""What the agency does with a request, scripted by the declarant's own reference. Pure.

`SBX-` and tokens in any order, e.g. SBX-L3-0001:

    A confirmed at once            X received, then the same notice twice and once more under another id
    R refused with a code          O out of order: the notice CONFIRMED comes before the notice RECEIVED
    D documents are asked for      L3 received, confirmed by a notice 3 s later (any number of seconds)
    P received, never decided      F500 fails twice with 500, then works
                                   T does the work at once, but answers after the asker's time limit

F500 and T go with any other token and confirm when alone. Anything else is not for the agency. Without a token
it thinks for a moment, then confirms a claim (a permit number, or a reason why the law does not bind) and refuses
where there is neither.
"""

import re

from msgspec import Struct

from permits.question import AnswerStatus, PermitQuestion

_LATE = re.compile(r"L([0-9]{1,5})")
_AT_ONCE = {
    "A": AnswerStatus.CONFIRMED,
    "R": AnswerStatus.REFUSED,
    "D": AnswerStatus.DOCUMENTS_REQUIRED,
    "P": AnswerStatus.RECEIVED,
}


class Notice(Struct, frozen=True):
    """One message that the agency sends by itself: under which id, saying what."""

    message: int
    status: AnswerStatus


class Script(Struct, frozen=True, kw_only=True):
    """What the agency says first, what it decides later if it does, and what it sends then."""

    first: AnswerStatus
    decision: AnswerStatus | None = None
    after_seconds: float = 0
    notices: tuple[Notice, ...] = ()
    failures: int = 0
    is_slow: bool = False


def script_of(question: PermitQuestion, *, think_seconds: float) -> Script:
    """The script of a request. `think_seconds` is how long a decision takes that is not made at once."""
    tokens = _tokens(question.asker_reference)
    failures = 2 if "F500" in tokens else 0
    is_slow = "T" in tokens
    for token, status in _AT_ONCE.items():
        if token in tokens:
            return Script(first=status, failures=failures, is_slow=is_slow)
    notices, seconds = _scripted_notices(tokens, think_seconds=think_seconds)
    if not notices and (failures or is_slow):
        return Script(first=AnswerStatus.CONFIRMED, failures=failures, is_slow=is_slow)
    decision = AnswerStatus.CONFIRMED if notices or _has_claim(question) else AnswerStatus.REFUSED
    return Script(
        first=AnswerStatus.RECEIVED,
        decision=decision,
        after_seconds=seconds,
        notices=notices or (Notice(1, decision),),
        failures=failures,
        is_slow=is_slow,
    )


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
    return bool(question.permit_number or question.not_subject_reason)
