"""What a line of the schedule says, and what two editions say differently. Pure."""

from collections.abc import Iterator, Mapping

import msgspec
from msgspec import Struct

from declarations.tariff.notation import read
from declarations.tariff.rate_text import worded
from declarations.tariff.rates import NotComputable
from declarations.tariff.regimes import Regime

Key = tuple[str, str]


class Content(Struct, frozen=True, kw_only=True):
    """What a line says, whenever it says it."""

    code9: str
    naccs_digit: int
    season_from: str
    season_to: str
    description_en: str
    description_ja: str
    heading_en: str
    heading_ja: str
    unit1: str
    unit2: str
    consumption_tax_class: str
    other_laws: str
    source: str
    is_demonstration: bool
    rates: tuple[tuple[str, str], ...]

    @property
    def key(self) -> tuple[str, str]:
        """What makes it the same line in another edition."""
        return self.code9, self.season_from

    @property
    def description(self) -> str:
        """In English where there is one, else in Japanese."""
        return self.description_en or self.description_ja

    def says_the_same_as(self, other: "Content") -> bool:
        """Whether only the file that it was taken from differs."""
        return self == msgspec.structs.replace(other, source=self.source)


class Change(Struct, frozen=True):
    """One difference of one line: a rate by its regime, or another column; empty where there is nothing."""

    column: str
    before: str
    after: str
    is_rate: bool


class ChangedLine(Struct, frozen=True):
    """A line that both editions have and that they do not say alike."""

    before: Content
    after: Content
    changes: tuple[Change, ...]

    @property
    def has_new_rates(self) -> bool:
        """Whether a rate is another one, and not only written in another way."""
        return any(change.is_rate for change in self.changes)


class Difference(Struct, frozen=True):
    """What an edition changes on its first day."""

    added: tuple[Content, ...]
    removed: tuple[Content, ...]
    changed: tuple[ChangedLine, ...]
    same: int

    @property
    def with_new_rates(self) -> tuple[ChangedLine, ...]:
        """The changed lines of which a rate changed."""
        return tuple(line for line in self.changed if line.has_new_rates)

    def hints_ended(self) -> Iterator[tuple[str, str]]:
        """Codes with the other laws that were printed beside them and are no longer."""
        for line in self.removed:
            yield from ((line.code9, law) for law in line.other_laws.split())
        for changed in self.changed:
            gone = set(changed.before.other_laws.split()) - set(changed.after.other_laws.split())
            yield from ((changed.after.code9, law) for law in sorted(gone))

    def rows(self) -> Iterator[tuple[str, str, str, str, str, str]]:
        """What happened, code, season, column, before, after: rates first, then what is gone, new, other."""
        for kind, is_rate in (("rate", True), ("other", False)):
            if not is_rate:
                yield from (("removed", *_named(line), "", line.description, "") for line in self.removed)
                yield from (("added", *_named(line), "", "", line.description) for line in self.added)
            for line in self.changed:
                for change in line.changes:
                    if change.is_rate is is_rate:
                        yield kind, *_named(line.after), change.column, change.before, change.after


def difference_of(*, before: Mapping[Key, Content], after: Mapping[Key, Content]) -> Difference:
    """Compare the lines of two days, by their key."""
    changed = []
    same = 0
    for key in sorted(before.keys() & after.keys()):
        if after[key].says_the_same_as(before[key]):
            same += 1
        else:
            changed.append(ChangedLine(before[key], after[key], tuple(_changes(before[key], after[key]))))
    return Difference(
        added=tuple(after[key] for key in sorted(after.keys() - before.keys())),
        removed=tuple(before[key] for key in sorted(before.keys() - after.keys())),
        changed=tuple(changed),
        same=same,
    )


def _named(line: Content) -> tuple[str, str]:
    return line.code9, f"{line.season_from}-{line.season_to}" if line.season_from else ""


def _changes(before: Content, after: Content) -> Iterator[Change]:
    old, new = dict(before.rates), dict(after.rates)
    for regime in Regime:
        was, now = old.get(regime.value, ""), new.get(regime.value, "")
        if was != now:
            yield Change(regime.value, was, now, is_rate=_means(was) != _means(now))
    for column in Content.__struct_fields__:
        was, now = getattr(before, column), getattr(after, column)
        if column not in ("rates", "source") and was != now:
            yield Change(column, str(was), str(now), is_rate=False)


def _means(cell: str) -> object:
    """What a cell says, apart from how it is written; None for an empty one."""
    if not cell:
        return None
    notation = read(cell)
    if isinstance(notation.rate, NotComputable):
        return worded(cell)
    return notation.rate, notation.applied, notation.by_origin
