"""Rows 70 and 71: files that are not what they say, and names that lead elsewhere.

Every kind of file is looked at beside its route (tests/declarations/api/test_document_routes.py).
"""

from typing import Any
from urllib.parse import quote

from tests import papers
from tests.bad_input.catalogue import Case, posting
from tests.bad_input.scene import a_declaration

_PDF, _SHEET = "application/pdf", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FILES = {
    "70 exe named pdf": (papers.EXECUTABLE, "a.pdf", _PDF, 415, "upload-type"),
    "70 polyglot of PDF and ZIP": (papers.pdf() + papers.JAR, "a.pdf", _PDF, 415, "upload-polyglot"),
    "70 HTML before a PDF": (papers.HTML + papers.pdf(), "a.pdf", _PDF, 415, "upload-type"),
    "70 10 MB and a byte": (b"%PDF-1.7" + b" " * (10 * 1024 * 1024 - 7), "a.pdf", _PDF, 413, "upload-too-large"),
    "70 no bytes": (b"", "a.pdf", _PDF, 422, "upload-empty"),
    "70 EICAR": (papers.EICAR, "a.txt", "text/plain", 422, "upload-infected"),
    "70 a ZIP bomb": (papers.xlsx(**{"xl/a.xml": bytes(60_000_000)}), "a.xlsx", _SHEET, 422, "upload-expands"),
    "70 macros": (papers.xlsx(**{"xl/vbaProject.bin": b"x"}), "a.xlsm", _SHEET, 415, "upload-active-content"),
    "70 SVG": (papers.SVG, "a.svg", "image/svg+xml", 415, "upload-type"),
    "70 a script in a PDF": (papers.pdf(b"<</S /JavaScript /JS (x)>>"), "a.pdf", _PDF, 415, "upload-active-content"),
}
_UNSAFE = {
    "71 NUL": "a\0.pdf",
    "71 line break": "a\r\nb.pdf",
    "71 from right to left": "a\u202efdp.exe",
    "71 300 bytes": "x" * 296 + ".pdf",
    "71 no name": "...",
    "71 a stream of another file": "a.pdf:x",
}
_SAFE = {"71 upwards": ("../../x", "x.pdf"), "71 CON": ("CON", "_CON.pdf"), "71 a path": ("/etc/passwd", "passwd.pdf")}


def attaching(id: str, content: bytes, name: str, media_type: str, status: int, type: str = "", **more: Any) -> Case:
    """The bytes as the body, named by Content-Disposition."""
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
    path = "/declarations/{number}/documents"
    told: dict[str, Any] = {"media_type": media_type, "headers": headers, "given": a_declaration, **more}
    return posting(id, path, content, status, type, **told)


def a_form(fields: int, files: int) -> bytes:
    """A form with so many of each."""
    field = '--x\r\nContent-Disposition: form-data; name="f{}"\r\n\r\n1\r\n'
    file = '--x\r\nContent-Disposition: form-data; name="file{}"; filename="a.txt"\r\n\r\n1\r\n'
    told = [field.format(number) for number in range(fields)] + [file.format(number) for number in range(files)]
    return ("".join(told) + "--x--\r\n").encode()


_FORM = {"media_type": "multipart/form-data; boundary=x", "given": a_declaration}
_PATH = "/declarations/{number}/documents"

CASES: tuple[Case, ...] = (
    *(attaching(id, content, name, media, status, type) for id, (content, name, media, status, type) in _FILES.items()),
    *(
        attaching(id, papers.pdf(), name, _PDF, 422, "upload-name", errors=(("/name", "upload-name"),))
        for id, name in _UNSAFE.items()
    ),
    *(
        attaching(id, papers.pdf(), name, _PDF, 201, writes=True, shows=(f'"file_name":"{saved}"',))
        for id, (name, saved) in _SAFE.items()
    ),
    posting("70 two files", _PATH, a_form(0, 2), 422, "upload-one-file", **_FORM),
    posting("75 a form of 2,000 fields with a file", _PATH, a_form(2_000, 1), 400, "too-many-fields", **_FORM),
    posting("75 a form of 2,000 files", _PATH, a_form(0, 2_000), 400, "too-many-fields", **_FORM),
)
