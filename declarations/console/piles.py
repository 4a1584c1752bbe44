"""How much waits at the desk, and how long its oldest case has waited: one SQL statement."""

from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Aggregate, Count, Min, Q
from django.urls import reverse
from msgspec import Struct

from declarations.console.wording import span
from declarations.holds import Turn
from declarations.models import Declaration

# Title, what it is about, whose turn, category (None for any).
_PILES: tuple[tuple[str, str, Turn, int | None], ...] = (
    ("2 documents", "to be examined", Turn.OFFICER, 2),
    ("3 inspection", "to be inspected", Turn.OFFICER, 3),
    ("1 simplified", "with an officer for another reason", Turn.OFFICER, 1),
    ("Declarants", "have to pay or to show papers", Turn.DECLARANT, None),
    ("Agencies", "are asked about permits", Turn.SYSTEM, None),
)


class Pile(Struct, frozen=True):
    """One pile of open cases: what it is, how many, how old the oldest is, and where the list of it lies."""

    title: str
    about: str
    count: int
    oldest: str
    address: str


def piles(*, at: datetime) -> list[Pile]:
    """The piles of open cases as at an instant."""
    asked: dict[str, Aggregate] = {}
    for index, (_, _, party, category) in enumerate(_PILES):
        condition = Q(next_action_by=party) if category is None else Q(next_action_by=party, category=category)
        asked[f"count_{index}"] = Count("id", filter=condition)
        asked[f"oldest_{index}"] = Min("lodged_at", filter=condition)
    found = Declaration.objects.open().aggregate(**asked)
    return [
        Pile(
            title=title,
            about=about,
            count=found[f"count_{index}"],
            oldest=span(at - found[f"oldest_{index}"]) if found[f"oldest_{index}"] else "",
            address=_address(party, category),
        )
        for index, (title, about, party, category) in enumerate(_PILES)
    ]


def _address(party: Turn, category: int | None) -> str:
    """Where the list of a pile lies."""
    narrowed = {"next_action_by__exact": party.value} | ({"category__exact": category} if category else {})
    return f"{reverse('admin:declarations_declaration_changelist')}?{urlencode(narrowed)}"
