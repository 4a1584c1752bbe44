"""What a code list is: entries with names and days, read page by page."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Protocol

from msgspec import Struct

Key = tuple[str, str]
"""Where an entry stands in its list: its code, and its first day where a code may begin anew."""

START: Key = ("", "")


class CodeListEntry(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One code. Days where the list has them; `facts` are what else the list says of it."""

    code: str
    name: str
    name_ja: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    is_verified: bool | None = None
    is_demonstration: bool = False
    facts: dict[str, str] = {}

    @property
    def key(self) -> Key:
        """Its place in the list."""
        return self.code, str(self.valid_from or "")

    def changed_since(self, day: date) -> bool:
        """Whether it begins or ends on that day or later. Of an entry without days nobody knows: it counts."""
        if self.valid_from is None and self.valid_to is None:
            return True
        begins = self.valid_from is not None and self.valid_from >= day
        return begins or (self.valid_to is not None and self.valid_to >= day - timedelta(days=1))


class Reader(Protocol):
    """Entries after a place, in order of their keys, `most` at the most."""

    def __call__(self, *, after: Key, since: date | None, most: int) -> list[CodeListEntry]: ...


class CodeList(Struct, frozen=True):
    """A list by its name: what it is of, where its codes come from, and how it is read."""

    name: str
    title: str
    source: str
    entries: Reader


def constant(make: Callable[[], Iterable[CodeListEntry]]) -> Reader:
    """A reader of a list that is part of the program."""

    def entries(*, after: Key, since: date | None, most: int) -> list[CodeListEntry]:
        found = sorted((each for each in make() if each.key > after), key=lambda each: each.key)
        return [each for each in found if since is None or each.changed_since(since)][:most]

    return entries
