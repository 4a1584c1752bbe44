"""What the public page shows of what was published: months, currencies, the choice of office. A fixed number of
statements, over the published tables alone: a web process sees no declaration here."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from msgspec import Struct

from declarations.dataset.models import Population, Release, TradeCell
from declarations.dataset.statistics.cells import Invoiced
from declarations.dataset.statistics.choice import Tally, by_week
from declarations.dataset.statistics.publishing import choices_in, invoiced_in, latest
from declarations.dataset.statistics.shares import LARGEST, SHOWN, Measure, Share, half_year, shares

_MONTHS = 12
_SPOKEN = {"WORLD": _("World"), "US": _("United States"), "EU": _("European Union"), "ASIA": _("Asia")}
DIRECTIONS = {"EXPORT": _("Exports"), "IMPORT": _("Imports")}
_MEASURES: dict[Measure, str | Promise] = {"VALUE": _("by value"), "COUNT": _("by count")}
_FIRST_HALF, _SECOND_HALF = _("%(year)s, first half"), _("%(year)s, second half")
_VINTAGES = {"FLASH": _("flash"), "CONFIRMED": _("confirmed"), "REVISED": _("revised"), "FINAL": _("final")}


class Month(Struct, frozen=True):
    """A month as it stands: its latest release, and the totals in yen."""

    release: Release
    exports: int
    imports: int

    @property
    def vintage(self) -> str:
        """How final it is, in words."""
        return str(_VINTAGES[self.release.vintage])

    @property
    def exports_text(self) -> str:
        """With its thousands parted."""
        return f"{self.exports:,}"

    @property
    def imports_text(self) -> str:
        """With its thousands parted."""
        return f"{self.imports:,}"


class SharesRow(Struct, frozen=True):
    """A row of the table of currency shares."""

    about: str
    measure: str
    shares: tuple[Share, ...]

    @property
    def cells(self) -> list[str]:
        """The largest four and the others; a dash where there are fewer."""
        *largest, other = self.shares
        told = [f"{share.currency} {share.percent}" for share in largest]
        return [*told, *["–"] * (LARGEST - len(told)), str(other.percent)]


class Week(Struct, frozen=True):
    """A week at all offices together: declarations of authorised operators, and how many percent went elsewhere."""

    monday: date
    declarations: int
    percent: float


class World(Struct, frozen=True):
    """The shares of the world by value, percent: a column a currency that is among the largest, and the rest."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Decimal, ...]], ...]


class Shown(Struct, frozen=True):
    """All that the page shows."""

    months: tuple[Month, ...]
    half_year: str
    currencies: tuple[SharesRow, ...]
    world: World
    weeks: tuple[Week, ...]


def shown(population: Population) -> Shown | None:
    """What was published last of each month; None where nothing was."""
    releases = latest(population)[:_MONTHS]
    if not releases:
        return None
    halves = half_year(releases[0].month)
    cells = invoiced_in(release for release in releases if release.month in halves)
    return Shown(
        months=_months(releases),
        half_year=str(_FIRST_HALF if halves[0].month == 1 else _SECOND_HALF) % {"year": halves[0].year},
        currencies=tuple(_currencies(cells)),
        world=_world(cells),
        weeks=_weeks(releases),
    )


def _months(releases: list[Release]) -> tuple[Month, ...]:
    totals: dict[tuple[int, str], int] = defaultdict(int)
    sums = TradeCell.objects.filter(release__in=releases).values_list("release", "direction").annotate(Sum("value"))
    for release, direction, value in sums:
        totals[release, direction] = value
    return tuple(Month(each, totals[each.pk, "EXPORT"], totals[each.pk, "IMPORT"]) for each in releases)


def _currencies(cells: list[Invoiced]) -> list[SharesRow]:
    return [
        SharesRow(
            f"{spoken}, {_SPOKEN[area]}", str(words), shares(cells, direction=direction, area=area, measure=measure)
        )
        for direction, spoken in DIRECTIONS.items()
        for area in SHOWN
        for measure, words in _MEASURES.items()
    ]


def _weeks(releases: list[Release]) -> tuple[Week, ...]:
    tallies: dict[date, Tally] = defaultdict(Tally)
    for (_office, monday), tally in by_week(choices_in(releases)).items():
        tallies[monday] += tally
    return tuple(
        Week(monday, tally.declarations, 100 * tally.elsewhere / tally.declarations)
        for monday, tally in sorted(tallies.items())
        if tally.declarations
    )


def _world(cells: list[Invoiced]) -> World:
    found = {
        spoken: {each.currency: each.percent for each in shares(cells, direction=code, area="WORLD", measure="VALUE")}
        for code, spoken in DIRECTIONS.items()
    }
    names = tuple(dict.fromkeys(name for each in found.values() for name in each if name))[:LARGEST]
    return World(names, tuple((str(spoken), _with_the_rest(percents, names)) for spoken, percents in found.items()))


def _with_the_rest(percents: dict[str, Decimal], names: tuple[str, ...]) -> tuple[Decimal, ...]:
    told = [percents.get(name, Decimal(0)) for name in names]
    rest = Decimal(100) - sum(told, Decimal(0)) if any(told) else Decimal(0)
    return (*told, max(Decimal(0), rest))
