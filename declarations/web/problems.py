"""What is wrong with a draft, in the words of the form: each problem with the input that it is about."""

from collections.abc import Iterator, Sequence

from django.utils import translation
from django.utils.translation import gettext as _

from declarations.clearance import Preview
from declarations.csv_columns import ITEMS, columns_of
from declarations.data import Direction
from declarations.errors import FormatError
from declarations.rules import Finding, Severity
from declarations.web.fields import Field, Rows, Section
from declarations.web.inputs import Problem
from declarations.web.questions import ITEM
from declarations.web.said import Steps, name_of, place_of, steps_of
from declarations.web.sections import field_at, sections


def problems_of(preview: Preview, direction: Direction) -> list[Problem]:
    """Every problem of a draft, by section as the form asks, then by goods item."""
    errors = [each for error in preview.errors for each in _spelled_out(error, direction)]
    found = [_of_format(error, direction) for error in errors]
    found += [_of_rule(finding, direction) for finding in preview.findings]
    if preview.existing_number:
        found.append(_of_reference(preview.existing_number))
    order = {section.slug: index for index, section in enumerate(sections(direction))}
    return sorted(found, key=lambda each: (not each.is_blocking, order.get(each.section, -1), each.item or 0))


def blocking_of(problems: Sequence[Problem]) -> list[Problem]:
    """Those that stand in the way of lodging."""
    return [problem for problem in problems if problem.is_blocking]


def anchor(steps: Steps, field: Field) -> str:
    """The name of the input that a place is asked by: the place may be within it, or what it is a part of."""
    named: list[str | int] = []
    rest = list(steps)
    for part in field.path.split("."):
        named.append(part)
        if rest and rest[0] == part:
            rest.pop(0)
        else:
            rest = []
        if place_of(tuple(named)) in _LISTS:
            named.append(rest.pop(0) if rest and isinstance(rest[0], int) else 0)
    return name_of(tuple(named))


_LISTS = frozenset({ITEMS}) | {
    asked.path
    for direction in Direction
    for section in sections(direction)
    for group in section.groups
    for asked in group.fields
    if isinstance(asked, Rows)
}


def _spelled_out(error: FormatError, direction: Direction) -> list[FormatError]:
    """Of a part that is missing as a whole, each place of it that must be there."""
    place = place_of(steps_of(error.pointer))
    inside = [
        path for path, column in columns_of(direction).items() if path.startswith(f"{place}.") and column.is_required
    ]
    if error.code != "required" or place == ITEMS or not inside:
        return [error]
    rests = (path.removeprefix(f"{place}.") for path in inside)
    return [FormatError(f"{error.pointer}/{rest.removesuffix('.1').replace('.', '/')}", "required") for rest in rests]


def _of_format(error: FormatError, direction: Direction) -> Problem:
    steps = steps_of(error.pointer)
    found = field_at(place_of(steps), direction)
    if error.pointer == f"/{ITEMS}":
        message = _("Enter between 1 and 98 goods items.")
        return Problem(message=message, section=ITEM.slug, name=ITEMS, is_missing=True, pointer=error.pointer)
    if found is None or error.code in {"unknown-field", "read-only-field"}:
        message = _("The form has no place “%(pointer)s”: take it away.") % {"pointer": error.pointer}
        return Problem(message=message, code=error.code, pointer=error.pointer)
    section, field = found
    message = in_words(error, label_of(field, section), example=field.column(direction).example)
    return Problem(
        message=_of_item(message, _item(steps)),
        section=section.slug,
        item=_item(steps),
        name=anchor(steps, field),
        is_missing=error.code == "required",
        pointer=error.pointer,
    )


def label_of(field: Field, section: Section) -> str:
    """How a field is called beside those of other parties: `Importer: Name`."""
    if section.slug != "parties":
        return str(field.label)
    group = next(group for group in section.groups if field in group.fields)
    return _("%(group)s: %(label)s") % {"group": group.title, "label": field.label}


def in_words(error: FormatError, label: str, *, example: str = "") -> str:
    """What is wrong with one field, as a form says it."""
    told = {"label": label, "example": example, **error.facts}
    match error.code:
        case "required" | "blank":
            return _("Enter “%(label)s”.") % told
        case "too-long":
            return _("“%(label)s” may have %(maxLength)s characters at the most.") % told
        case "pattern" if example:
            return _("“%(label)s” is not written as it must be: an example is %(example)s.") % told
        case "pattern":
            return _("“%(label)s” is not written as it must be.") % told
        case "charset" | "invalid-character":
            return _("“%(label)s” has a character that cannot be printed.") % told
        case "not-a-number" | "decimal-format" | "wrong-type":
            return _("“%(label)s” must be a number, such as 1234.5.") % told
        case "out-of-range":
            return _("“%(label)s” is too large, too small or has too many decimal places.") % told
        case "date-format" | "invalid-date":
            return _("“%(label)s” must be a day, such as 2026-07-09.") % told
        case "not-in-list":
            return _("“%(label)s” is none of those that can be chosen.") % told
        case "item-count" | "line-count":
            return _("“%(label)s” has too many entries, or none.") % told
    return _("“%(label)s” is not right (%(code)s).") % {"label": label, "code": error.code}


def _of_rule(finding: Finding, direction: Direction) -> Problem:
    steps = steps_of(finding.pointer)
    found = field_at(place_of(steps), direction)
    message = finding.message_ja if translation.get_language() == "ja" else finding.message
    section, name = (found[0].slug, anchor(steps, found[1])) if found else ("", "")
    return Problem(
        message=_of_item(message, finding.item),
        section=section,
        item=finding.item,
        name=ITEMS if steps == (ITEMS,) else name,
        remedy=_(finding.remedy),
        law=finding.law,
        code=finding.code,
        is_blocking=finding.severity is Severity.BLOCKING,
        pointer=finding.pointer,
    )


def _of_reference(number: str) -> Problem:
    message = _("You have used this reference before, for declaration %(number)s.") % {"number": number}
    return Problem(message=message, section="declaration", name="own_reference", pointer="/own_reference")


def _of_item(message: str, item: int | None) -> str:
    return message if item is None else _("Item %(number)s: %(message)s") % {"number": item, "message": message}


def _item(steps: Steps) -> int | None:
    return steps[1] + 1 if len(steps) > 1 and steps[0] == ITEMS and isinstance(steps[1], int) else None


def at_input(problems: Sequence[Problem], name: str) -> Iterator[str]:
    """What is wrong with one input, in words."""
    return (problem.message for problem in problems if problem.name == name and problem.is_blocking)
