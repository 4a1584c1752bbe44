"""Verdicts: what was looked at, what is broken, and the first who break it. Pure."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

MOST_SHOWN = 10


class Offence(Struct, frozen=True):
    """One that breaks an invariant: its declaration number (or who else it is), and why."""

    number: str
    why: str


class Verdict(Struct, frozen=True):
    """What was found of one invariant; `first` are the first offences of `broken`."""

    code: str
    says: str
    looked_at: int
    broken: int = 0
    first: tuple[Offence, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether nothing breaks it."""
        return self.broken == 0


def verdict(code: str, says: str, *, looked_at: int, offences: Iterable[Offence]) -> Verdict:
    """A verdict of these offences."""
    found = tuple(offences)
    return Verdict(code, says, looked_at, len(found), found[:MOST_SHOWN])


def together(verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """One verdict an invariant, where several looked at it: from the store, from the clients, from the agencies."""
    merged: dict[str, Verdict] = {}
    for each in verdicts:
        before = merged.get(each.code)
        merged[each.code] = each if before is None else _both(before, each)
    return tuple(merged.values())


def _both(one: Verdict, other: Verdict) -> Verdict:
    first: Sequence[Offence] = (*one.first, *other.first)
    looked_at, broken = one.looked_at + other.looked_at, one.broken + other.broken
    return Verdict(one.code, one.says, looked_at, broken, tuple(first[:MOST_SHOWN]))
