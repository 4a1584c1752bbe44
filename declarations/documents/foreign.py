"""Signs of another kind of file inside the bytes: a file that is two things at once shows each reader another one.

Each sign is a signature with fields behind it that make sense, so that compressed bytes do not show one by chance.
"""

import re

_ZIP_ENTRY = re.compile(rb"PK\x03\x04(?s:.{26})")
_ZIP_END = re.compile(rb"PK\x05\x06(?s:.{18})")
_METHODS = {0, 1, 6, 8, 9, 12, 14, 93, 95, 98}
# Where its second header stands is told in the first: below 64 KB in every real one.
_WINDOWS = re.compile(rb"MZ(?=(?s:.{58}(..)\x00\x00))")
_MOST_CANDIDATES = 10_000  # far more than a file that is none shows by chance
_ELF = re.compile(rb"\x7fELF[\x01\x02][\x01\x02]\x01")
_PAGE = re.compile(
    rb"<(?:!doctype\s+html|html[\s>]|script[\s>]|iframe\s|\?php\s|svg\s[^<>]{0,400}xmlns)", re.IGNORECASE
)
_PDF = re.compile(rb"%PDF-[12]\.[0-9]")


def foreign_signs(content: bytes, *, at: int = 0, pdf: bool = True) -> list[str]:
    """What else the bytes are from `at` on. `pdf=False` where a PDF is what they should be."""
    signs = []
    if _has_zip(content, at):
        signs.append("ZIP")
    if _has_program(content, at):
        signs.append("EXECUTABLE")
    if _PAGE.search(content, at):
        signs.append("HTML")
    if pdf and _PDF.search(content, at):
        signs.append("PDF")
    return signs


def _has_zip(content: bytes, at: int) -> bool:
    """A local header whose fields make sense, or an end of directory that counts its entries the same way twice."""
    for entry in _ZIP_ENTRY.finditer(content, at):
        header = entry.group()
        method, length = int.from_bytes(header[8:10], "little"), int.from_bytes(header[26:28], "little")
        if header[4] <= 63 and method in _METHODS and 0 < length <= 512:
            return True
    return any(
        end.group()[4:8] == bytes(4) and end.group()[8:10] == end.group()[10:12]
        for end in _ZIP_END.finditer(content, at)
    )


def _has_program(content: bytes, at: int) -> bool:
    """A Windows program (its first header points to its second) or a Unix one."""
    if content.find(b"PE\x00\x00", at) != -1:
        for candidate, header in enumerate(_WINDOWS.finditer(content, at)):
            second = header.start() + int.from_bytes(header.group(1), "little")
            if content[second : second + 4] == b"PE\x00\x00" or candidate == _MOST_CANDIDATES:
                return True
    return _ELF.search(content, at) is not None
