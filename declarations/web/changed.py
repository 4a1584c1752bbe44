"""What changed between two versions, in words: each place with what stood there before and what stands there now."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext
from msgspec import Struct

from declarations.changes import Change
from declarations.web.places import name_of


class Changed(Struct, frozen=True):
    """One place, by its name on the forms, before and after."""

    place: str
    before: str
    after: str


def changed(changes: Sequence[Change]) -> list[Changed]:
    """Every place that changed, in the order of the form; a part that came or went, place by place."""
    return [
        Changed(place=name_of(pointer), before=_said(before), after=_said(after))
        for change in changes
        for pointer, before, after in _places(change.pointer, change.before, change.after)
    ]


def _places(pointer: str, before: Any, after: Any) -> Iterator[tuple[str, Any, Any]]:
    whole = before if before is not None else after
    steps = whole.items() if isinstance(whole, dict) else enumerate(whole) if isinstance(whole, list) else None
    if steps is None:
        yield pointer, before, after
        return
    for step, value in steps:
        yield from _places(
            f"{pointer}/{step}", value if before is not None else None, None if before is not None else value
        )


def _said(value: Any) -> str:
    """A value as it is read; nothing where nothing stands there."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    return str(value)
