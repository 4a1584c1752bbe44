"""What the form asks for, read from its one definition: what fits a field, what is required, what it defaults to."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, get_type_hints

import msgspec
from msgspec import NODEFAULT, Struct

from declarations.data import Direction, ExportDeclaration, ImportDeclaration, decimal_string
from declarations.data.shape import bare, entry, metas

FORMS: dict[Direction, type[Struct]] = {
    Direction.IMPORT: ImportDeclaration,
    Direction.EXPORT: ExportDeclaration,
}


class Unfilled(Struct, frozen=True):
    """A field that the document gave nothing for: what the form takes instead, or that the form requires it."""

    pointer: str
    default: str | None = None


def fits(pointer: str, value: Any, *, form: type[Struct]) -> bool:
    """Whether the field at a JSON pointer takes this value."""
    try:
        msgspec.convert(value, _type_at(form, _template(pointer)), dec_hook=decimal_string)
    except (msgspec.ValidationError, ValueError):
        return False
    return True


def is_text(pointer: str, *, form: type[Struct]) -> bool:
    """Whether the field takes free text: of that, what is too long is the form's to say; of a code, it is no code."""
    return any(
        (meta.extra_json_schema or {}).get("x-code") == "charset" for meta in metas(_type_at(form, _template(pointer)))
    )


def pattern_of(pointer: str, *, form: type[Struct]) -> str:
    """The pattern that a code of this field has; empty where it has none."""
    patterns = [meta.pattern for meta in metas(_type_at(form, _template(pointer))) if meta.pattern]
    return patterns[0].strip("^$") if patterns else ""


def unfilled(value: dict[str, Any], *, form: type[Struct], pointer: str = "") -> Iterator[Unfilled]:
    """Every field that is required, or has a default that says something, and is not in `value`, with its pointer."""
    for field in msgspec.structs.fields(form):
        place, given = f"{pointer}/{field.encode_name}", value.get(field.encode_name)
        inner = bare(field.type)
        if isinstance(inner, type) and issubclass(inner, Struct):
            if given is not None or field.required:
                yield from unfilled(given or {}, form=inner, pointer=place)
        elif given is not None:
            for index, part in enumerate(given if isinstance(given, list) else ()):
                if isinstance(part, dict):
                    yield from unfilled(part, form=entry(inner), pointer=f"{place}/{index}")
        elif field.required:
            yield Unfilled(pointer=place)
        elif field.default not in (NODEFAULT, None, ()):
            yield Unfilled(pointer=place, default=str(field.default))


def _template(pointer: str) -> str:
    return re.sub(r"/[0-9]+(?=/|$)", "/*", pointer)


@cache
def _type_at(form: type[Struct], template: str) -> Any:
    here: Any = form
    for step in template.strip("/").split("/"):
        kind = bare(here)
        here = entry(kind) if step == "*" else get_type_hints(kind, include_extras=True)[step]
    return here
