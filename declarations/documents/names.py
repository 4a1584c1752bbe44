"""File names: one that is safe to save under on any system, made from the one that was sent, which is kept as shown.

Refused is what hides something (control, direction and zero-width characters, a stream of another file), what has
nothing to read in it, and what is longer than a file system takes. Everything else is made safe.
"""

import re
import unicodedata

from msgspec import Struct

MOST_BYTES = 255
_MOST_SAFE_CHARACTERS = 80
_HIDING = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_SEPARATORS = re.compile(r"[/\\\u2044\u2215\u29f8\u29f5]")
_EXTENSION = re.compile(r"(?<=.)\.([A-Za-z0-9]{1,8})\Z", re.DOTALL)
_UNSAFE = re.compile(r"[^\w.()+=,@#%&!$~' -]")
# Names that Windows takes for a device, whatever comes after the dot.
_DEVICES = re.compile(r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³])(?=\.|\Z)", re.IGNORECASE)


class BadName(Exception):
    """The name cannot be kept: why, as a word of the refusal."""


class Name(Struct, frozen=True):
    """A name as sent, the stem that is safe to save under, and the extension in small letters ("" for none)."""

    shown: str
    stem: str
    extension: str


def read_name(sent: str) -> Name:
    """The name, taken apart and made safe. Raises BadName."""
    if any(unicodedata.category(letter) in _HIDING or letter == "\ufffd" for letter in sent):
        raise BadName("hidden characters")
    if len(sent.encode()) > MOST_BYTES:
        raise BadName(f"more than {MOST_BYTES} bytes")
    last = _SEPARATORS.split(unicodedata.normalize("NFKC", sent))[-1].strip()
    if ":" in last.rpartition(".")[2]:
        raise BadName("a stream of another file")
    last = last.strip(". ")
    if not last:
        raise BadName("nothing to read in it")
    extension = _EXTENSION.search(last)
    stem = last[: extension.start()] if extension else last
    return Name(shown=sent, stem=_safe(stem), extension=extension.group(1).lower() if extension else "")


def _safe(stem: str) -> str:
    stem = _UNSAFE.sub("_", stem)[:_MOST_SAFE_CHARACTERS].strip(". ") or "document"
    return f"_{stem}" if _DEVICES.match(stem) else stem
