"""The forms of research access: what is applied for, what is wanted out, and what is decided. All errors at once."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone

from declarations.dataset.models import Population, ResearchProject
from declarations.dataset.releasing.dimensions import MEASURES
from declarations.dataset.releasing.estimating import EXPLAINED
from declarations.dataset.research.applying import Application
from declarations.dataset.research.columns import COLUMNS

_LONGEST = 731  # days that a project may run
_AXES = ("hs2", "hs2/hs4", "hs2/hs4/hs6", "country", "office", "currency", "month", "quarter/month")
_INDICATORS = ("hs2", "hs4", "hs6", "hs9", "country", "office", "currency", "month")


def _words(label: str, help_text: str) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class MonthField(forms.Field):
    """A month, YYYY-MM, as its first day."""

    widget = forms.TextInput(attrs={"placeholder": "2024-05", "size": 8})

    def to_python(self, value: Any) -> date | None:
        """The first day of the month."""
        if not value:
            return None
        try:
            return date.fromisoformat(f"{str(value).strip()}-01")
        except ValueError:
            raise forms.ValidationError("Enter a month as YYYY-MM.", code="invalid") from None


class ApplicationForm(forms.Form):
    """An application for access."""

    title = forms.CharField(max_length=120)
    purpose = _words("Purpose", "What is to be found out, and why it needs these data.")
    legal_ground = _words("Legal ground", "By which law or agreement the data may be used for it.")
    direction = forms.ChoiceField(choices=[("IMPORT", "Imports"), ("EXPORT", "Exports")])
    first_month = MonthField(label="First month", help_text="YYYY-MM")
    last_month = MonthField(label="Last month", help_text="YYYY-MM")
    columns = forms.MultipleChoiceField(
        choices=[(name, f"{name}: {column.meaning}") for name, column in COLUMNS.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text="Only what the purpose needs: the more, the easier a row is known again.",
    )
    expires_on = forms.DateField(label="Last day", help_text="YYYY-MM-DD. After it, extract and key are destroyed.")
    others = forms.CharField(label="Other members", required=False, help_text="Login names, a space between.")
    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        """What one field cannot know of another."""
        said: dict[str, Any] = super().clean() or {}
        first, last, ends = (said.get(name) for name in ("first_month", "last_month", "expires_on"))
        if first and last and last < first:
            self.add_error("last_month", "It is before the first month.")
        today = timezone.localdate()
        if ends and not 0 <= (ends - today).days <= _LONGEST:
            self.add_error("expires_on", "It is a day from today on, two years from now at the latest.")
        return said

    def application(self) -> Application:
        """What is applied for. In the sandbox there are only generated declarations to study."""
        said = self.cleaned_data
        return Application(
            population=Population.GENERATED if settings.SANDBOX else Population.DECLARED,
            others=tuple(said["others"].split()),
            columns=tuple(said["columns"]),
            **{
                name: said[name]
                for name in (
                    *("title", "purpose", "legal_ground", "direction"),
                    *("first_month", "last_month", "expires_on"),
                )
            },
        )


class DecisionForm(forms.Form):
    """Yes or no, and why."""

    decision = forms.ChoiceField(choices=[("YES", "Approve"), ("NO", "Decline")], widget=forms.RadioSelect)
    remarks = _words("Remarks", "The reason. It is kept.")
    use_required_attribute = False

    @property
    def approves(self) -> bool:
        """Whether it is a yes."""
        return bool(self.cleaned_data["decision"] == "YES")


class _WantedForm(forms.Form):
    """What is wanted out, within the project's direction and months."""

    name = forms.SlugField(max_length=80, help_text="What it will be called: letters, digits, hyphens.")
    purpose = _words("Purpose", "What it is for.")
    first_month = MonthField(label="First month", help_text="YYYY-MM")
    last_month = MonthField(label="Last month", help_text="YYYY-MM")
    unit = forms.CharField(
        max_length=4, required=False, help_text="Of a quantity, such as KG: goods of this unit alone are counted."
    )
    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        """Months in order."""
        said: dict[str, Any] = super().clean() or {}
        first, last = said.get("first_month"), said.get("last_month")
        if first and last and last < first:
            self.add_error("last_month", "It is before the first month.")
        return said

    def where(self, project: ResearchProject) -> dict[str, list[str]]:
        """What it is kept to."""
        told = self.cleaned_data
        kept = {"direction": [project.direction], "month": _months(told["first_month"], told["last_month"])}
        return kept | ({"unit": [told["unit"].upper()]} if told["unit"] else {})


class OutputForm(_WantedForm):
    """A table to take out: what it counts and by what."""

    measure = forms.ChoiceField(choices=[(name, name.lower()) for name in MEASURES])
    rows = forms.ChoiceField(choices=[(axis, axis) for axis in _AXES], label="By")
    columns = forms.ChoiceField(choices=[("", "nothing else"), *((axis, axis) for axis in _AXES)], required=False)
    field_order = ("name", "purpose", "measure", "unit", "rows", "columns")

    def said(self, project: ResearchProject) -> dict[str, Any]:
        """The table as a tabulation's JSON."""
        told = self.cleaned_data
        axes = [axis.split("/") for axis in (told["rows"], told["columns"]) if axis]
        return {"measure": told["measure"], "axes": axes, "where": self.where(project)}


class EquationForm(_WantedForm):
    """An equation to be estimated and taken out: what it explains, and by which indicators."""

    explains = forms.ChoiceField(
        choices=[(name, f"logarithm of the {name.lower().replace('_', ' ')}") for name in EXPLAINED]
    )
    by = forms.MultipleChoiceField(
        choices=[(name, name) for name in _INDICATORS],
        widget=forms.CheckboxSelectMultiple,
        help_text="Two to four: an indicator for each value of them, but the most frequent one.",
    )
    field_order = ("name", "purpose", "explains", "unit", "by")

    def said(self, project: ResearchProject) -> dict[str, Any]:
        """The equation's JSON."""
        told = self.cleaned_data
        return {"explains": told["explains"], "by": told["by"], "where": self.where(project)}


def _months(first: date, last: date) -> list[str]:
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [
        f"{first.year + (first.month - 1 + each) // 12}-{(first.month - 1 + each) % 12 + 1:02}" for each in range(count)
    ]
