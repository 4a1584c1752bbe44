"""What was typed becomes what the draft says: a page's answers are read by the form's own columns."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Protocol

from declarations.csv_columns import FormColumn
from declarations.data import Direction
from declarations.web.fields import Field, Rows
from declarations.web.said import Body, Steps, name_of, put

_DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_LONG_DAY = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_BETWEEN_DIGITS = re.compile(r"(?<=[0-9])[,'\s](?=[0-9]{3}(?:[,'\s.]|$))")


class Posted(Protocol):
    """What came with a post: the values by name. Django's QueryDict is one."""

    def get(self, name: str, default: Any = None, /) -> Any: ...
    def __contains__(self, name: object, /) -> bool: ...


def typed(text: str, column: FormColumn) -> Any:
    """A text as the form's value, forgiving what people write: full-width digits, thousands, days with strokes.

    None where nothing is written. What cannot be read stays as it is, and is refused where the form is read.
    """
    text = text.strip(" \t\r\n\u3000")
    if not text:
        return None
    if column.kind in {"decimal number", "whole number"}:
        return column.read(_BETWEEN_DIGITS.sub("", unicodedata.normalize("NFKC", text)))
    if column.kind.startswith("day"):
        return _day(unicodedata.normalize("NFKC", text))
    if column.pattern:
        code = unicodedata.normalize("NFKC", text)
        return code if "a-z" in column.pattern else code.upper()
    return column.read(text)


def enter(body: Body, asked: Iterable[Field | Rows], posted: Posted, *, at: Steps, direction: Direction) -> None:
    """Write the answers to these questions into the body. `at` is the goods item they are of, or nothing.

    A question whose input did not come along was not asked, and what is said stays.
    """
    for each in asked:
        if isinstance(each, Rows):
            _enter_rows(body, each, posted, at=at, direction=direction)
        elif each.kind == "lines":
            steps = placed(each.path, at=at)
            if name_of(steps) in posted:
                lines = posted.get(name_of(steps)).splitlines()
                told = [value for line in lines if (value := typed(line, each.column(direction))) is not None]
                put(body, steps, told or None)
        else:
            steps = placed(each.path, at=at)
            if name_of(steps) in posted:
                put(body, steps, typed(posted.get(name_of(steps)), each.column(direction)))


def placed(path: str, *, at: Steps) -> Steps:
    """The steps of a field's place; of a goods item's field within that item."""
    steps = tuple(path.split("."))
    return (*at, *steps[1:]) if at else steps


def _enter_rows(body: Body, rows: Rows, posted: Posted, *, at: Steps, direction: Direction) -> None:
    """The rows that say anything, in their order. None came: they were not asked."""
    here = placed(rows.path, at=at)
    found: list[Mapping[str, Any]] = []
    is_asked = False
    for index in range(rows.most(direction) + 1):
        row: dict[str, Any] = {}
        for field in rows.fields:
            last = field.path.rpartition(".")[2]
            name = name_of((*here, index, last))
            is_asked = is_asked or name in posted
            value = typed(posted.get(name, ""), field.column(direction))
            if value is not None:
                row[last] = value
        if says_something(row, rows):
            found.append(row)
    if is_asked:
        put(body, here, found or None)


def says_something(row: Mapping[str, Any], rows: Rows) -> bool:
    """Whether a row is more than the law or the kind that the page itself wrote there."""
    return bool(row.keys() - {"law"}) if rows.path.endswith("permits") else bool(row)


def _day(text: str) -> str:
    found = _LONG_DAY.fullmatch(text) or _DAY.fullmatch(text)
    if not found:
        return text
    try:
        return date(*map(int, found.groups())).isoformat()
    except ValueError:
        return text
