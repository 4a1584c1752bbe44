"""Which kinds of file are taken, and which one some bytes really are: by their signature, never by their name."""

from msgspec import Struct

from declarations.documents.plain_text import is_plain_text


class FileKind(Struct, frozen=True):
    """A kind of file. The first extension and media type are the ones that we write; the others are taken too."""

    name: str
    extensions: tuple[str, ...]
    media_types: tuple[str, ...]

    @property
    def media_type(self) -> str:
        """The media type under which it is kept and given back."""
        return self.media_types[0]


_OFFICE = "application/vnd.openxmlformats-officedocument"
PDF = FileKind("PDF", ("pdf",), ("application/pdf",))
PNG = FileKind("PNG", ("png",), ("image/png",))
JPEG = FileKind("JPEG", ("jpg", "jpeg"), ("image/jpeg",))
TIFF = FileKind("TIFF", ("tif", "tiff"), ("image/tiff",))
XLSX = FileKind("XLSX", ("xlsx",), (f"{_OFFICE}.spreadsheetml.sheet",))
DOCX = FileKind("DOCX", ("docx",), (f"{_OFFICE}.wordprocessingml.document",))
TEXT = FileKind("TEXT", ("txt",), ("text/plain",))
CSV = FileKind("CSV", ("csv",), ("text/csv", "text/plain", "application/csv"))
TAKEN = (PDF, PNG, JPEG, TIFF, XLSX, DOCX, TEXT, CSV)

_SIGNATURES = (
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
)
_ZIP = b"PK\x03\x04"


def kinds_of(content: bytes) -> tuple[FileKind, ...]:
    """The kinds that the bytes can be: one, or two where nothing but the name tells them apart; none is not taken.

    Text is CSV or plain text as its name says; of the ZIP containers the parts inside tell which one it is.
    """
    for signature, kind in _SIGNATURES:
        if content.startswith(signature):
            return (kind,)
    if content.startswith(_ZIP):
        if b"word/document.xml" in content:
            return (DOCX,)
        return (XLSX,) if b"xl/workbook.xml" in content else ()
    return (TEXT, CSV) if content and is_plain_text(content) else ()


def kind_among(possible: tuple[FileKind, ...], *, extension: str | None, media_type: str) -> FileKind | None:
    """The one that both the extension and the declared media type say; None where one of them says another.

    No extension says nothing, and so does a media type that is left out or means "some bytes".
    """
    return next(
        (
            kind
            for kind in possible
            if (not extension or extension in kind.extensions)
            and media_type in {"", "application/octet-stream", *kind.media_types}
        ),
        None,
    )
