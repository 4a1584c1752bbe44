"""Every route of the service, as an address that can be asked for."""

import re
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

_EXAMPLES = {
    "declaration_number": "8Z5K0Q3M7T1",
    "client_id": "demo-broker",
    "uuid": "00000000-0000-0000-0000-000000000000",
    "int": "1",
    "slug": "csrf",
    "str": "1",
    "path": "1",
}
_PLACE = re.compile(r"<(?:(\w+):)?\w+>")


def every_route() -> list[str]:
    """An address of each."""
    return sorted({f"/{path}" for path in _paths(get_resolver())})


def _paths(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        path = before + _example(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _paths(pattern, path)
        elif isinstance(pattern, URLPattern):
            yield path


def _example(pattern: Any) -> str:
    text = str(pattern)
    if text.startswith("^") or text.endswith(
        "$"
    ):  # a regular expression: Django's admin has one, for what is not there
        return "nothing"
    return _PLACE.sub(lambda place: _EXAMPLES[place[1] or "str"], text)
