"""Commodity search: as one types, or by a button; by code or by words, English or Japanese."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.vary import vary_on_headers
from msgspec import Struct

from declarations.clearance.assessing import declared_day
from declarations.data import Direction
from declarations.tariff.regimes import Regime
from declarations.tariff.search import FoundCommodity, search
from declarations.web.choices import in_the_language
from declarations.web.page import Page
from declarations.web.said import Body, Steps, put, text_at
from permits import requirements as other_laws
from permits.requirements import Requirements

_MOST = 20
_LONGEST = 100


class Line(Struct, frozen=True):
    """One line of the tariff: what it is, in which units it is counted, what it costs, which laws may bind it."""

    code: str
    description: str
    heading: str
    units: tuple[str, ...]
    rates: tuple[tuple[str, str], ...]
    laws: tuple[tuple[str, str], ...]
    season: str


class Search(Struct, frozen=True):
    """What was looked for as at a day, and what was found: at the most twenty lines."""

    words: str
    on: date
    lines: tuple[Line, ...]
    is_more: bool


def found_by(words: str, *, on: date, direction: Direction) -> Search:
    """The lines in force on a day that these words or digits find."""
    words = words.strip()[:_LONGEST].replace("\x00", "")
    found = search(words, on=on, limit=_MOST + 1) if len(words) > 1 or not words.isascii() else []
    known = other_laws.in_force(other_laws.edition())
    lines = tuple(_line(each, known, on=on, direction=direction) for each in found[:_MOST])
    return Search(words=words, on=on, lines=lines, is_more=len(found) > _MOST)


def chosen(body: Body, code: str, *, at: Steps, on: date) -> None:
    """Write a code that was found into a goods item, and its units where none are given."""
    found = next((line for line in search(code[:10], on=on, limit=1) if line.code10 == code), None)
    if found is None:
        return
    put(body, (*at, "commodity_code"), code)
    for place, unit in zip(("quantity_unit", "second_quantity_unit"), found.units, strict=False):
        if not text_at(body, (*at, place)):
            put(body, (*at, place), unit)


class Commodities(Page):
    """The search as a page of its own; to htmx, its results alone."""

    template_name = "web/commodities.html"
    area = "commodities"

    @method_decorator(vary_on_headers("HX-Request"))
    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        direction = Direction.EXPORT if request.GET.get("direction") == "EXPORT" else Direction.IMPORT
        on = _day(request.GET.get("on", "")) or declared_day(self.at)
        found = found_by(_words(request.GET), on=on, direction=direction)
        if "HX-Request" in request.headers:
            return render(request, "web/commodity_lines.html", {"search": found, "is_for_choosing": True})
        return self.shown(search=found)


def _day(text: str) -> date | None:
    """The day whose tariff is searched, where an amendment's is asked; None for what is no day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _words(asked: Any) -> str:
    """`q`; or, from the field of a form, whatever the field is called."""
    if "q" in asked:
        return str(asked["q"])
    return next((str(value) for name, value in asked.items() if name.endswith("commodity_code")), "")


def _line(found: FoundCommodity, known: Requirements, *, on: date, direction: Direction) -> Line:
    in_japanese = translation.get_language() == "ja"
    laws = known.laws_binding(found.code10, direction=direction.value, origin="", on=on)
    return Line(
        code=found.code10,
        description=(found.description_ja if in_japanese else "") or found.description or found.description_ja,
        heading=found.heading_ja if in_japanese else found.heading_en,
        units=found.units,
        rates=tuple(
            (in_the_language(Regime(regime).spoken), _("Free") if rate == "Free" else rate)
            for regime, rate in found.rates.items()
        )[:3],
        laws=tuple((law.code, law.name) for law in laws),
        season=f"{found.season_from}–{found.season_to}" if found.season_from else "",
    )
