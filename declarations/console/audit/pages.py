"""The audit page: ask for a case, a person, or both."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from declarations.console.audit.trail import MOST, Trail, trail
from declarations.console.forms.days import DaysForm
from declarations.console.officers import LOOKS
from declarations.console.pages import Page
from declarations.tariff.office_hours import JAPAN

WEEK = timedelta(days=7)


class TrailForm(DaysForm):
    """Of what, of whom, and of which days."""

    number = forms.CharField(label="Declaration", required=False, max_length=11)
    person = forms.CharField(label="Login", required=False, max_length=150)
    field_order = ["number", "person", "since", "to"]

    def clean(self) -> dict[str, Any]:
        """Something has to be asked for."""
        said = super().clean()
        if not said.get("number") and not said.get("person"):
            self.add_error(None, "Enter a declaration number, a login, or both.")
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
