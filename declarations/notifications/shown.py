"""What of an event its trader may see. Pure.

Why goods were selected, an officer's remarks and people's names stay inside; what the trader must know or did
itself is told.
"""

from collections.abc import Mapping

# A fact that is not named here is not told: a new one is inside until somebody thinks about it.
_TOLD = frozenset(
    {"number", "category", "law", "item", "status", "reason_code", "reason_text", "result", "ground", "amount"}
    | {"reference", "version"}
)
_KINDS = {"api": "program", "user": "person", "officer": "officer", "agency": "agency", "system": "system"}


def actor_kind(actor: str) -> str:
    """`officer:hanako` is an officer: who it is stays inside. An actor of no known kind is one of customs."""
    return _KINDS.get(actor.partition(":")[0], "officer")


def facts_for_trader(facts: Mapping[str, str]) -> dict[str, str]:
    """The facts that are told."""
    return {name: value for name, value in facts.items() if name in _TOLD}
