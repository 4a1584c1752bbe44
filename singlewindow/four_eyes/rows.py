"""A row of any table as it is, and as somebody would have it."""

from collections.abc import Iterable
from typing import Any

import msgspec
from django.apps import apps
from django.db.models import Field, Model
from msgspec import Struct


class RowChange(Struct, frozen=True, omit_defaults=True):
    """What would become of one row: `before` is the whole row, `after` the columns that change.

    Without `row` it is new, and `before` the row that it is the next version of, where there is one; without `after` it
    goes, or it is only to be as it was. `parent` is the column of a new row that names the first row of the same
    proposal, which may itself be new.
    """

    model: str
    row: str = ""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    parent: str = ""


def columns(model: type[Model]) -> dict[str, "Field[Any, Any]"]:
    """What a row says: every column that is stored as it is told, but for its key."""
    return {each.attname: each for each in model._meta.concrete_fields if not each.primary_key and not each.generated}


def told(row: Model, names: Iterable[str] | None = None) -> dict[str, Any]:
    """These columns of a row, or all, as JSON has them."""
    wanted = columns(type(row)) if names is None else names
    return {name: msgspec.to_builtins(getattr(row, name)) for name in wanted}


def as_it_was(change: RowChange) -> bool:
    """Whether the row is still what it was when the change was proposed. It is locked until the transaction ends."""
    if not change.row:
        return True
    row = apps.get_model(change.model)._base_manager.select_for_update().filter(pk=change.row).first()
    return row is not None and told(row) == change.before


def apply(changes: Iterable[RowChange]) -> Model:
    """Let the rows become what is proposed. The first of them.

    Raises ValidationError or IntegrityError where the store cannot take it, whatever was done before.
    """
    first: Model | None = None
    for change in changes:
        row = _applied(change, first)
        first = first or row
    if first is None:
        raise ValueError("a proposal without changes")
    return first


def _applied(change: RowChange, first: Model | None) -> Model:
    model = apps.get_model(change.model)
    row = model._base_manager.get(pk=change.row) if change.row else model()
    if not change.after:
        row.delete()
        return row
    known = columns(model)
    for name, value in change.after.items():
        setattr(row, name, known[name].to_python(value))
    if change.parent and first is not None:
        setattr(row, change.parent, first.pk)
    row.full_clean()
    row.save()
    return row
