"""A document against our own schema (xsd/): structure, order, cardinality, lengths, and no element it does not name."""

import re
import threading
from pathlib import Path
from typing import Any

from lxml import etree

from declarations.errors import FormatError, NotAcceptable
from declarations.wco.document import Document

_SCHEMA = Path(__file__).parent / "xsd" / "envelope.xsd"
_LONGEST_REASON = 300
_MOST_ERRORS = 1000
# lxml keeps the errors of a validation on the schema: each thread has its own.
_mine = threading.local()


def validate(document: Document) -> None:
    """Raises NotAcceptable with every place in which the document does not follow the schema, up to a thousand."""
    schema = _schema()
    if schema.validate(document.root):
        return
    prefixes = {prefix: name for element in document.root.iter() for prefix, name in element.nsmap.items() if prefix}
    found: dict[str, FormatError] = {}
    errors: Any = schema.error_log
    for error in errors:
        path = _path(document, error.path, prefixes)
        reason = re.sub(r"\{[^}]*\}", "", error.message)[:_LONGEST_REASON]
        found.setdefault(path, FormatError(pointer=path, code="xml-schema", facts={"reason": reason}))
        if len(found) == _MOST_ERRORS:
            break
    raise NotAcceptable(tuple(found.values()))


def _schema() -> etree.XMLSchema:
    if not hasattr(_mine, "schema"):
        _mine.schema = etree.XMLSchema(etree.parse(_SCHEMA))
    return _mine.schema


def _path(document: Document, given: str | None, prefixes: dict[str, str]) -> str:
    """The parser's path, in which names have prefixes and default namespaces are stars, as a path of ours."""
    try:
        found: Any = document.root.getroottree().xpath(given, namespaces=prefixes) if given else [document.root]
        return document.path(found[0])
    except (etree.XPathError, LookupError):
        return given or ""
