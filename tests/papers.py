"""Documents to attach: small, whole files of each kind that is taken, and the pieces of those that are not."""

import io
import struct
import zipfile
import zlib

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def pdf(inside: bytes = b"") -> bytes:
    """One empty page, with further objects inside."""
    return (
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type /Catalog /Pages 2 0 R>>\nendobj\n"
        b"2 0 obj\n<</Type /Pages /Kids [3 0 R] /Count 1>>\nendobj\n"
        b"3 0 obj\n<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]>>\nendobj\n"
        + inside
        + b"\ntrailer\n<</Root 1 0 R /Size 4>>\nstartxref\n9\n%%EOF\n"
    )


def pdf_stream(dictionary: bytes, content: bytes) -> bytes:
    """An object with a stream."""
    return b"9 0 obj\n<<%s /Length %d>>\nstream\n%s\nendstream\nendobj\n" % (dictionary, len(content), content)


def object_stream(content: bytes) -> bytes:
    """Objects that are deflated, as most programs write them."""
    return pdf_stream(b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", zlib.compress(content))


def chunk(kind: bytes, content: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(*, width: int = 1, height: int = 1, inside: bytes = b"") -> bytes:
    """One grey pixel, whatever size it says."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + inside + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def jpeg(comment: bytes = b"photograph") -> bytes:
    """The segments of a baseline JPEG; its pixels are of no interest here."""
    frame = b"\xff\xc0\x00\x0b\x08\x00\x01\x00\x01\x01\x01\x11\x00"
    said = b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment
    return b"\xff\xd8" + said + frame + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + b"\x12\xff\x00\x34" + b"\xff\xd9"


def tiff() -> bytes:
    """A page directory that names a width."""
    return b"II*\0" + struct.pack("<IHHHIII", 8, 1, 256, 3, 1, 1, 0)


def container(parts: dict[str, bytes]) -> bytes:
    """A ZIP of these parts."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


def xlsx(**further: bytes) -> bytes:
    """A workbook of one sheet; `further` parts by name, which replace its own."""
    return container({**_WORKBOOK, **further})


def sheet(formula: str) -> dict[str, bytes]:
    """A sheet of one cell with this formula."""
    return {"xl/worksheets/sheet1.xml": f"<worksheet><c><f>{formula}</f></c></worksheet>".encode()}


def relationship(kind: str, target: str) -> dict[str, bytes]:
    """A relationship of the workbook to elsewhere."""
    link = f'<Relationship Id="rId9" Type="http://schemas.example/{kind}" Target="{target}" TargetMode="External"/>'
    return {"xl/_rels/workbook.xml.rels": f"<Relationships>{link}</Relationships>".encode()}


def docx(**further: bytes) -> bytes:
    """A letter of one line."""
    return container({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>", **further})


_WORKBOOK = {
    "[Content_Types].xml": b'<?xml version="1.0" encoding="UTF-8"?><Types/>',
    "_rels/.rels": b"<Relationships/>",
    "xl/workbook.xml": b"<workbook><sheets><sheet name='INV' sheetId='1'/></sheets></workbook>",
    "xl/worksheets/sheet1.xml": b"<worksheet><sheetData><c><f>SUM(A1:A3)</f></c></sheetData></worksheet>",
}
EXECUTABLE = b"MZ" + bytes(58) + (64).to_bytes(4, "little") + b"PE\0\0" + bytes(200)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
JAR = container({"META-INF/MANIFEST.MF": b"Main-Class: Evil", "Evil.class": b"\xca\xfe\xba\xbe"})
