"""What the queue is narrowed by, and to whom a case is handed on."""

from typing import Any

from django import forms

from declarations.console.officers import who_decide
from declarations.console.queue.waiting import Narrowed
from declarations.selection.models import CATEGORIES
from declarations.tariff.models import CustomsOffice

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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = CustomsOffice.objects.order_by("code").values_list("code", "name_en")
        self.fields["customs_office"].choices = [_ANY, *((code, f"{code} {name}") for code, name in known)]  # type: ignore[attr-defined]

    @property
    def narrowed(self) -> Narrowed:
        """What was said, as far as it can be understood."""
        self.full_clean()
        return Narrowed(**self.cleaned_data)


class HandOnForm(forms.Form):
    """To whom. Only who decides about goods."""

    officer = forms.ModelChoiceField(who_decide(), label="Officer", empty_label="Choose an officer")
    use_required_attribute = False
