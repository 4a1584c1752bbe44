"""How a place of a declaration is called on its own, away from the page that asks for it: `Item 2, Permits 1, Law`."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from declarations.csv_columns import ITEMS
from declarations.data import Direction
from declarations.web.fields import Words
from declarations.web.said import Steps, place_of, steps_of
from declarations.web.sections import field_at

# What the questions stand under: a question alone ("Name") does not say whose.
_PARTS: dict[str, Words] = {
    "importer": _("Importer"),
    "exporter": _("Exporter"),
    "consignor": _("Consignor"),
    "consignee": _("Consignee"),
    "packages": _("Packages"),
    "invoice": _("Invoice"),
    "freight": _("Freight"),
    "insurance": _("Insurance"),
    "adjustments": _("Additions and deductions"),
    "internal_taxes": _("Internal taxes"),
    "permits": _("Permits"),
    "transport": _("Transport"),
}


def name_of(pointer: str) -> str:
    """The name of a place, by its JSON pointer: what it stands under, and the words of its question."""
    steps = steps_of(pointer)
    parts = [*_under(steps)]
    question = _question(steps)
    if question and question not in parts:
        parts.append(question)
    return ", ".join(parts) or pointer


def _under(steps: Steps) -> list[str]:
    """The parts of the form that lead there, each entry of a list with its number from 1."""
    parts: list[str] = []
    for step, following in zip(steps, (*steps[1:], None), strict=True):
        number = following + 1 if isinstance(following, int) else None
        if step == ITEMS and number:
            parts.append(gettext("Item %(number)d") % {"number": number})
        elif isinstance(step, str) and step in _PARTS:
            parts.append(f"{_PARTS[step]} {number}" if number else str(_PARTS[step]))
    return parts


def _question(steps: Steps) -> str:
    """The words of the question that asks for exactly this place; of a list of texts with the entry's number."""
    place = place_of(steps)
    for direction in Direction:
        found = field_at(place, direction)
        if found and found[1].path == place:
            last = steps[-1]
            return f"{found[1].label} {last + 1}" if isinstance(last, int) else str(found[1].label)
    return ""
