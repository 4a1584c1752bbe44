"""How often what is selected is wrong, how much is wrong at all, and whether the world has moved: one page."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.safestring import SafeString
from msgspec import Struct

from declarations.audits.drifting import Compared, compare
from declarations.audits.hit_rates import HitRate, hit_rates
from declarations.audits.noncompliance import Months, noncompliance, noncompliance_by_month
from declarations.audits.random_share import Stratum, random_share
from declarations.console.officers import WATCH
from declarations.console.pages import Page
from declarations.console.selecting.charts import Row, bars
from declarations.selection.estimating import Estimate
from declarations.selection.learning.drift import MUCH, SOME
from declarations.selection.models import Selection

DAYS = (30, 90, 365)
_OF_DRIFT = 30
_USUAL = 90


class Results(Struct, frozen=True):
    """All that the page shows."""

    since: date
    until: date
    hit_rates: list[HitRate]
    hit_chart: SafeString
    estimate: Estimate | None
    strata: list[Stratum]
    months: Months
    month_chart: SafeString
    drift: Compared
    drift_chart: SafeString


def results(days: int, *, at: datetime) -> Results | None:
    """Of the last days that have declarations; None where none was ever lodged."""
    until = Selection.objects.aggregate(last=Max("drawn_on"))["last"]
    if until is None:
        return None
    since = until - timedelta(days=days - 1)
    rates = hit_rates(since, until, known_at=at)
    months = noncompliance_by_month(since, until, known_at=at)
    drift = compare((until - timedelta(days=_OF_DRIFT - 1), until), at=at)
    return Results(
        since=since,
        until=until,
        hit_rates=rates,
        hit_chart=_hit_chart(rates),
        estimate=noncompliance(since, until, known_at=at),
        strata=random_share(since, until, known_at=at),
        months=months,
        month_chart=_month_chart(months),
        drift=drift,
        drift_chart=_drift_chart(drift),
    )


def _hit_chart(rates: list[HitRate]) -> SafeString:
    return bars(
        "hits",
        [Row(each.name, each.rate.percent, each.rate.percents) for each in rates],
        title="Hit rate by profile and cause, percent",
        about="A bar a profile with its interval for 95 percent; the figures are in the table that follows.",
    )


def _month_chart(months: Months) -> SafeString:
    return bars(
        "months",
        [
            Row(f"{month:%Y-%m}", each.percent if each else None, each.percents if each else None)
            for month, each in months
        ],
        title="Estimated share of all declarations that is not in order, percent by month",
        about="A bar a month with its interval for 95 percent; the figures are in the table that follows.",
    )


def _drift_chart(drift: Compared) -> SafeString:
    return bars(
        "drift",
        [Row(each.words, each.index) for each in drift.drifts],
        title="Population stability index of what imports say",
        about=f"A bar a thing declared, with lines at {SOME} and {MUCH}; the figures are in the table that follows.",
        marks=(SOME, MUCH),
    )


class ResultsPage(Page):
    """The page. `?days=` chooses the time."""

    right, title, template_name = WATCH, "How the selection works", "console/selecting/results.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("days", "")
        days = int(asked) if asked in {str(each) for each in DAYS} else _USUAL
        return {
            **super().get_context_data(**kwargs),
            "days": days,
            "choices": DAYS,
            "results": results(days, at=timezone.now()),
        }
