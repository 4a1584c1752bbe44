"""What a question is: a field of the form with its words, alone or in the rows of a list, in groups and sections.

A field is named by its place in the form, a dotted path without numbers (`importer.name`, `goods_items.origin`); what
it may hold is said by the form itself (`declarations.csv_columns`).
"""

import re
from functools import cache

from django.utils.functional import Promise
from msgspec import Struct

from declarations.csv_columns import FormColumn, columns_of
from declarations.data import Direction

Words = str | Promise


class Field(Struct, frozen=True, kw_only=True):
    """One question. `codes` names a list that its answer is of: a code list of the service, or one of `choices.py`.

    `kind` is text, select, radios or, for a list of texts, lines. `is_asked_by_rules`: the form takes it for optional,
    and the rules ask for it of most goods.
    """

    path: str
    label: Words
    hint: Words = ""
    codes: str = ""
    kind: str = "text"
    is_asked_by_rules: bool = False

    def column(self, direction: Direction) -> FormColumn:
        """What the form says of its place; of the first entry, where it is in a list."""
        return _first_columns(direction)[self.path]


class Rows(Struct, frozen=True, kw_only=True):
    """A list of things that several questions are asked of; the questions' paths begin with its own."""

    path: str
    label: Words
    fields: tuple[Field, ...]
    hint: Words = ""

    def most(self, direction: Direction) -> int:
        """How many there may be."""
        name = self.fields[0].path.rpartition(".")[2]
        return sum(path.startswith(f"{self.path}.") and path.endswith(f".{name}") for path in columns_of(direction))


class Group(Struct, frozen=True, kw_only=True):
    """Questions under one heading. `is_aside`: they are seldom answered, and folded away until one is."""

    title: Words
    fields: tuple[Field | Rows, ...]
    is_aside: bool = False


class Section(Struct, frozen=True, kw_only=True):
    """One page of the guided way."""

    slug: str
    title: Words
    groups: tuple[Group, ...]


@cache
def _first_columns(direction: Direction) -> dict[str, FormColumn]:
    """The columns by their places without numbers."""
    found: dict[str, FormColumn] = {}
    for path, column in columns_of(direction).items():
        found.setdefault(re.sub(r"\.[0-9]+", "", path), column)
    return found
