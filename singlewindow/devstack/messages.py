"""The pages' messages: found in templates and code, kept with their Japanese in one catalogue, compiled.

    python -m singlewindow.devstack.messages    writes singlewindow/locale/ja/LC_MESSAGES/django.po and .mo

English is the source. A message that is new has no Japanese yet, which a test tells; one that is gone is dropped.
What runs needs the compiled file alone, which is kept beside the other.
"""

import io
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from declarations.rules import BOOK
from singlewindow.wording import ON_PAGES, wording

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "singlewindow" / "locale" / "ja" / "LC_MESSAGES" / "django.po"
_CODE = ("declarations/web/**/*.py", "declarations/traders/*.py", "declarations/dataset/statistics/page.py")
_TEMPLATES = (
    "declarations/web/templates/**/*.html",
    "declarations/traders/templates/traders/*.html",
    "declarations/dataset/templates/**/*.html",
    "singlewindow/templates/*.html",
)
_KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    "npgettext": ((1, "c"), 2, 3),
}
_SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)  # so that the files differ only where the messages do
_ABOUT = "# The Japanese of the pages for traders. `make messages` adds what is new and drops what is gone."


Key = tuple[str | None, str | tuple[str, ...]]
"""A message by its context, mostly none, and its text, or its texts for one and for many."""


def found() -> dict[Key, list[str]]:
    """Every message of the pages by context and text, with where it stands; what rules and refusals advise is one."""
    places: dict[Key, list[str]] = {}
    for rule in BOOK.values():
        places.setdefault((None, rule.remedy), []).append(f"rule {rule.code}")
    for code in ON_PAGES:
        places.setdefault((None, wording(code).remedy), []).append(f"problem {code}")
    for path, source in _sources():
        for _, text, _, context in extract("python", io.BytesIO(source.encode()), keywords=_KEYWORDS):
            places.setdefault((context, text), []).append(str(path.relative_to(ROOT)))
    return places


def kept() -> Catalog:
    """The catalogue as it is kept."""
    if not CATALOGUE.exists():
        return Catalog(locale="ja")
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="ja")


def renewed(before: Catalog, messages: Iterable[Key]) -> Catalog:
    """A catalogue of exactly these messages, with the Japanese that the one before has."""
    catalogue = Catalog(locale="ja", header_comment="", fuzzy=False, creation_date=_SOME_DAY, revision_date=_SOME_DAY)
    for context, text in sorted(messages, key=lambda each: (str(each[1]).casefold(), each[0] or "")):
        known = before.get(text if isinstance(text, str) else text[0], context=context)
        catalogue.add(text, known.string if known else None, context=context)
    return catalogue


def main() -> int:
    """Write both files; how many messages have no Japanese."""
    catalogue = renewed(kept(), found())
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as file:
        file.write(f"{_ABOUT}\n\n".encode())
        write_po(file, catalogue, width=120, omit_header=True, no_location=True)
    CATALOGUE.with_suffix(".mo").write_bytes(compiled(catalogue))
    bare = [message.id for message in catalogue if message.id and not is_translated(message.string)]
    print(f"{len(catalogue)} messages, {len(bare)} without Japanese")
    return 0


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as what runs reads it."""
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def is_translated(said: str | Iterable[str] | None) -> bool:
    """Whether there is Japanese for a message, for each of its numbers."""
    return bool(said) and (isinstance(said, str) or all(said or ()))


def _sources() -> Iterator[tuple[Path, str]]:
    """Code as it is; templates as code that calls for the same messages."""
    for pattern in _CODE:
        for path in sorted(ROOT.glob(pattern)):
            yield path, path.read_text(encoding="utf-8")
    for pattern in _TEMPLATES:
        for path in sorted(ROOT.glob(pattern)):
            calls = templatize(path.read_text(encoding="utf-8"), origin=str(path))
            yield path, f"(\n{calls}\n)"  # within brackets no indentation means anything


if __name__ == "__main__":
    sys.exit(main())
