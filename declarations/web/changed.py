"""What changed between two versions, in words: each place with what stood there before and what stands there now."""

from collections.abc import Sequence
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
    """Every change, in the order of the form."""
    return [
        Changed(place=name_of(each.pointer), before=_said(each.before), after=_said(each.after)) for each in changes
    ]


def _said(value: Any) -> str:
    """A value as it is read; nothing where nothing stands there."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, dict):
        return ", ".join(f"{name_of('/' + name)}: {_said(part)}" for name, part in value.items())
    if isinstance(value, list):
        return "; ".join(_said(part) for part in value)
    return str(value)
