"""What the queue is narrowed by, and to whom a case is handed on."""

from collections.abc import Sequence
from typing import Any

from django import forms

from declarations.console.officers import who_decide
from declarations.console.queue.waiting import Narrowed
from declarations.selection.models import CATEGORIES

_ANY = ("", "Any")


class NarrowForm(forms.Form):
    """All of it may be left blank."""

    category = forms.TypedChoiceField(coerce=int, empty_value=None, required=False, choices=[_ANY, *CATEGORIES])
    customs_office = forms.ChoiceField(label="Office", required=False)
    due = forms.ChoiceField(required=False, choices=[_ANY, ("over", "Overdue"), ("soon", "Overdue, or within 2 h")])
    grade = forms.ChoiceField(
        label="Parties", required=False, choices=[_ANY, ("aeo", "With an AEO approval"), ("other", "Without")]
    )
    free = forms.BooleanField(label="Only what nobody has", required=False)

    def __init__(self, *args: Any, offices: Sequence[str] | None = None, **kwargs: Any) -> None:
        """Without `offices` any text of two characters is one."""
        super().__init__(*args, **kwargs)
        if offices is None:
            self.fields["customs_office"] = forms.CharField(required=False, max_length=2)
        else:
            self.fields["customs_office"].choices = [_ANY, *((code, code) for code in offices)]  # type: ignore[attr-defined]

    @property
    def narrowed(self) -> Narrowed:
        """What was said; nothing of it where it cannot be understood."""
        return Narrowed(**self.cleaned_data) if self.is_valid() else Narrowed()


class HandOnForm(forms.Form):
    """To whom. Only who decides about goods."""

    officer = forms.ModelChoiceField(who_decide(), label="Officer", empty_label="Choose an officer")
    use_required_attribute = False
