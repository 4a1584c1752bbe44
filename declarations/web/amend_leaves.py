"""Every place of a declaration as an input, filled in or not, and back: what an amendment is written in.

The places follow from the form itself (`declarations.data`), so that a new field of it is on the page too. A place is
named by its JSON pointer. Of a list the entries that are there can be changed or emptied; one more of each is offered
where there is room, but for goods items.
"""

import copy
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import msgspec
from msgspec import Struct

from declarations.data import ExportDeclaration, ImportDeclaration
from declarations.web.inputs import Input
from declarations.web.places import name_of

# What an amendment cannot make another: it says the same act.
FIXED = frozenset({"/direction", "/own_reference"})
MOST_WHOLE_ITEMS = 5
"""Of more goods items only what is filled in is offered: the page would be long otherwise."""


class Leaf(Struct, frozen=True):
    """One place: its pointer, what stands there as text, and of which kind it is."""

    pointer: str
    text: str
    kind: str
    is_required: bool


def leaves(document: dict[str, Any]) -> list[Leaf]:
    """Every place of a declaration that can be written, in the order of the form."""
    kind = ImportDeclaration if document.get("direction") == "IMPORT" else ExportDeclaration
    items = document.get("goods_items")
    is_long = isinstance(items, list) and len(items) > MOST_WHOLE_ITEMS
    return [
        leaf
        for leaf in _leaves(kind, document, "", True)
        if leaf.pointer not in FIXED and (leaf.text or not is_long or not leaf.pointer.startswith("/goods_items/"))
    ]


def _leaves(kind: Any, value: Any, pointer: str, is_required: bool) -> Iterator[Leaf]:
    if (struct := _struct(kind)) is not None:
        said = value if isinstance(value, dict) else {}
        for field in msgspec.structs.fields(struct):
            needed = field.required and (is_required or bool(said))
            yield from _leaves(field.type, said.get(field.encode_name), f"{pointer}/{field.encode_name}", needed)
    elif (entry := _entry(kind)) is not None:
        entries = value if isinstance(value, list) else []
        offered = [*entries, None] if pointer != "/goods_items" else entries
        for index, each in enumerate(offered):
            yield from _leaves(entry, each, f"{pointer}/{index}", index == 0 and is_required)
    else:
        yield Leaf(pointer, _text(value), "checkbox" if _bare(kind) is bool else "text", is_required)


def _bare(kind: Any) -> Any:
    """A type without what says it may be left out, and without what says more of it."""
    info = getattr(kind, "__origin__", None)
    if hasattr(kind, "__metadata__"):
        return _bare(kind.__origin__)
    arguments = [each for each in getattr(kind, "__args__", ()) if each is not type(None)]
    if info is not tuple and arguments and len(arguments) == 1:
        return _bare(arguments[0])
    return kind


def _struct(kind: Any) -> type[Struct] | None:
    bare = _bare(kind)
    return bare if isinstance(bare, type) and issubclass(bare, Struct) else None


def _entry(kind: Any) -> Any:
    bare = _bare(kind)
    return bare.__args__[0] if getattr(bare, "__origin__", None) is tuple else None


def _text(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def written(document: dict[str, Any], posted: dict[str, str]) -> dict[str, Any]:
    """The declaration as it is after the page was filled in: a place that was emptied is gone, with what is empty."""
    amended = copy.deepcopy(document)
    before = {leaf.pointer: leaf for leaf in leaves(document)}
    for pointer, leaf in before.items():
        said = posted.get(pointer, "").strip()
        if said == leaf.text or (leaf.kind == "checkbox" and said == "" and leaf.text in ("", "false")):
            continue
        _put(amended, pointer.strip("/").split("/"), _value(said, leaf, document, pointer))
    return _without_empty(amended)


def _value(said: str, leaf: Leaf, document: dict[str, Any], pointer: str) -> Any:
    if leaf.kind == "checkbox":
        return said == "true"
    is_number = pointer.endswith(("/count", "/container_count"))
    return int(said) if is_number and said.isascii() and said.isdigit() and len(said) < 12 else said


def _put(place: Any, path: list[str], value: Any) -> None:
    """Put a value at a place, making what leads to it."""
    for step, following in pairwise(path):
        empty: Any = [] if following.isdigit() else {}
        if isinstance(place, list):
            while len(place) <= int(step):
                place.append(copy.copy(empty))
            place = place[int(step)]
        else:
            if not isinstance(place.get(step), dict | list):
                place[step] = empty
            place = place[step]
    if isinstance(place, list):
        while len(place) <= int(path[-1]):
            place.append("")
        place[int(path[-1])] = value
    else:
        place[path[-1]] = value


def _without_empty(value: Any) -> Any:
    """Without places that say nothing; an entry of a list that says nothing is gone."""
    if isinstance(value, dict):
        kept = {name: _without_empty(part) for name, part in value.items()}
        return {name: part for name, part in kept.items() if part not in ("", {}, [])}
    if isinstance(value, list):
        return [part for part in map(_without_empty, value) if part not in ("", {}, [])]
    return value


def inputs(document: dict[str, Any], *, said: dict[str, str] | None, wrong: dict[str, list[str]]) -> list[Input]:
    """The places as inputs, with what stands there or was said instead, and what is wrong with each."""
    return [
        Input(
            name=leaf.pointer,
            label=name_of(leaf.pointer),
            value=leaf.text if said is None else said.get(leaf.pointer, ""),
            kind=leaf.kind,
            errors=wrong.get(leaf.pointer, ()),
            is_required=leaf.is_required,
        )
        for leaf in leaves(document)
    ]
