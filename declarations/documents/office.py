"""XLSX and DOCX: ZIP containers of XML parts. Looked into part by part, never unpacking more than a limit.

Only parts that a workbook or a letter needs are taken: text, pictures, fonts. Macros, embedded files, ActiveX, links
that fetch something, and formulas that start another program are refused.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.parsers import expat

from declarations.documents.faults import Fault, active, broken, expands, infected
from declarations.documents.foreign import foreign_signs
from declarations.documents.signatures import signature_in

LARGEST_UNPACKED = 50 * 1024 * 1024
MOST_PARTS = 2_000
MOST_TIMES_LARGER = 100  # of a part over the size below; sheets of small numbers deflate to a fiftieth
_SMALL_PART = 1024 * 1024
_LOCAL_HEADER = 30
_PARTS_TAKEN = re.compile(
    r".+\.(xml|rels|vml|png|jpe?g|gif|emf|wmf|tiff?|bmp|odttf|fntdata)|.*/?printerSettings[0-9]*\.bin", re.IGNORECASE
)
_PARTS_REFUSED = re.compile(
    r"macrosheets|externallinks|activex|embeddings|vba|dialogsheets|webextensions", re.IGNORECASE
)
_NOT_PLAIN = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# Written so that each character is looked at a bounded number of times, whatever the text is.
_FORMULA = re.compile(rb"<(?:\w+:)?(?:f|formula|formula1|formula2|definedName|ddeLink)\b[^<>]*>([^<]*)")
_INSTRUCTION = re.compile(rb"""(?:<(?:\w+:)?instrText\b[^<>]*>|\binstr\s?=\s?["'])([^<"']*)""")
# Letters and signs that nobody but who hides something writes as numbers.
_SPELLED = r"&#(?:x0*[2-7][0-9a-f]|0*(?:3[2-9]|[4-9][0-9]|1[0-2][0-9]));"
# Dynamic data exchange, program|'topic'!item, or a function that fetches or calls.
_STARTS_ANOTHER = re.compile(
    r"\|[^\x00|!]*!|\b(?:WEBSERVICE|CALL|REGISTER(?:\.ID)?|EXEC)\s{0,8}\(|" + _SPELLED, re.IGNORECASE
)
_FIELD_THAT_FETCHES = re.compile(r"\b(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT)\b|" + _SPELLED, re.IGNORECASE)
_MACRO_TYPE = re.compile(rb"macroEnabled|vbaProject|ms-office\.activeX|oleObject", re.IGNORECASE)


def office_faults(content: bytes) -> list[Fault]:
    """What is wrong with an XLSX or DOCX."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as container:
            parts = container.infolist()
            if faults := [*_of_the_container(content, container, parts)]:
                return faults
            return [fault for part in parts for fault in _of_the_part(part.filename, container.read(part))]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        return [broken("the container cannot be read")]


def _of_the_container(content: bytes, container: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> Iterator[Fault]:
    """What its table of contents tells, before anything is unpacked."""
    names = [part.filename for part in parts]
    if len(parts) > MOST_PARTS:
        yield expands(f"{len(parts)} parts")
        return
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        yield expands(f"more than {LARGEST_UNPACKED} bytes")
    elif any(_is_a_bomb(part) for part in parts):
        yield expands(f"a part of more than {MOST_TIMES_LARGER} times its packed size")
    if any(part.flag_bits & 1 for part in parts):
        yield Fault("upload-encrypted")
    if len({name.lower() for name in names}) != len(names) or any(_leads_outside(name) for name in names):
        yield broken("the names of its parts")
    if not _is_tight(content, container, parts):
        yield Fault("upload-polyglot", facts={"found": "bytes between or around its parts"})
    for name in names:
        if _PARTS_REFUSED.search(name) or not (_PARTS_TAKEN.fullmatch(name) or name.endswith("/")):
            yield active(f"part {name[:100]!a}")


def _is_a_bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > max(_SMALL_PART, MOST_TIMES_LARGER * part.compress_size)


def _leads_outside(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ".." in name.split("/") or ":" in name


def _is_tight(content: bytes, container: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> bool:
    """Whether its parts stand one behind the other from the first byte, and nothing behind the directory.

    Parts that overlap are how a small container unpacks to a vast one; room between them is where a second file hides.
    """
    end = content.rfind(b"PK\x05\x06")
    if container.comment or end + 22 != len(content):
        return False
    place = 0
    for part in sorted(parts, key=lambda each: each.header_offset):
        if not 0 <= part.header_offset - place <= 24:  # a data descriptor may stand behind a part
            return False
        header = content[part.header_offset : part.header_offset + _LOCAL_HEADER]
        lengths = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
        place = part.header_offset + _LOCAL_HEADER + lengths + part.compress_size
    return bool(parts) and parts[0].header_offset == 0 and 0 <= container.start_dir - place <= 24


def _of_the_part(name: str, part: bytes) -> Iterator[Fault]:
    if found := signature_in(part):
        yield infected(found)
    for sign in foreign_signs(part):
        yield Fault("upload-polyglot", facts={"found": sign})
    if not name.lower().endswith((".xml", ".rels", ".vml")):
        return
    if part.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in part or _NOT_PLAIN.search(part):
        yield broken("a part that is no plain XML in UTF-8")
    elif name == "[Content_Types].xml" and _MACRO_TYPE.search(part):
        yield active("macros or embedded objects")
    elif name.endswith(".rels"):
        yield from _links(part)
    elif name.startswith("xl/"):
        yield from _formulas(part)
    elif name.startswith("word/"):
        yield from _instructions(part)


def _formulas(part: bytes) -> Iterator[Fault]:
    if b"<![CDATA[" in part or _STARTS_ANOTHER.search(_read(_FORMULA, part, between=b"\x00")):
        yield active("a formula that starts or asks another program")


def _instructions(part: bytes) -> Iterator[Fault]:
    """An instruction of a field may be cut into runs, so they are read as one text."""
    if b"<![CDATA[" in part or _FIELD_THAT_FETCHES.search(_read(_INSTRUCTION, part, between=b"")):
        yield active("a field that fetches from elsewhere")


def _read(pattern: re.Pattern[bytes], part: bytes, *, between: bytes) -> str:
    """All that the pattern's group finds, as one text."""
    return between.join(pattern.findall(part)).decode("utf-8", "replace")


def _links(part: bytes) -> list[Fault]:
    """Relationships to elsewhere: a hyperlink waits to be clicked, anything else is fetched when it is opened."""
    found: list[Fault] = []

    def look(name: str, attributes: dict[str, str]) -> None:
        is_external = attributes.get("TargetMode", "").lower() == "external"
        if is_external and not attributes.get("Type", "").endswith("/hyperlink") and not found:
            found.append(active("a link that is fetched when it is opened"))

    parser = expat.ParserCreate()
    parser.StartElementHandler = look
    try:
        parser.Parse(part, True)
    except expat.ExpatError:
        return [broken("its relationships are no XML")]
    return found
