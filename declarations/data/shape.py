"""What a type of the form is made of: looked up where the definition itself is read, and not a message by it."""

from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from msgspec import Meta


def bare(kind: Any) -> Any:
    """The type without what is said of it, and without `| None`."""
    if get_origin(kind) is Annotated:
        return bare(get_args(kind)[0])
    if get_origin(kind) in {Union, UnionType}:
        return bare(next(each for each in get_args(kind) if each is not type(None)))
    return kind


def entry(kind: Any) -> Any:
    """What a list is a list of."""
    return get_args(kind)[0]


def metas(kind: Any) -> Iterator[Meta]:
    """What is said of a type, its optional branch included."""
    if get_origin(kind) is Annotated:
        yield from (meta for meta in get_args(kind)[1:] if isinstance(meta, Meta))
        yield from metas(get_args(kind)[0])
    elif get_origin(kind) in {Union, UnionType}:
        for each in get_args(kind):
            yield from metas(each)
