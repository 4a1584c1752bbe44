"""From bytes to a document. What could cost memory, time or a connection is refused before the parser sees it.

A document type is refused wherever it stands and however it is encoded: entities, of every kind, need one. Nothing is
fetched: the parser has no network, no DTD and no XInclude, and where a document says its schema lies is not looked at.
"""

import re
from collections.abc import Iterator

from lxml import etree

from declarations.errors import BadMessage, FormatError, NotAcceptable
from declarations.wco.document import Document

LARGEST = 2 * 1024 * 1024
DEEPEST = 59
MOST_ELEMENTS = 50_000
MOST_ATTRIBUTES = 20_000

_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
_XINCLUDE = "{http://www.w3.org/2001/XInclude}"
_ENCODING = re.compile(r"<\?xml\s[^>]*?\bencoding\s*=\s*[\"']([^\"']*)[\"']")
# A place outside the message: an absolute address, or a path from a root.
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|[/\\]")
_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def parse(raw: bytes) -> Document:
    """The document in `raw`. Raises BadMessage for what is none, or too much of one, NotAcceptable for hidden text."""
    if len(raw) > LARGEST:
        raise BadMessage("body-too-large", status=413, limit=LARGEST)
    # UTF-16 and UTF-32 write ASCII with NULs between: without them a document type shows in those too.
    if re.search(rb"<!(DOCTYPE|ENTITY)", raw.replace(b"\x00", b""), re.IGNORECASE):
        raise BadMessage("xml-doctype-forbidden")
    text = _decoded(raw)
    if text.count("<") > 3 * MOST_ELEMENTS or text.count("=") > 2 * MOST_ATTRIBUTES:
        raise BadMessage("xml-limits", elements=MOST_ELEMENTS, attributes=MOST_ATTRIBUTES)
    root = _parsed(raw)
    _refuse_too_much(root)
    document = Document(root)
    _refuse_hidden_text(document)
    return document


def _decoded(raw: bytes) -> str:
    """UTF-8, with a byte order mark or without (XML allows both), and a declaration that says the same or nothing."""
    try:
        text = raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise BadMessage("malformed-xml") from None
    said = _ENCODING.match(text)
    if "\x00" in text or (said and said[1].lower() not in {"utf-8", "utf8"}):
        raise BadMessage("malformed-xml")
    return text


def _parsed(raw: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as refused:
        too_deep = getattr(refused, "code", 0) == etree.ErrorTypes.ERR_RESOURCE_LIMIT
        raise BadMessage("xml-limits" if too_deep else "malformed-xml") from None


def _refuse_too_much(root: etree._Element) -> None:
    """Levels, elements, attributes; parts and schemas that would have to be fetched from elsewhere."""
    depth = elements = attributes = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        depth, elements, attributes = depth + 1, elements + 1, attributes + len(element.attrib)
        if depth > DEEPEST or elements > MOST_ELEMENTS or attributes > MOST_ATTRIBUTES:
            raise BadMessage("xml-limits", levels=DEEPEST, elements=MOST_ELEMENTS, attributes=MOST_ATTRIBUTES)
        if element.tag.startswith(_XINCLUDE) or any(map(_ELSEWHERE.match, _schema_places(element))):
            raise BadMessage("xml-limits", external=element.tag.rpartition("}")[2])


def _schema_places(element: etree._Element) -> Iterator[str]:
    """Where the element says that schemas lie. A relative place is a remark, and is not looked at."""
    yield from element.get(f"{_XSI}schemaLocation", "").split()[1::2]
    yield from element.get(f"{_XSI}noNamespaceSchemaLocation", "").split()


def _refuse_hidden_text(document: Document) -> None:
    errors = [
        FormatError(pointer=document.path(element), code="invalid-character")
        for element in document.root.iter()
        if any(_HIDDEN.search(text) for text in (element.text or "", element.tail or "", *element.attrib.values()))
    ]
    if errors:
        raise NotAcceptable(tuple(errors))
