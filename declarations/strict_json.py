"""The strict JSON parser: every message passes it, alone in a request or as a row of a batch.

Python's own reader takes duplicate keys, NaN and any depth; here each is refused by name, so that nothing
ambiguous reaches the domain. The checks run in the order in which an answer is most useful: encoding, depth, syntax,
characters. How large a message may be is said here, and is looked at by whoever takes it in.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from msgspec import Struct

from declarations.errors import BadMessage, FormatError, NotAcceptable

LARGEST_BODY = 2 * 1024 * 1024
DEEPEST = 20

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"?', re.DOTALL)
_BRACKET = re.compile(r"[][{}]")
# Controls, direction overrides and isolates, lone surrogates: text that hides what it says, or cannot be stored.
_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class Document(Struct, frozen=True):
    """A JSON object that passed: the bytes as received and the value read from them."""

    raw: bytes
    value: dict[str, Any]


def demand_uncompressed(encoding: str) -> None:
    """Raises BadMessage for a body with a Content-Encoding, whatever it holds: its size would be anybody's guess."""
    if encoding != "identity":
        raise BadMessage("unsupported-encoding", status=415)


def read_object(raw: bytes) -> Document:
    """The JSON object in `raw`. Raises BadMessage (400) for what is not one and FormatError (422) for hidden text."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise BadMessage("malformed-json") from None
    if _depth(text) > DEEPEST:
        raise BadMessage("too-deep", limit=DEEPEST)
    try:
        value = _decode(text)
    except (ValueError, RecursionError):
        raise BadMessage("malformed-json") from None
    if not isinstance(value, dict):
        raise BadMessage("not-an-object")
    if "\\" in text or not text.isascii():  # an escape or a wider alphabet is the only way to hide something
        _refuse_hidden_text(value)
    return Document(raw=raw, value=value)


def _depth(text: str) -> int:
    """How deep the brackets nest, strings left out. Counted before parsing, so that depth costs no stack."""
    if text.count("[") + text.count("{") <= DEEPEST:
        return 0
    depth = deepest = 0
    for bracket in _BRACKET.findall(_STRING.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BadMessage("duplicate-key")
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


_decode = json.JSONDecoder(object_pairs_hook=_pairs, parse_constant=_refuse_constant).decode


def _refuse_hidden_text(value: object) -> None:
    errors = [
        FormatError(pointer=pointer, code="invalid-character")
        for pointer, text in _texts(value)
        if _HIDDEN.search(text)
    ]
    if errors:
        raise NotAcceptable(tuple(errors))


def _texts(value: object, pointer: str = "") -> Iterator[tuple[str, str]]:
    """Every string in the value, keys included, with its JSON pointer."""
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield pointer, key
            yield from _texts(inner, f"{pointer}/{_escaped(key)}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _texts(inner, f"{pointer}/{index}")


def _escaped(key: str) -> str:
    """A key as one step of a JSON pointer (RFC 6901), with what cannot be shown left out."""
    return _HIDDEN.sub("?", key).replace("~", "~0").replace("/", "~1")
