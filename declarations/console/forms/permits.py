"""What an agency said on paper, by the limits of the published language."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import msgspec
from django import forms
from django.core.exceptions import ValidationError

from declarations.console.forms.base import ReasonForm
from permits.models import PermitCheck
from permits.question import Amount, AnswerStatus, Given, Line, PermitAnswer, Word, Words


def _as_wire(kind: Any, refused: str) -> Callable[[str], None]:
    """A validator by a type of the published language: what it takes, and nothing else."""

    def validate(text: str) -> None:
        try:
            msgspec.convert(text, kind)
        except msgspec.ValidationError:
            raise ValidationError(refused) from None

    return validate


def _line(label: str, help_text: str, kind: Any, refused: str, *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=required, validators=[_as_wire(kind, refused)], max_length=200
    )


_CODE = "Enter at most 64 letters, digits and signs, without spaces."
_TEXT = "Enter one line of at most 200 characters."


class PaperAnswerForm(ReasonForm):
    """The agency's decision as its paper has it."""

    status = forms.ChoiceField(
        label="The agency's decision",
        choices=((AnswerStatus.CONFIRMED.value, "Confirmed"), (AnswerStatus.REFUSED.value, "Refused")),
        widget=forms.RadioSelect,
    )
    reference = _line("Agency's reference", "As the paper has it.", Given, _CODE, required=True)
    decided_by = _line("Decided by", "The office or the role that signed the paper.", Line, _TEXT)
    permit_number = _line("Permit number", "Of a confirmation.", Line, _TEXT)
    accepted_quantity = _line(
        "Accepted quantity", "", Amount, "Enter a decimal number, at most 12 digits and 6 decimals."
    )
    reason_code = _line("Reason code", "Of a refusal, if the paper has one.", Word, _CODE)
    reason_text = forms.CharField(
        label="Reason of the agency",
        help_text="Of a refusal, as the declarant will be told.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, permit_check: PermitCheck, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = permit_check.question.get("quantity")
        self.fields["reason"].label = "How it came"
        self.fields["reason"].help_text = "Which paper was seen, and how it came. Kept in the history."
        if self.asked:
            unit = permit_check.question.get("quantity_unit", "")
            note = f"Of a confirmation for less than was asked, {self.asked} {unit}; empty for all of it."
            self.fields["accepted_quantity"].help_text = note
        else:
            del self.fields["accepted_quantity"]
        self.put_last("reason", "confirmed")

    def clean_reason_text(self) -> str:
        """On one line: an answer has no line breaks."""
        text = " ".join(self.cleaned_data["reason_text"].split())
        _as_wire(Words, "Enter text without control characters.")(text)
        return text

    def clean(self) -> dict[str, Any]:
        """A refusal says why; a permit and a quantity belong to a confirmation; a part is less than the whole."""
        said = super().clean() or {}
        for name, refused in self._contradictions(said):
            if name not in self.errors:
                self.add_error(name, refused)
        return said

    def _contradictions(self, said: dict[str, Any]) -> list[tuple[str, str]]:
        if said.get("status") == AnswerStatus.REFUSED:
            wrong = [(name, "A refusal has none.") for name in ("permit_number", "accepted_quantity") if said.get(name)]
            return wrong + ([] if said.get("reason_text") else [("reason_text", "Enter why the agency refused.")])
        quantity = said.get("accepted_quantity")
        if quantity and not 0 < Decimal(quantity) <= Decimal(self.asked):
            return [("accepted_quantity", f"Enter more than 0 and at most {self.asked}.")]
        return []

    @property
    def answer(self) -> PermitAnswer:
        """The answer, as the agency would have sent it."""
        said = self.cleaned_data
        return PermitAnswer(
            reference=said["reference"],
            status=AnswerStatus(said["status"]),
            reason_code=said["reason_code"],
            reason_text=said["reason_text"],
            permit_number=said["permit_number"],
            decided_by=said["decided_by"],
            accepted_quantity=said.get("accepted_quantity") or None,
        )
