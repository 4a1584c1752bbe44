"""A span of days, for what is asked of many declarations."""

from datetime import timedelta
from typing import Any

from django import forms

LONGEST = timedelta(days=366)


def _day(label: str) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}))


class DaysForm(forms.Form):
    """Days in Japan, both included."""

    since, to = _day("From"), _day("To")

    def clean(self) -> dict[str, Any]:
        """In order, and not too many."""
        said = super().clean() or {}
        if (since := said.get("since")) and (to := said.get("to")) and not since <= to <= since + LONGEST:
            self.add_error("to", "Enter a day from the first one on, at most a year later.")
        return said
