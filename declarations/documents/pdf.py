"""PDF: begins and ends as one, can be looked into, and does nothing when it is opened.

A PDF keeps objects in the open or deflated in object streams; both are searched. What cannot be searched (encrypted,
or deflated in another way) is refused, since it could hide anything. A name may be spelled with escapes (`/J#53`).
"""

import re
import zlib
from collections.abc import Iterator

from declarations.documents.faults import Fault, active, broken, expands, infected
from declarations.documents.foreign import foreign_signs
from declarations.documents.signatures import signature_in

LARGEST_UNPACKED = 25 * 1024 * 1024
_HEAD = re.compile(rb"%PDF-[12]\.[0-9]")
_TAIL_BYTES = 2048
_END = re.compile(rb"startxref\s+[0-9]+\s+%%EOF[\x00\s]*\Z")
_MOST_ESCAPES = 100_000
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_LONGEST_DICTIONARY = 4096
_OBJECTS = re.compile(rb"/ObjStm\b|/First\b")
_PLAINLY_DEFLATED = re.compile(rb"/Filter\s*(?:\[\s*/FlateDecode\s*\]|/FlateDecode\b)")
_DELIMITED = rb"(?=[\s()<>\[\]{}/%]|\Z)"
_ACTIVE = {
    "JavaScript": re.compile(rb"/JavaScript" + _DELIMITED + rb"|/JS\s*(?:[(<]|[0-9]+\s+[0-9]+\s+R)"),
    "launch of a program": re.compile(rb"/Launch" + _DELIMITED),
    "embedded file": re.compile(rb"/EmbeddedFiles?" + _DELIMITED + rb"|/FileAttachment" + _DELIMITED),
    "embedded player": re.compile(rb"/RichMedia(?:Content|Settings)?" + _DELIMITED),
    "form with scripts": re.compile(rb"/XFA\s*[\[(<0-9]"),
    "sending of data": re.compile(rb"/(?:SubmitForm|ImportData|GoToE)" + _DELIMITED),
}
_ENCRYPTED = re.compile(rb"/Encrypt\s*(?:<<|[0-9]+\s+[0-9]+\s+R)")


def pdf_faults(content: bytes) -> list[Fault]:
    """What is wrong with a PDF."""
    faults = [Fault("upload-polyglot", facts={"found": sign}) for sign in foreign_signs(content, pdf=False)]
    if not faults and b"%%EOF" in content and not _END.search(content[-_TAIL_BYTES:]):
        faults.append(Fault("upload-polyglot", facts={"found": "bytes behind the end"}))
    if not _HEAD.match(content) or b"%%EOF" not in content:
        faults.append(broken("the PDF has no head or no end"))
    try:
        readable = _unescaped(b"\n".join([content, *_object_streams(content)]))
    except zlib.error as why:
        return [*faults, broken(str(why))]
    except OverflowError:
        return [*faults, expands("the object streams of the PDF are too large")]
    if _ENCRYPTED.search(readable):
        faults.append(Fault("upload-encrypted"))
    if found := signature_in(readable):
        faults.append(infected(found))
    return [*faults, *(active(what) for what, pattern in _ACTIVE.items() if pattern.search(readable))]


def _unescaped(content: bytes) -> bytes:
    """With the escapes of names undone. Raises zlib.error for far more of them than names can have."""
    plain, escapes = _ESCAPE.subn(lambda escape: bytes([int(escape.group(1), 16)]), content, count=_MOST_ESCAPES)
    if escapes == _MOST_ESCAPES:
        raise zlib.error("the names of the PDF are all escapes")
    return plain


def _object_streams(content: bytes) -> Iterator[bytes]:
    """The deflated objects. Raises zlib.error for what cannot be read, and OverflowError where they are too large."""
    room = LARGEST_UNPACKED
    for stream in _STREAM.finditer(content):
        start = content.rfind(b" obj", max(0, stream.start() - _LONGEST_DICTIONARY), stream.start())
        dictionary = _unescaped(content[start : stream.start()]) if start != -1 else b""
        if not _OBJECTS.search(dictionary):
            continue
        if b"/Filter" not in dictionary:
            continue  # in the open: searched with the rest
        if not _PLAINLY_DEFLATED.search(dictionary) or b"/Predictor" in dictionary:
            raise zlib.error("an object stream is packed in another way than deflated")
        end = content.find(b"endstream", stream.end())
        part = _inflated(content[stream.end() : max(end, 0)], room=room)
        room -= len(part)
        yield part


def _inflated(packed: bytes, *, room: int) -> bytes:
    """The one deflated text, to the end of the stream: what stood behind it would be seen by some readers only."""
    unpacking = zlib.decompressobj()
    try:
        part = unpacking.decompress(packed, room + 1)
    except zlib.error:
        raise zlib.error("an object stream is damaged") from None
    if len(part) > room:
        raise OverflowError
    if not unpacking.eof or unpacking.unused_data.strip():
        raise zlib.error("an object stream does not end where it says")
    return part
