"""Two versions of a declaration side by side: what changed, or everything."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.shortcuts import get_object_or_404
from msgspec import Struct

from declarations.changes import places_of
from declarations.console.audit import looking
from declarations.console.case.asking import place_words, said_words
from declarations.console.officers import SEE
from declarations.console.pages import Page
from declarations.models import Declaration, Version
from declarations.said import document_said


class Line(Struct, frozen=True):
    """One place of the form, as it was and as it is."""

    place: str
    before: str
    after: str
    is_changed: bool


class SidesForm(forms.Form):
    """Which versions, and whether what is the same is shown too."""

    since = forms.TypedChoiceField(label="Before", coerce=int)
    to = forms.TypedChoiceField(label="After", coerce=int)
    everything = forms.BooleanField(label="What is the same too", required=False)

    def __init__(self, *args: Any, versions: list[Version], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(each.number, f"{each.number}: {each.get_cause_display()}") for each in versions]
        for name in ("since", "to"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]


class VersionsPage(Page):
    """The last two versions side by side, or any two."""

    right, title, template_name = SEE, "Versions side by side", "console/versions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        declaration = get_object_or_404(Declaration, number=self.kwargs["number"])
        versions = list(declaration.versions.select_related("submission").order_by("number"))
        last = {"since": max(1, declaration.version - 1), "to": declaration.version}
        form = SidesForm(last | self.request.GET.dict(), versions=versions)
        lines: list[Line] = []
        if form.is_valid():
            sides = {each.number: document_said(each.submission) for each in versions}
            lines = list(_lines(sides[form.cleaned_data["since"]], sides[form.cleaned_data["to"]]))
        shown = [line for line in lines if line.is_changed or form.cleaned_data.get("everything")]
        looking.note(self.request.user, looking.CASE, of=declaration.id, about="versions")
        return {
            **super().get_context_data(**kwargs),
            "declaration": declaration,
            "form": form,
            "lines": shown,
            "changed": sum(line.is_changed for line in lines),
        }


def _lines(before: dict[str, Any], after: dict[str, Any]) -> Iterator[Line]:
    for place in places_of(before, after):
        is_changed = place.before != place.after
        yield Line(place_words(place.pointer), said_words(place.before), said_words(place.after), is_changed)
