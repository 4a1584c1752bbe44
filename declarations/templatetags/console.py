"""What the console's templates say in words."""

from collections.abc import Mapping

from django import template

register = template.Library()

_KINDS = {"api": "program", "officer": "officer", "administrator": "administrator", "agency": "agency"}


@register.filter
def actor(raw: str, people: Mapping[str, str] | None = None) -> str:
    """Who acted: `officer:hanako` is officer hanako; a person of the declarant by login, where `people` knows it."""
    kind, _, name = raw.partition(":")
    if kind == "system":
        return "the system"
    if kind == "user":
        known = (people or {}).get(name)
        return f"{known}, a person of the declarant" if known else f"a person of the declarant ({name})"
    return f"{_KINDS[kind]} {name}" if kind in _KINDS else raw
