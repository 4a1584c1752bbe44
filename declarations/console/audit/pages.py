"""The audit page: ask for a case, a person, or both."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from declarations.console.audit.trail import MOST, Trail, trail
from declarations.console.officers import LOOKS
from declarations.console.pages import Page
from declarations.tariff.office_hours import JAPAN

WEEK = timedelta(days=7)
_LONGEST = timedelta(days=366)


def _day(label: str) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}))


class TrailForm(forms.Form):
    """Of what, of whom, and of which days."""

    number = forms.CharField(label="Declaration", required=False, max_length=11)
    person = forms.CharField(label="Login", required=False, max_length=150)
    since = _day("From")
    to = _day("To")

    def clean(self) -> dict[str, Any]:
        """Something has to be asked for, and the days are in order."""
        said = super().clean() or {}
        if not said.get("number") and not said.get("person"):
            self.add_error(None, "Enter a declaration number, a login, or both.")
        if (since := said.get("since")) and (to := said.get("to")) and not since <= to <= since + _LONGEST:
            self.add_error("to", "Enter a day from the first one on, at most a year later.")
        return said


class AuditPage(Page):
    """Who saw and did what."""

    right, title, template_name = LOOKS, "Who saw and did what", "console/audit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.now().astimezone(JAPAN).date()
        said = {"since": (today - WEEK).isoformat(), "to": today.isoformat(), **self.request.GET.dict()}
        form = TrailForm(said if self.request.GET else None, initial=said)
        return {
            **super().get_context_data(**kwargs),
            "form": form,
            "trail": self._trail(form),
            "most": MOST,
        }

    def _trail(self, form: TrailForm) -> Trail | None:
        return trail(**form.cleaned_data) if form.is_valid() else None
