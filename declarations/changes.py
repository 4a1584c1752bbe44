"""What changed between two versions of a declaration, place by place. Pure."""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct


class Change(Struct, frozen=True, omit_defaults=True):
    """One place that differs: its JSON pointer, what stood there before, and what stands there now.

    `before` is absent where something was added, `after` where something was taken away.
    """

    pointer: str
    before: Any = None
    after: Any = None


def changes_between(before: dict[str, Any], after: dict[str, Any]) -> tuple[Change, ...]:
    """Every place that differs, in the order of the form. Goods items are compared by their number."""
    return tuple(place for place in places_of(before, after) if place.before != place.after)


def places_of(before: dict[str, Any], after: dict[str, Any]) -> tuple[Change, ...]:
    """Every place of both, in the order of the form, those too that are the same."""
    return tuple(_places("", before, after))


def _places(pointer: str, before: Any, after: Any) -> Iterator[Change]:
    if isinstance(before, dict) and isinstance(after, dict):
        for name in [*before, *(name for name in after if name not in before)]:
            yield from _places(f"{pointer}/{name}", before.get(name), after.get(name))
    elif isinstance(before, list) and isinstance(after, list):
        for index in range(max(len(before), len(after))):
            yield from _places(f"{pointer}/{index}", _at(before, index), _at(after, index))
    else:
        yield Change(pointer, before, after)


def _at(values: list[Any], index: int) -> Any:
    return values[index] if index < len(values) else None
