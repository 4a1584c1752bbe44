"""What of an event its trader may see, in the timeline and in the feed alike. Pure.

Why goods were selected, what officers remark and propose among themselves, and people's names stay inside; what the
trader must know or did itself is told. That something happened is always told: the sequence has no gap.
"""

from collections.abc import Mapping

# By the event's name (`EventName`) the facts that are told. What is not named here is inside until somebody thinks
# about it, a new event and a new fact alike.
TOLD: Mapping[str, frozenset[str]] = {
    "REGISTERED": frozenset({"number", "opens_at"}),
    "LODGED": frozenset({"number", "category", "findings"}),
    "SELECTED": frozenset({"category"}),
    "AMENDED": frozenset({"version", "reason"}),
    "ARRIVED": frozenset({"bonded_area", "version"}),
    "WITHDRAWN": frozenset({"reason"}),
    "PERMIT_CHECK_SETTLED": frozenset({"law", "item", "status", "reason_code", "reason_text"}),
    "PERMIT_CHECK_TAKEN_OVER": frozenset({"law", "item"}),
    "QUESTION_ASKED": frozenset({"question", "text"}),
    "QUESTION_ANSWERED": frozenset({"question", "text", "documents"}),
    "EXAMINED": frozenset({"category", "result"}),
    "ASSESSED": frozenset({"reason"}),
    "PAID": frozenset({"amount", "reference"}),
    "DEFERRED": frozenset({"amount", "reference"}),
    "REFUNDED": frozenset({"amount", "reference"}),
    "APPLIED": frozenset({"kind", "reason_code", "reason", "security", "amount", "total_before", "total_after"}),
    "APPLICATION_DECIDED": frozenset({"kind", "outcome", "remarks"}),
    "RELEASED_EARLY": frozenset({"reason_code"}),
    "RELEASED": frozenset(),
    "DUTY_DECLARATION_DUE": frozenset({"due_on"}),
    "DUTY_DECLARATION_OVERDUE": frozenset({"due_on"}),
    "DUTY_DECLARED": frozenset({"duty_declaration"}),
    "REFUSED": frozenset({"ground"}),
    "DOCUMENT_ATTACHED": frozenset({"document", "kind", "name", "sha256", "item", "law", "replaces"}),
    "DOCUMENT_INFECTED": frozenset({"document", "name"}),
}
# Officers apply for these and decide them among themselves.
_INSIDE = frozenset({"LOWER_CATEGORY", "OVERRIDE"})
_KINDS = {"api": "program", "user": "person", "officer": "officer", "agency": "agency", "system": "system"}


def actor_kind(actor: str) -> str:
    """`officer:hanako` is an officer: who it is stays inside. An actor of no known kind is one of customs."""
    return _KINDS.get(actor.partition(":")[0], "officer")


def facts_for_trader(name: str, facts: Mapping[str, str]) -> dict[str, str]:
    """The facts of an event of this name that are told."""
    told = frozenset() if facts.get("kind") in _INSIDE else TOLD.get(name, frozenset())
    return {fact: value for fact, value in facts.items() if fact in told}
