"""The columns of a table of declarations, made from the form: a dotted path for each place of it. Pure.

`importer.party_code` is the code of the importer; `goods_items.origin` the origin of the row's goods item; the entries
of any other list are numbered from 1: `transport.documents.1`, `goods_items.permits.2.law`.
"""

import csv
import io
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec
from msgspec import Struct, inspect

from declarations.data import Direction, ExportDeclaration, ImportDeclaration

ITEMS = "goods_items"
_FORMS = {Direction.IMPORT: ImportDeclaration, Direction.EXPORT: ExportDeclaration}
_WHOLE = re.compile(r"0|[1-9][0-9]{0,8}")
_FLAGS = {"true": True, "false": False}


class FormColumn(Struct, frozen=True):
    """One column: where its cell goes in the form, how it is read, and what it means.

    `longest` is how many characters a text may have, where that is said; `pattern` that of a code.
    """

    path: str
    kind: str
    is_required: bool
    meaning: str
    example: str
    longest: int | None = None
    pattern: str = ""

    def read(self, cell: str) -> Any:
        """A cell as the form's value. What cannot be one stays text, and is refused where the form is read."""
        if self.kind == "whole number":
            return int(cell) if _WHOLE.fullmatch(cell) else cell
        if self.kind == "true or false":
            return _FLAGS.get(cell.lower(), cell)
        return cell


@cache
def columns_of(direction: Direction) -> dict[str, FormColumn]:
    """Every column of one form by its path, in the order of the form."""
    form: Any = inspect.type_info(_FORMS[direction])
    tag = FormColumn(form.tag_field, "text", True, "Which way the goods go.", direction.value)
    return {tag.path: tag} | {column.path: column for column in _columns(form, "", True, "", None)}


@cache
def known_columns() -> dict[str, FormColumn]:
    """Every column of both forms."""
    return {path: column for direction in Direction for path, column in columns_of(direction).items()}


def template(direction: Direction) -> str:
    """A table to begin from: the header, and a row of examples. Of a list it has the first entry."""
    shown = [column for column in columns_of(direction).values() if not re.search(r"\.([2-9]|10)(\.|$)", column.path)]
    return _written([[column.path for column in shown], [column.example for column in shown]])


def explanation(direction: Direction) -> str:
    """The columns one a row: path, whether the form asks for it, how it is written, what it means, an example."""
    head = ["column", "required", "written as", "meaning", "example"]
    told = [
        [column.path, "yes" if column.is_required else "", column.kind, column.meaning, column.example]
        for column in columns_of(direction).values()
    ]
    return _written([head, *told])


def place_of(pointer: str) -> tuple[int, str]:
    """Where a place of the form is in the table: rows below the declaration's first, and the column."""
    steps = [step for step in pointer.split("/") if step]
    below = 0
    if len(steps) > 1 and steps[0] == ITEMS and steps[1].isdigit():
        below = int(steps.pop(1))
    return below, ".".join(str(int(step) + 1) if step.isdigit() else step for step in steps)


def _written(rows: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def _columns(kind: Any, path: str, required: bool, meaning: str, example: Any) -> Iterator[FormColumn]:
    """The columns under a type of the form. An optional part's own fields are not asked for by the form."""
    kind, told = _unwrapped(kind)
    meaning, example = told.get("description", meaning), (told.get("examples") or [example])[0]
    if isinstance(kind, inspect.StructType):
        for field in kind.fields:
            inner = f"{path}.{field.encode_name}" if path else field.encode_name
            given = example.get(field.encode_name) if isinstance(example, dict) else None
            yield from _columns(field.type, inner, required and field.required, "", given)
    elif isinstance(kind, inspect.VarTupleType) and path == ITEMS:
        yield from _columns(kind.item_type, path, required, meaning, None)
    elif isinstance(kind, inspect.VarTupleType):
        entries = example if isinstance(example, list) else []
        for index in range(kind.max_length or 1):
            given = entries[index] if index < len(entries) else None
            asked = required and index < (kind.min_length or 0)
            yield from _columns(kind.item_type, f"{path}.{index + 1}", asked, meaning, given)
    else:
        of_text = kind if isinstance(kind, inspect.StrType) else inspect.StrType()
        pattern = (of_text.pattern or "") if told.get("x-normalised") else ""
        yield FormColumn(path, _kind(kind), required, meaning, _cell(example), of_text.max_length, pattern)


def _unwrapped(kind: Any) -> tuple[Any, dict[str, Any]]:
    """The type itself, without `None` and notes; and what the notes say."""
    told: dict[str, Any] = {}
    while isinstance(kind, inspect.Metadata | inspect.UnionType):
        if isinstance(kind, inspect.Metadata):
            told = (kind.extra_json_schema or {}) | told
            kind = kind.type
        else:
            kind = next(each for each in kind.types if not isinstance(each, inspect.NoneType))
    return kind, told


def _kind(kind: Any) -> str:
    if isinstance(kind, inspect.IntType):
        return "whole number"
    if isinstance(kind, inspect.BoolType):
        return "true or false"
    if isinstance(kind, inspect.DateType):
        return "day, YYYY-MM-DD"
    return "decimal number" if isinstance(kind, inspect.CustomType) else "text"


def _cell(example: Any) -> str:
    if example is None or isinstance(example, dict | list):
        return ""
    return str(example).lower() if isinstance(example, bool) else str(msgspec.to_builtins(example, enc_hook=str))
