"""What an audit found of a declaration: an officer records it, or corrects what was recorded."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.generic import FormView

from declarations.audits.models import AuditResult, Result
from declarations.audits.recording import Audited, record_audit
from declarations.console.forms.base import words
from declarations.console.forms.money import MOST_YEN
from declarations.console.officers import DECIDE
from declarations.console.pages import ByOfficers
from declarations.console.wording import refusal_words
from declarations.errors import Refusal
from declarations.models import Declaration


class AuditForm(forms.Form):
    """What was found, when, and how much was lacking."""

    corrects = forms.ChoiceField(label="Instead of", required=False, help_text="The result that this one corrects.")
    audited_on = forms.DateField(
        label="Day of the audit", help_text="Such as 2026-11-24.", widget=forms.TextInput(attrs={"class": "yen"})
    )
    result = forms.ChoiceField(label="What was found", choices=Result.choices, widget=forms.RadioSelect)
    lacking = forms.IntegerField(
        label="Duty and taxes declared too little, yen",
        help_text="0 where nothing is lacking.",
        min_value=0,
        max_value=MOST_YEN,
        error_messages={"invalid": "Enter whole yen, in digits only."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "yen"}),
    )
    remarks = words("Remarks", "What was looked at, and why it is judged so.")
    use_required_attribute = False

    def __init__(self, *args: Any, standing: Sequence[AuditResult], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if standing:
            each = [(str(row.id), f"{row}, recorded by {row.actor}") for row in standing]
            self.fields["corrects"].choices = [("", "Nothing: it is another audit"), *each]  # type: ignore[attr-defined]
        else:
            del self.fields["corrects"]

    def clean(self) -> dict[str, Any]:
        """What is in order lacks nothing."""
        said = super().clean() or {}
        if said.get("result") == Result.IN_ORDER and said.get("lacking"):
            self.add_error("lacking", "What is in order lacks nothing: 0.")
        return said


class RecordAudit(ByOfficers, FormView):
    """The results that are recorded, and a form for another."""

    right, title, template_name, form_class = DECIDE, "", "console/selecting/audit.html", AuditForm

    def find(self) -> None:
        self.declaration = get_object_or_404(Declaration, number=self.kwargs["number"])
        self.results = list(self.declaration.audit_results.select_related("corrected_by"))

    def get_form_kwargs(self) -> dict[str, Any]:
        standing = [row for row in self.results if not hasattr(row, "corrected_by")]
        return super().get_form_kwargs() | {"standing": standing}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "title": f"Audit of {self.declaration.number}",
            "opts": Declaration._meta,
            "declaration": self.declaration,
            "results": self.results,
        }

    def form_valid(self, form: AuditForm) -> HttpResponse:
        said, number = form.cleaned_data, self.declaration.number
        audited = Audited(
            on=said["audited_on"],
            in_order=said["result"] == Result.IN_ORDER,
            lacking=said["lacking"],
            remarks=said["remarks"],
        )
        corrects = UUID(said["corrects"]) if said.get("corrects") else None
        try:
            record_audit(number, audited, by=self.officer, at=timezone.now(), corrects=corrects)
        except Refusal as refusal:
            messages.error(self.request, f"{number}: {refusal_words(refusal)}")
        else:
            messages.success(self.request, f"{number}: the result of the audit is recorded.")
        return redirect("admin:record-audit", number)
