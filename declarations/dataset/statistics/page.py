"""What the public page shows of what was published: months, currencies, the choice of office. A fixed number of
statements, over the published tables alone: a web process sees no declaration here."""

from collections import defaultdict
from datetime import date

from django.db.models import Sum
from django.utils.safestring import SafeString, mark_safe
from msgspec import Struct

from declarations.dataset.models import Population, Release, TradeCell
from declarations.dataset.statistics import charts
from declarations.dataset.statistics.cells import Invoiced
from declarations.dataset.statistics.choice import Tally, by_week
from declarations.dataset.statistics.publishing import choices_in, invoiced_in, latest
from declarations.dataset.statistics.shares import LARGEST, SHOWN, Measure, Share, half_year, shares

_MONTHS, _BILLION = 12, 1_000_000_000
_SPOKEN = {"WORLD": "World", "US": "United States", "EU": "European Union", "ASIA": "Asia"}
DIRECTIONS = {"EXPORT": "Exports", "IMPORT": "Imports"}
_MEASURES: dict[Measure, str] = {"VALUE": "by value", "COUNT": "by count"}


class Month(Struct, frozen=True):
    """A month as it stands: its latest release, and the totals in yen."""

    release: Release
    exports: int
    imports: int

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


class Shown(Struct, frozen=True):
    """All that the page shows."""

    months: tuple[Month, ...]
    trade_chart: SafeString
    half_year: str
    currencies: tuple[SharesRow, ...]
    currency_chart: SafeString
    weeks: tuple[Week, ...]
    choice_chart: SafeString


def shown(population: Population) -> Shown | None:
    """What was published last of each month; None where nothing was."""
    releases = latest(population)[:_MONTHS]
    if not releases:
        return None
    months = _months(releases)
    halves = half_year(releases[0].month)
    cells = invoiced_in(release for release in releases if release.month in halves)
    half = f"{halves[0].year}, {'first' if halves[0].month == 1 else 'second'} half"
    weeks = _weeks(releases)
    return Shown(
        months=months,
        trade_chart=_trade_chart(months),
        half_year=half,
        currencies=tuple(_currencies(cells)),
        currency_chart=_currency_chart(cells, half),
        weeks=weeks,
        choice_chart=_choice_chart(weeks),
    )


def _months(releases: list[Release]) -> tuple[Month, ...]:
    totals: dict[tuple[int, str], int] = defaultdict(int)
    sums = TradeCell.objects.filter(release__in=releases).values_list("release", "direction").annotate(Sum("value"))
    for release, direction, value in sums:
        totals[release, direction] = value
    return tuple(Month(each, totals[each.pk, "EXPORT"], totals[each.pk, "IMPORT"]) for each in releases)


def _currencies(cells: list[Invoiced]) -> list[SharesRow]:
    return [
        SharesRow(f"{spoken}, {_SPOKEN[area]}", words, shares(cells, direction=direction, area=area, measure=measure))
        for direction, spoken in DIRECTIONS.items()
        for area in SHOWN
        for measure, words in _MEASURES.items()
    ]


def _weeks(releases: list[Release]) -> tuple[Week, ...]:
    tallies: dict[date, Tally] = defaultdict(Tally)
    for (_, monday), tally in by_week(choices_in(releases)).items():
        tallies[monday] += tally
    return tuple(
        Week(monday, tally.declarations, 100 * tally.elsewhere / tally.declarations)
        for monday, tally in sorted(tallies.items())
        if tally.declarations
    )


def _trade_chart(months: tuple[Month, ...]) -> SafeString:
    ordered = list(reversed(months))
    series = [
        ("Exports", [month.exports / _BILLION for month in ordered]),
        ("Imports", [month.imports / _BILLION for month in ordered]),
    ]
    return _drawn(
        charts.bars(
            "trade",
            title="Exports and imports by month, billion yen",
            about="Two bars a month; the figures are in the table that follows.",
            labels=[f"{month.release.month:%Y-%m}" for month in ordered],
            series=series,
        )
    )


def _currency_chart(cells: list[Invoiced], half: str) -> SafeString:
    found = {direction: shares(cells, direction=direction, area="WORLD", measure="VALUE") for direction in DIRECTIONS}
    names = list(dict.fromkeys(share.currency for each in found.values() for share in each if share.currency))[:4]
    percents = {
        direction: {share.currency: float(share.percent) for share in each} for direction, each in found.items()
    }
    series = [(name, [percents[direction].get(name, 0.0) for direction in DIRECTIONS]) for name in names]
    rest = [max(0.0, 100 - sum(values[place] for _, values in series)) for place in range(len(DIRECTIONS))]
    return _drawn(
        charts.stacks(
            "currencies",
            title=f"Invoice currencies, world, by value, percent: {half}",
            about="A bar for exports and one for imports, in parts by currency; the figures are in the table.",
            labels=list(DIRECTIONS.values()),
            series=[*series, ("Other", rest)],
        )
    )


def _choice_chart(weeks: tuple[Week, ...]) -> SafeString:
    return _drawn(
        charts.bars(
            "choice",
            title="Declarations of authorised operators to another office, percent by week",
            about="A bar a week; the figures are in the table that follows.",
            labels=[f"{week.monday:%m-%d}" for week in weeks],
            series=[("Elsewhere", [week.percent for week in weeks])],
        )
    )


def _drawn(svg: str) -> SafeString:
    return mark_safe(svg)  # noqa: S308  (drawn here, every text in it escaped)
