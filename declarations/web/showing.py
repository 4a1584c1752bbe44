"""Questions as inputs, with what the draft says and what is wrong with it."""

from collections.abc import Iterator, Sequence
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from msgspec import Struct

from declarations.csv_columns import FormColumn
from declarations.data import Direction
from declarations.web.choices import Choices
from declarations.web.entering import placed
from declarations.web.fields import Field, Group, Rows, Section
from declarations.web.inputs import Input
from declarations.web.problems import Problem, at_input
from declarations.web.said import Body, Steps, entries, look, name_of, text_at

_WIDTHS = (2, 3, 4, 5, 10, 20)
_SEARCHED = frozenset({"commodities"})  # as one types, and no list on the page
_FIXED = frozenset({"own_reference"})  # by an amendment: it says the same act anew
_SEARCH = {"hx-trigger": "input changed delay:250ms", "hx-target": "#commodity-lines", "hx-swap": "innerHTML"}


class RowsShown(Struct, frozen=True):
    """A list of things as a table of inputs: those that are there, and an empty row where there is room."""

    label: str
    hint: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Input, ...], ...]
    is_rows = True


class GroupShown(Struct, frozen=True):
    """Questions under one heading. One that is aside is open where something is said or wrong in it."""

    title: str
    inputs: tuple[Input | RowsShown, ...]
    is_aside: bool
    is_open: bool


class Questions:
    """The questions of one page over one draft. `amended_on` is the declared day of what it amends: by its tariff is
    searched, and what an amendment keeps is shown only."""

    def __init__(
        self,
        body: Body,
        *,
        direction: Direction,
        choices: Choices,
        problems: Sequence[Problem] = (),
        amended_on: date | None = None,
    ) -> None:
        self.body, self.direction, self.choices, self.problems = body, direction, choices, problems
        self.amended_on = amended_on
        self.lists: dict[str, list[tuple[str, str]]] = {}  # of the suggestions that its inputs refer to

    def section(self, section: Section, *, at: Steps = ()) -> list[GroupShown]:
        """A section's questions; of one goods item, where they are of one."""
        return [self._group(group, at=at) for group in section.groups]

    def rows(self, rows: Rows, *, at: Steps = (), first: Sequence[dict[str, str]] = ()) -> RowsShown:
        """What is said, then `first`, what the page itself proposes, then an empty row."""
        here = placed(rows.path, at=at)
        said = entries(self.body, here)
        most = rows.most(self.direction)
        shown = [*said, *first]
        shown = [*shown[:most], *([{}] if len(shown) < most else [])]
        inputs = [
            tuple(self._cell(field, (*here, index), row) for field in rows.fields) for index, row in enumerate(shown)
        ]
        heads = tuple(str(field.label) for field in rows.fields)
        return RowsShown(str(rows.label), str(rows.hint), heads, tuple(inputs))

    def input(self, field: Field, *, at: Steps = (), label: str = "") -> Input:
        """One question."""
        steps, column = placed(field.path, at=at), field.column(self.direction)
        value = text_at(self.body, steps)
        if field.kind == "lines" and isinstance(look(self.body, steps), list):
            value = "\n".join(text_at(self.body, (*steps, index)) for index in range(len(entries(self.body, steps))))
        return self._input(field, name_of(steps), value, column, label=label)

    def _group(self, group: Group, *, at: Steps) -> GroupShown:
        inputs = tuple(
            self.rows(each, at=at) if isinstance(each, Rows) else self.input(each, at=at) for each in group.fields
        )
        is_open = any(each.value or each.errors for each in _flat(inputs))
        return GroupShown(str(group.title), inputs, group.is_aside, is_open)

    def _cell(self, field: Field, row: Steps, said: object) -> Input:
        last = field.path.rpartition(".")[2]
        value = text_at(said, (last,))
        return self._input(field, name_of((*row, last)), value, field.column(self.direction))

    def _input(self, field: Field, name: str, value: str, column: FormColumn, *, label: str = "") -> Input:
        if self.amended_on and field.path in _FIXED:
            return Input(name=name, label=str(field.label), value=value, kind="fixed", hint=_("An amendment keeps it."))
        kind = "textarea" if field.kind == "lines" else field.kind
        options, attributes = [], dict(_attributes(column))
        if field.codes == "commodities":
            attributes |= _SEARCH | {
                "hx-sync": "this:replace",
                "hx-get": f"{reverse('web:commodities')}?{self._searched()}",
            }
        if field.codes and field.codes not in _SEARCHED:
            options = self.choices.of(field.codes)
            if kind == "text":
                self.lists[field.codes] = options
                attributes["list"] = f"list-{field.codes}"
            elif value and value not in dict(options):
                options = [*options, (value, value)]
        return Input(
            name=name,
            label=label or str(field.label),
            value=value,
            kind=kind,
            hint=str(field.hint),
            errors=tuple(at_input(self.problems, name)),
            options=options if kind != "text" else (),
            is_required=column.is_required or field.is_asked_by_rules,
            is_searched=field.codes in _SEARCHED,
            width=_width(column, kind, has_list="list" in attributes),
            attributes=attributes,
            said=self.choices.text(field.codes, value) if kind == "text" and field.codes and value else "",
        )

    def _searched(self) -> str:
        """Which tariff is searched."""
        asked = {"direction": self.direction.value} | ({"on": self.amended_on.isoformat()} if self.amended_on else {})
        return urlencode(asked)


def _flat(inputs: Sequence[Input | RowsShown]) -> Iterator[Input]:
    for each in inputs:
        if isinstance(each, RowsShown):
            yield from (cell for row in each.rows for cell in row)
        else:
            yield each


def _attributes(column: FormColumn) -> Iterator[tuple[str, str]]:
    if column.kind == "whole number":
        yield "inputmode", "numeric"
    elif column.kind == "decimal number":
        yield "inputmode", "decimal"


def _width(column: FormColumn, kind: str, *, has_list: bool) -> str:
    """As wide as what it takes, with the arrow of a list; a long text has the width of the page."""
    if kind != "text":
        return ""
    if column.kind in {"decimal number", "whole number"} or column.kind.startswith("day"):
        return "10"
    longest = max(column.longest or len(column.example), 5 if has_list else 0)
    return next((str(width) for width in _WIDTHS if longest <= width), "")
