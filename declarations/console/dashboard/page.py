"""The dashboard's page: today, or a day that is asked for."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from declarations.console.dashboard.reading import read
from declarations.console.dashboard.tables import tables_of
from declarations.console.officers import WATCH
from declarations.console.pages import Page
from declarations.console.piles import piles
from declarations.tariff.office_hours import JAPAN

_BEFORE = timedelta(days=29)  # with the day itself a month of thirty


class DayForm(forms.Form):
    """Which day in Japan."""

    day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))


class DashboardPage(Page):
    """The day at a glance."""

    right, title, template_name = WATCH, "Dashboard", "console/dashboard.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        today = now.astimezone(JAPAN).date()
        form = DayForm({"day": self.request.GET.get("day") or today.isoformat()})
        day = form.cleaned_data["day"] if form.is_valid() else today
        since, to = bounds_of(day)
        figures = read(since=since, to=to, month=(day - _BEFORE, day), at=now)
        return {
            **super().get_context_data(**kwargs),
            "form": form,
            "day": day,
            "piles": piles(at=now),
            "tables": tables_of(figures, at=now),
        }


def bounds_of(day: date) -> tuple[datetime, datetime]:
    """When a day begins and ends in Japan."""
    begins = datetime.combine(day, time.min, tzinfo=JAPAN)
    return begins, begins + timedelta(days=1)
