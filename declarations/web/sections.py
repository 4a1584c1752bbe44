"""The questions of one direction of trade, and which of them asks for a place."""

from collections.abc import Iterator
from functools import cache

from declarations.csv_columns import columns_of
from declarations.data import Direction
from declarations.web.fields import Field, Group, Rows, Section
from declarations.web.questions import SECTIONS


@cache
def sections(direction: Direction) -> tuple[Section, ...]:
    """The sections as they are asked for one direction of trade: what its form does not have is left out."""
    return tuple(_of(section, direction) for section in SECTIONS)


@cache
def section_of(slug: str, direction: Direction) -> Section | None:
    """The section of that name."""
    return next((section for section in sections(direction) if section.slug == slug), None)


def fields_of(section: Section) -> Iterator[Field]:
    """Every question of a section, those of lists of things included."""
    for asked in _asked(section):
        if isinstance(asked, Rows):
            yield from asked.fields
        else:
            yield asked


@cache
def field_at(place: str, direction: Direction) -> tuple[Section, Field] | None:
    """Which question asks for a place, and in which section: the closest, where the place is of more than one."""
    every = [(section, field) for section in sections(direction) for field in fields_of(section)]
    for section, field in every:
        if place == field.path or (field.kind == "lines" and place.startswith(f"{field.path}.")):
            return section, field
    inside = [found for found in every if found[1].path.startswith(f"{place}.")]
    if inside or "." not in place:
        return inside[0] if inside else None
    return field_at(place.rpartition(".")[0], direction)


def _asked(section: Section) -> Iterator[Field | Rows]:
    for group in section.groups:
        yield from group.fields


def _of(section: Section, direction: Direction) -> Section:
    known = columns_of(direction)
    groups = []
    for group in section.groups:
        asked = tuple(each for each in group.fields if any(_is_at(path, each.path) for path in known))
        if asked:
            groups.append(Group(title=group.title, fields=asked, is_aside=group.is_aside))
    return Section(slug=section.slug, title=section.title, groups=tuple(groups))


def _is_at(path: str, place: str) -> bool:
    return path == place or path.startswith(f"{place}.")
