"""Registers whose rows are never changed: what stands in the form of a row is proposed as its next version."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Max
from django.http import HttpRequest

from declarations.console.wording import refusal_words
from declarations.errors import ProposalOpen
from singlewindow.four_eyes.editing import EditedByTwo, ReasonedForm, after, before, of_form
from singlewindow.four_eyes.rows import RowChange
from singlewindow.models import Proposal


class VersionForm(ReasonedForm):
    """A version as it would be. A code that is there already has a next version, not another first one."""

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if self._meta.model._base_manager.filter(code=code).exists():
            raise forms.ValidationError("This code is there already: change it, for its next version.", code="taken")
        return code

    def clean(self) -> dict[str, Any] | None:
        """One next version of a code waits at a time."""
        cleaned = super().clean() or {}
        code = cleaned.get("code") or self.instance.code
        waiting = Proposal.objects.open().filter(about=self.instance._meta.label_lower, changes__0__after__code=code)
        if code and waiting.exists():
            raise forms.ValidationError(refusal_words(ProposalOpen(), done=False), code=ProposalOpen.code)
        return cleaned


class EditedInVersions(EditedByTwo):
    """Mixed in before the pages of a register with `code` and `version`: the last version of a code may have a next."""

    form = VersionForm
    exclude = ("version",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Of a code's last version alone."""
        return super().has_change_permission(request, obj) and (obj is None or obj.version == self._last(obj.code))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A version is of its code for ever."""
        return [*super().get_readonly_fields(request, obj), *(["code"] if obj else [])]

    def changes(self, form: Any, formsets: Any) -> Iterator[RowChange]:
        row = form.instance
        for change in of_form(form):
            number = 1 if row.pk is None else self._last(row.code) + 1
            was = {} if row.pk is None else before(row)
            said = {name: value for name, value in was.items() if name != "edition"} | after(row, form.fields)
            row.version = number
            yield RowChange(change.model, before=was, after=said | {"version": number})

    def _last(self, code: str) -> int:
        return self.model._base_manager.filter(code=code).aggregate(last=Max("version"))["last"] or 0
