"""What a declarant says with an act: the forms, and how they become the inputs and the errors of a page.

The same limits and letters as over the API: they are taken from the contract's kinds of text.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from declarations.data.words import text
from declarations.filing import DocumentSummary
from declarations.models.document import DocumentKind
from declarations.web import status_words as words
from declarations.web.inputs import Input, Problem

REQUIRED = _("Fill this in")
_TOO_LONG = _("Shorten this to %(limit_value)d characters or fewer; it has %(show_value)d")
_LETTERS = _("Use letters, digits and common signs only")
_AGAIN = _("This page is not whole: open it again")
_CHOOSE = _("Choose one of these")
_UNREADABLE = ("required", "invalid", "min_value", "max_value")


class Words(forms.CharField):
    """Text in the contract's repertoire. Line breaks of a text area become spaces: a message has none."""

    def __init__(self, longest: int, *, rows: int = 0, **options: Any) -> None:
        area = {"widget": forms.Textarea(attrs={"rows": rows})} if rows else {}
        super().__init__(
            max_length=longest,
            error_messages={"required": REQUIRED, "max_length": _TOO_LONG},
            **{**area, **options},
        )
        self.validators.append(RegexValidator(str(text(longest).pattern), _LETTERS))

    def to_python(self, value: Any) -> str:
        """Without line breaks and with single spaces."""
        return re.sub(r"\s+", " ", super().to_python(value) or "").strip()


class Coded(forms.CharField):
    """A code in capitals."""

    def __init__(self, pattern: str, message: Any, **options: Any) -> None:
        super().__init__(error_messages={"required": REQUIRED}, max_length=35, **options)
        self.validators.append(RegexValidator(f"^{pattern}$", message))

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").strip().upper()


class ActForm(forms.Form):
    """The base of them all: no act happens on a declaration that is another by now."""

    seen = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        max_value=10**9,
        error_messages=dict.fromkeys(_UNREADABLE, _AGAIN),
    )


class AnswerForm(ActForm):
    """The answer to an officer's question, with documents that were attached before."""

    text = Words(2000, rows=6, label=_("Your answer"))
    documents = forms.MultipleChoiceField(
        required=False,
        label=_("Documents that show it"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _CHOOSE},
    )

    def __init__(self, *args: Any, documents: Sequence[DocumentSummary], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(each.id), f"{words.DOCUMENT[each.kind]}: {each.name}") for each in documents]
        self.fields["documents"].choices = choices  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why it is done."""

    reason = Words(1000, rows=4, label=_("Reason"))


class WithdrawForm(ActForm, ReasonForm):
    """Why it is taken back."""


class ArriveForm(ActForm):
    """Where the goods lie."""

    bonded_area = Coded(
        "[0-9A-Z]{5}", _("A bonded area has 5 letters or digits, such as 1AW01"), label=_("Bonded area")
    )


class PayForm(ActForm):
    """How the demand is met."""

    method = forms.ChoiceField(
        label=_("How"), widget=forms.RadioSelect, error_messages={"required": _CHOOSE, "invalid_choice": _CHOOSE}
    )
    reference = Words(
        35,
        label=_("Payment reference, or number of the security"),
        help_text=_(
            "To defer, the number of the security against which the payment is deferred, such as DEMO-SECURITY."
        ),
    )
    amount = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=1,
        max_value=10**15,
        error_messages=dict.fromkeys(_UNREADABLE, _AGAIN),
    )

    def __init__(self, *args: Any, methods: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["method"].choices = methods  # type: ignore[attr-defined]


class EarlyReleaseForm(ActForm):
    """An application for release before permit."""

    reason_code = Coded("[0-9A-Z]{2}", _("A reason code has 2 letters or digits, such as 01"), label=_("Reason code"))
    reason = Words(1000, rows=4, label=_("Reason"))
    security = Words(35, label=_("Number of the security"))
    amount = forms.IntegerField(
        label=_("Amount to be secured, yen"),
        min_value=1,
        max_value=10**12,
        error_messages={
            "required": REQUIRED,
            "invalid": _("Enter whole yen, such as 50000"),
            "min_value": _("Enter 1 yen or more"),
            "max_value": _("Enter 1,000,000,000,000 yen or less"),
        },
    )


class AttachForm(ActForm):
    """A file, what it is, and what it belongs to. The bytes are looked at by the domain."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, PNG, JPEG, TIFF, XLSX, DOCX, CSV or plain text, at most 10 MB."),
        allow_empty_file=True,
        error_messages={"required": _("Choose a file"), "invalid": _("Choose a file")},
    )
    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=[(kind, words.DOCUMENT[kind]) for kind in DocumentKind.values],
        error_messages={"required": _CHOOSE, "invalid_choice": _CHOOSE},
    )
    belongs = forms.ChoiceField(
        label=_("Only for"),
        required=False,
        help_text=_("Leave this empty for the whole declaration."),
        error_messages={"invalid_choice": _CHOOSE},
    )
    replaces = forms.ChoiceField(
        label=_("In the place of"),
        required=False,
        help_text=_("An earlier document that this one replaces."),
        error_messages={"invalid_choice": _CHOOSE},
    )

    def __init__(
        self, *args: Any, places: Sequence[tuple[str, str]], documents: Sequence[DocumentSummary], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        standing = [(str(each.id), each.name) for each in documents if each.replaced_by is None]
        self.fields["belongs"].choices = [("", ""), *places]  # type: ignore[attr-defined]
        self.fields["replaces"].choices = [("", ""), *standing]  # type: ignore[attr-defined]


_KINDS: dict[type, str] = {
    forms.Textarea: "textarea",
    forms.RadioSelect: "radios",
    forms.Select: "select",
    forms.CheckboxInput: "checkbox",
    forms.ClearableFileInput: "file",
}


def inputs_of(form: forms.Form) -> Iterator[Input]:
    """The visible fields as inputs of a page, but for boxes to tick, which a page lists in its own way."""
    for bound in form.visible_fields():
        field = bound.field
        if isinstance(field, forms.MultipleChoiceField):
            continue
        kind = _KINDS.get(type(field.widget), "text")
        value = "" if kind == "file" else bound.value()
        if kind == "checkbox":
            value = "true" if value in (True, "true", "True", "on") else ""
        yield Input(
            name=bound.name,
            label=str(bound.label),
            value="" if value is None else str(value),
            kind=kind,
            hint=str(bound.help_text),
            errors=[str(error) for error in bound.errors],
            options=[(str(value), str(text)) for value, text in getattr(field, "choices", ()) if value],
            is_required=field.required,
        )


def problems_of(form: forms.Form) -> list[Problem]:
    """Every error of a form, for the summary on top of the page."""
    fields = [
        Problem(message=f"{bound.label}: {error}", href=f"#{bound.name}")
        for bound in form.visible_fields()
        for error in bound.errors
    ]
    hidden = [Problem(message=str(error)) for bound in form.hidden_fields() for error in bound.errors]
    return [Problem(message=str(error)) for error in form.non_field_errors()] + hidden[:1] + fields


def boxes_of(form: forms.Form) -> list[forms.BoundField]:
    """The fields of which several may be chosen."""
    return [bound for bound in form.visible_fields() if isinstance(bound.field, forms.MultipleChoiceField)]
