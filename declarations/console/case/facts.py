"""The facts of an event in words: what they are called, and what their codes mean."""

from collections.abc import Callable, Mapping
from datetime import datetime

from declarations.console.wording import kind_words, moment
from declarations.models import Application, Examination
from declarations.models.document import DocumentKind
from permits.models import Act, OverrideProposal, Status

_INSIDE = frozenset({"permit_check", "question", "document"})  # ids: what else is told names it better
_FIRST = frozenset({"from", "total_before"})  # the store keeps facts in no order: what was comes before what would be
_NAMES = {
    "act": "done",
    "from": "from category",
    "kind": "for",
    "opens_at": "opens",
    "total_after": "total as asked for",
    "total_before": "total now",
}


def _labels(*kinds: type) -> dict[str, str]:
    return {str(value): str(label) for kind in kinds for value, label in kind.choices}  # type: ignore[attr-defined]


def _looked_up(labels: Mapping[str, str]) -> Callable[[str], str]:
    return lambda value: labels.get(value, value)


def _kind(value: str) -> str:
    """What is applied for, or what a document is."""
    documents = _labels(DocumentKind)
    return documents[value] if value in documents else kind_words(value)


def _yen(value: str) -> str:
    return f"{int(value):,} yen"


_VALUES: dict[str, Callable[[str], str]] = {
    "act": _looked_up(_labels(Act)),
    "amount": _yen,
    "kind": _kind,
    "opens_at": lambda value: moment(datetime.fromisoformat(value)),
    "outcome": _looked_up(_labels(Application.Outcome) | _labels(OverrideProposal.Outcome)),
    "result": _looked_up(_labels(Examination.Result)),
    "status": _looked_up(_labels(Status)),
    "total_after": _yen,
    "total_before": _yen,
}


def fact_words(facts: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Name and value of each fact that says something. What cannot be read is shown as it is: it happened so."""
    return tuple(
        (_NAMES.get(name, name.replace("_", " ")), _value(name, value))
        for name, value in sorted(facts.items(), key=lambda fact: fact[0] not in _FIRST)
        if value and name not in _INSIDE
    )


def _value(name: str, value: str) -> str:
    try:
        return _VALUES[name](value)
    except (KeyError, ValueError):
        return value
