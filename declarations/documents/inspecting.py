"""Inspecting an upload: what it really is, whether name and media type say so, and everything that is wrong with it."""

from collections.abc import Callable, Iterator

from msgspec import Struct

from declarations.documents import kinds, plain_text
from declarations.documents.faults import Fault, infected
from declarations.documents.kinds import FileKind, kind_among, kinds_of
from declarations.documents.names import BadName, Name, read_name
from declarations.documents.office import office_faults
from declarations.documents.pdf import pdf_faults
from declarations.documents.pictures import jpeg_faults, png_faults, tiff_faults
from declarations.documents.signatures import signature_in

LARGEST = 10 * 1024 * 1024

_FAULTS_OF: dict[FileKind, Callable[[bytes], list[Fault]]] = {
    kinds.PDF: pdf_faults,
    kinds.PNG: png_faults,
    kinds.JPEG: jpeg_faults,
    kinds.TIFF: tiff_faults,
    kinds.XLSX: office_faults,
    kinds.DOCX: office_faults,
    kinds.TEXT: plain_text.faults_of,
    kinds.CSV: plain_text.faults_of,
}


class Upload(Struct, frozen=True):
    """What was sent: the bytes, the name, and the media type as declared, without its parameters."""

    content: bytes
    name: str
    media_type: str


class Inspected(Struct, frozen=True):
    """What was made of an upload without a fault: its kind, and the name to show and the one to save under."""

    kind: FileKind
    shown_name: str
    safe_name: str


class Faulty(Exception):
    """Something is wrong with the upload: `faults`, the one that matters most first."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(faults[0].code)
        self.faults = faults


def inspect(upload: Upload) -> Inspected:
    """What the upload is. Raises Faulty with everything that is wrong with it."""
    faults, name = [], None
    try:
        name = read_name(upload.name)
    except BadName as why:
        faults.append(Fault("upload-name", part="name", facts={"why": str(why)}))
    possible = kinds_of(upload.content)
    kind = kind_among(possible, extension=name.extension if name else None, media_type=upload.media_type)
    if possible and kind is None:
        faults.append(_mismatch(upload, possible[0]))
    faults += _of_the_content(upload.content, kind or (possible[0] if possible else None))
    if faults or name is None or kind is None:
        raise Faulty(_in_order(faults))
    return Inspected(kind=kind, shown_name=name.shown, safe_name=_saved_as(name, kind))


def _in_order(faults: list[Fault]) -> list[Fault]:
    """Each once, the one that matters most first."""
    once = [fault for place, fault in enumerate(faults) if fault not in faults[:place]]
    return sorted(once, key=lambda fault: fault.rank)


def _of_the_content(content: bytes, kind: FileKind | None) -> Iterator[Fault]:
    if not content:
        yield Fault("upload-empty")
        return
    if found := signature_in(content):
        yield infected(found)
    if kind is None:
        yield Fault("upload-type", facts={"taken": ", ".join(each.name for each in kinds.TAKEN)})
    else:
        yield from _FAULTS_OF[kind](content)


def _mismatch(upload: Upload, kind: FileKind) -> Fault:
    return Fault("upload-type-mismatch", part="name", facts={"content": kind.name, "declared": upload.media_type[:100]})


def _saved_as(name: Name, kind: FileKind) -> str:
    """The extension as sent, where it is one of the kind's; else the kind's first."""
    return f"{name.stem}.{name.extension if name.extension in kind.extensions else kind.extensions[0]}"
