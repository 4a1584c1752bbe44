"""Plain text and CSV: UTF-8 or CP932 (Shift JIS as Windows writes it), nothing that a browser or shell would run."""

import re

from declarations.documents.faults import Fault, active

_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\uf8f0-\uf8f3\ufffe\uffff]")
_MARKUP = re.compile(
    r"\A\s*(<|#!|\{\\rtf|%!PS|MIME-Version:)|<(!doctype|!entity|html|script|svg|iframe|object|embed|\?xml|\?php|%@)\b",
    re.IGNORECASE,
)
# A cell that asks a spreadsheet to start another program: =cmd|'/C calc'!A0
_EXCHANGE = re.compile(r"""(?:^|[,;\t"]) {0,8}[=+\-@＝＋－＠][^,;\t\r\n|]{0,200}\|[^\r\n!]{0,200}!""", re.MULTILINE)


def encoding_of(content: bytes) -> str | None:
    """Python's name of how a text is written: UTF-8 (with or without a byte order mark) or CP932; None for neither."""
    for encoding in ("utf-8-sig", "cp932"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return None


def decoded(content: bytes) -> str | None:
    """The text; None where it is neither in UTF-8 nor in CP932."""
    encoding = encoding_of(content)
    return content.decode(encoding) if encoding else None


def is_plain_text(content: bytes) -> bool:
    """Text without control characters that is no markup, script or page description."""
    text = decoded(content)
    return text is not None and not _CONTROL.search(text) and not _MARKUP.search(text)


def faults_of(content: bytes) -> list[Fault]:
    """What must not stand in a text."""
    return [active("dynamic data exchange")] if _EXCHANGE.search(decoded(content) or "") else []
