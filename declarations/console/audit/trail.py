"""The trail: looks and acts together, the newest first. Two SQL statements, whoever or whatever it is about."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import chain
from typing import Any

from django.db.models import F
from msgspec import Struct

from declarations.console.case.facts import fact_words
from declarations.console.dashboard.page import bounds_of
from declarations.models import Event, Look
from declarations.models.history import EventName

MOST = 500


class Step(Struct, frozen=True):
    """Something that somebody saw or did."""

    at: datetime
    who: str
    did: bool
    what: str
    number: str
    about: str


class Trail(Struct, frozen=True):
    """The steps, and whether there are more than are shown."""

    steps: Sequence[Step]
    is_cut: bool


def trail(*, number: str = "", person: str = "", since: date, to: date) -> Trail:
    """What was seen and done of a case, by a person, or both, within these days in Japan."""
    begins, ends = bounds_of(since)[0], bounds_of(to)[1]
    looks = Look.objects.filter(at__gte=begins, at__lt=ends)
    # The second condition says again what the first implies: it is what the index of officers' events is made for.
    events = Event.objects.filter(recorded_at__gte=begins, recorded_at__lt=ends)
    if number:
        looks, events = looks.filter(declaration__number=number), events.filter(declaration__number=number)
    if person:
        looks = looks.filter(person__username=person)
        events = events.filter(actor=f"officer:{person}", actor__startswith="officer:")
    found = sorted(chain(_seen(looks), _done(events)), key=lambda step: step.at, reverse=True)
    return Trail(found[:MOST], len(found) > MOST)


def _seen(looks: Any) -> Iterator[Step]:
    rows = looks.order_by("-at").annotate(number=F("declaration__number"), who=F("person__username"))
    for row in rows[: MOST + 1]:
        yield Step(row.at, row.who, False, row.get_what_display(), row.number or "", row.about)


def _done(events: Any) -> Iterator[Step]:
    rows = events.order_by("-recorded_at", "-seq").annotate(number=F("declaration__number"))
    for row in rows[: MOST + 1]:
        what = EventName(row.name).label if row.name in EventName.values else row.name
        about = "; ".join(f"{name}: {value}" for name, value in fact_words(row.facts))
        yield Step(row.recorded_at, row.actor, True, what, row.number, about)
