"""How a table of the data file is declared: its columns, what each means, and who may see it.

A column's `source` is SQL over the aliases of `ALIASES`, one for each model. Where it is just a stored column,
`stored` takes its meaning and its kind from the model, so that nothing is written twice.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Any, cast

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from msgspec import Struct

from declarations.data import Direction
from declarations.models import (
    Application,
    AssessedDuty,
    Batch,
    BatchChunk,
    BatchRow,
    Declaration,
    Document,
    Draft,
    DutyDeclaration,
    Event,
    Examination,
    GoodsItem,
    LedgerEntry,
    LongWork,
    Look,
    PermitClaim,
    Question,
    QuestionAnswer,
    Submission,
    Taking,
    Template,
    Verification,
    Version,
)
from declarations.traders.models import Trader

ALIASES: dict[str, type[models.Model]] = {
    "submission": Submission,
    "declaration": Declaration,
    "version": Version,
    "goods_item": GoodsItem,
    "assessed_duty": AssessedDuty,
    "permit_claim": PermitClaim,
    "event": Event,
    "examination": Examination,
    "ledger": LedgerEntry,
    "question": Question,
    "question_answer": QuestionAnswer,
    "application": Application,
    "duty": DutyDeclaration,
    "draft": Draft,
    "template": Template,
    "batch": Batch,
    "batch_chunk": BatchChunk,
    "batch_row": BatchRow,
    "document": Document,
    "taking": Taking,
    "look": Look,
    "verification": Verification,
    "long_work": LongWork,
    "declarant": Trader,
    "audit": apps.get_model("audits", "AuditResult"),  # by name: audits stand above the data file
}
_NAMED = re.compile(rf"\b({'|'.join(ALIASES)})\.(\w+)")


class Disclosure(StrEnum):
    """Who may see a column. Decides what an extract for research may hold; the full file holds everything."""

    OPEN = "OPEN"
    RESTRICTED = "RESTRICTED"
    PERSONAL = "PERSONAL"

    @property
    def meaning(self) -> str:
        """What the class says of a column."""
        return _DISCLOSED[self]


_DISCLOSED = {
    Disclosure.OPEN: "tells nothing of a single trader",
    Disclosure.RESTRICTED: "a trade or administrative secret, such as a price: for the purposes of the law only",
    Disclosure.PERSONAL: "names a party or leads to one: never used to identify importers or exporters",
}


class Kind(StrEnum):
    """How a cell is written."""

    TEXT = "text"
    LIST = "list"
    WHOLE = "whole number"
    DECIMAL = "decimal number"
    DAY = "day"
    INSTANT = "instant"
    FLAG = "flag"

    @property
    def written(self) -> str:
        """The format of a cell, in words."""
        return _WRITTEN[self]


_WRITTEN = {
    Kind.TEXT: "text as declared; a leading apostrophe where a spreadsheet would take it for a formula",
    Kind.LIST: "texts parted by a space",
    Kind.WHOLE: "digits",
    Kind.DECIMAL: "digits with a point, without separators and without zeros at the end",
    Kind.DAY: "YYYY-MM-DD, the day in Japan",
    Kind.INSTANT: "YYYY-MM-DDThh:mm:ss.ffffffZ, UTC",
    Kind.FLAG: "true or false",
}


class Column(Struct, frozen=True, kw_only=True):
    """One column of a table. Blank `unit` and `code_list` mean that it has none."""

    name: str
    label: str
    meaning: str
    kind: Kind
    source: str
    unit: str = ""
    code_list: str = ""
    disclosure: Disclosure = Disclosure.OPEN

    @property
    def reads(self) -> frozenset[tuple[str, str]]:
        """The (alias, column) pairs that it is made from."""
        return frozenset(_NAMED.findall(self.source))


class Table(Struct, frozen=True, kw_only=True):
    """A table of the data file: a row for each goods item of one direction."""

    name: str
    meaning: str
    direction: Direction
    columns: tuple[Column, ...]

    @property
    def aliases(self) -> frozenset[str]:
        """The models that it reads."""
        return frozenset(alias for column in self.columns for alias, _ in column.reads)


def stored(
    source: str,
    *,
    name: str = "",
    label: str = "",
    meaning: str = "",
    unit: str = "",
    code_list: str = "",
    disclosure: Disclosure = Disclosure.OPEN,
) -> Column:
    """A column that is stored as it is; name, meaning and kind come from the model where nothing else is said."""
    alias, column = source.split(".")
    field = cast("models.Field[Any, Any]", ALIASES[alias]._meta.get_field(column))
    name = name or column
    return Column(
        name=name,
        label=label or name.replace("_", " ").capitalize(),
        meaning=meaning or str(field.help_text),
        kind=kind_of(field),
        source=source,
        unit=unit,
        code_list=code_list,
        disclosure=disclosure,
    )


_KINDS: tuple[tuple["type[models.Field[Any, Any]]", Kind], ...] = (
    (ArrayField, Kind.LIST),
    (models.DateTimeField, Kind.INSTANT),  # before DateField, of which it is a kind
    (models.DateField, Kind.DAY),
    (models.DecimalField, Kind.DECIMAL),
    (models.IntegerField, Kind.WHOLE),
    (models.BooleanField, Kind.FLAG),
)


def kind_of(field: "models.Field[Any, Any]") -> Kind:
    """How the cells of a model's field are written."""
    return next((kind for of, kind in _KINDS if isinstance(field, of)), Kind.TEXT)


def choices_of(column: Column) -> dict[str, str]:
    """Where a stored column has a closed list of codes, these with what each means; else nothing."""
    alias, _, name = column.source.partition(".")
    if alias not in ALIASES or not name.isidentifier():
        return {}
    field = cast("models.Field[Any, Any]", ALIASES[alias]._meta.get_field(name))
    return {str(code): str(label) for code, label in field.flatchoices}


def model_columns() -> Iterator[tuple[str, str]]:
    """Every concrete column of the models that the data file answers for, as (alias, column)."""
    for alias, model in ALIASES.items():
        if model is not Trader:  # the register is not data of declarations
            for field in model._meta.concrete_fields:
                yield alias, str(field.column)
