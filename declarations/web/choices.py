"""What can be chosen or is suggested for a field: the code lists of the service, and a few short lists of the form."""

from collections.abc import Callable, Iterator
from datetime import date

from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from declarations.code_lists import LISTS, START, CodeListEntry
from declarations.data import Direction
from declarations.traders.clients import clients_of
from declarations.traders.declarant import Declarant

Options = list[tuple[str, str]]
_MOST = 1000

_CONDITIONS = {
    "Z": _("Preliminary: before the goods have arrived"),
    "U": _("Preliminary, permit as soon as the goods are carried in"),
    "S": _("Preliminary, by the arrival that the carrier reports"),
    "K": _("Queued until the office opens"),
}
_CARGO = {"S": _("Small package"), "L": _("Diplomatic goods"), "E": _("Express mail (EMS)")}
_OWN = {
    "conditions": _CONDITIONS,
    "cargo-kinds": _CARGO,
    "shared-by": {"PRICE": _("By price"), "NET_MASS": _("By net mass")},
    "yes-no": {"true": _("Yes"), "false": _("No")},
    "yes": {"true": _("Yes")},
}


def options_of(codes: str, *, direction: Direction, by: Declarant, on: date) -> Options:
    """The (code, text) pairs of a list, in the language of the page."""
    if codes in _OWN:
        return [(code, str(text)) for code, text in _OWN[codes].items()]
    if codes == "clients":
        return clients_of(by, on=on)
    if codes == "types":
        codes = f"{direction.lower()}-declaration-types"
    return [(entry.code, name_of(entry)) for entry in _entries(codes, direction)] if codes in LISTS else []


def name_of(entry: CodeListEntry) -> str:
    """The name of a code in the language of the page; in English where the list has no other."""
    if translation.get_language() == "ja" and entry.name_ja:
        return entry.name_ja
    return in_the_language(entry.name)


def in_the_language(name: str) -> str:
    """A name of a code list, which has it in English, in the language of the page (`list_words`)."""
    return pgettext("code", name)


def _entries(codes: str, direction: Direction) -> Iterator[CodeListEntry]:
    for entry in LISTS[codes].entries(after=START, since=None, most=_MOST):
        if entry.facts.get("direction", direction) == direction:
            yield entry


class Choices:
    """The lists of one page, each read once and only if a field asks for it."""

    def __init__(self, *, direction: Direction, by: Declarant, on: date) -> None:
        self._read: Callable[[str], Options] = lambda codes: options_of(codes, direction=direction, by=by, on=on)
        self._lists: dict[str, Options] = {}

    def of(self, codes: str) -> Options:
        """The options of a list."""
        if codes not in self._lists:
            self._lists[codes] = self._read(codes)
        return self._lists[codes]

    def text(self, codes: str, code: str) -> str:
        """What a code means; empty where the list does not have it."""
        return dict(self.of(codes)).get(code, "")
