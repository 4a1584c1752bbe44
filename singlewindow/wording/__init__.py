"""The words of every refusal by its stable code: title, message in English and Japanese, remedy."""

from msgspec import Struct

from singlewindow.wording import acts, files, messages, requests


class Wording(Struct, frozen=True):
    """How one code is told to a person."""

    title: str
    ja: str
    remedy: str


# What a person meets on a page instead of the one asked for: the remedies of these are in the pages' catalogue.
ON_PAGES = (
    *("bad-host", "bad-request", "body-too-large", "capacity", "csrf", "forbidden", "internal-error"),
    *("invalid-parameter", "method-not-allowed", "not-found", "rate-limited", "too-many-fields", "unavailable"),
)
_WORDS = messages.WORDS | acts.WORDS | files.WORDS | requests.WORDS


def wording(code: str) -> Wording:
    """The words for a code; a code without words of its own is shown as it is."""
    return Wording(*_WORDS.get(code, (code.replace("-", " ").capitalize() + ".", code, "")))


def known_codes() -> frozenset[str]:
    """Every code with words of its own."""
    return frozenset(_WORDS)
