"""The console's ordinary form of a row, whose saving proposes what stands in it instead of doing it."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from declarations.console.wording import refusal_words
from declarations.errors import ProposalOpen
from singlewindow.four_eyes.proposing import propose_change
from singlewindow.four_eyes.rows import RowChange, columns, told
from singlewindow.models import Proposal

_REASON = "proposal_reason"


class ReasonedForm(forms.ModelForm):
    """A row as it would be, and why."""

    proposal_reason = forms.CharField(
        label="Reason",
        help_text="Why, for the officer who decides. Nothing is changed before.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )

    def clean(self) -> dict[str, Any] | None:
        """One change of a row waits at a time."""
        cleaned = super().clean()
        waiting = Proposal.objects.open().filter(about=self.instance._meta.label_lower, row=str(self.instance.pk))
        if self.instance.pk and waiting.exists():
            raise forms.ValidationError(refusal_words(ProposalOpen(), done=False), code=ProposalOpen.code)
        return cleaned


class EditedByTwo(admin.ModelAdmin):
    """Mixed in before a register's own pages: its rows are added and changed by two people, and never deleted.

    What is no longer valid gets a last day; a row that should never have been is the owner's to take away.
    """

    form = ReasonedForm

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The reason comes last."""
        shown = list(super().get_fieldsets(request, obj))
        return shown if _REASON in flatten_fieldsets(shown) else [*shown, ("Why", {"fields": [_REASON]})]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing: see save_related, which knows the rows that hang on it as well."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Propose the row and what hangs on it, together."""
        changes = list(self.changes(form, formsets))
        request.proposed = self._proposed(request, form, changes) if changes else None  # type: ignore[attr-defined]

    def changes(self, form: Any, formsets: Any) -> Iterator[RowChange]:
        """What the form asks for, the row itself first."""
        yield from of_form(form)
        for formset in formsets:
            yield from _of_formset(formset)

    def _proposed(self, request: HttpRequest, form: Any, changes: Sequence[RowChange]) -> Proposal | ProposalOpen:
        reason, title = form.cleaned_data[_REASON], f"{self.opts.verbose_name} {form.instance}"
        try:
            return propose_change(changes, title=title, reason=reason, by=request.user, at=timezone.now())  # type: ignore[arg-type]
        except ProposalOpen as refusal:  # by somebody, between the form's look and ours
            return refusal

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Not yet: the decision is."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Not yet: the decision is."""

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        return self._told(request)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self._told(request)

    def _told(self, request: HttpRequest) -> HttpResponse:
        """To the proposal; where there is none, to the list."""
        proposed = request.proposed  # type: ignore[attr-defined]
        if isinstance(proposed, Proposal):
            self.message_user(request, "Proposed. Another person decides; until then nothing is changed.")
            return redirect("admin:proposal", proposed.id)
        why = refusal_words(proposed) if proposed else "Nothing was changed in the form, so nothing is proposed."
        self.message_user(request, why, messages.WARNING)
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")


def of_form(form: Any) -> Iterator[RowChange]:
    """The row of the form itself. It leads, although nothing of it may change: what hangs on it names it."""
    row, known = form.instance, columns(type(form.instance))
    if row.pk is None:
        yield RowChange(row._meta.label_lower, after=after(row, form.fields))
    elif any(_attname(row, name) in known for name in form.changed_data):
        yield RowChange(row._meta.label_lower, str(row.pk), before(row), after(row, form.changed_data))


def _of_formset(formset: Any) -> Iterator[RowChange]:
    formset.save(commit=False)
    fields, label, parent = formset.form.base_fields, formset.model._meta.label_lower, formset.fk.attname
    for row in formset.new_objects:
        new_parent = "" if formset.instance.pk else parent
        known = {} if new_parent else {parent: told(row, [parent])[parent]}
        yield RowChange(label, after=known | after(row, fields), parent=new_parent)
    for row, changed in formset.changed_objects:
        yield RowChange(label, str(row.pk), before(row), after(row, changed))
    for row in formset.deleted_objects:
        yield RowChange(label, str(row.pk), before(row))


def before(row: Model) -> dict[str, Any]:
    """As the store has it: the form has written into the row at hand."""
    return told(type(row)._base_manager.get(pk=row.pk))


def after(row: Model, names: Any) -> dict[str, Any]:
    known = columns(type(row))
    return told(row, [name for name in (_attname(row, each) for each in names) if name in known])


def _attname(row: Model, name: str) -> str:
    """The column of a form's field; empty for one that is no column."""
    found = next((each for each in row._meta.concrete_fields if each.name == name), None)
    return found.attname if found else ""
