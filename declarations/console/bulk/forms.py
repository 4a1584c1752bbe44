"""What is chosen for many cases, and that it is meant."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms

from declarations.console.bulk.acts import BulkAct
from declarations.console.forms.base import words
from declarations.models import Declaration
from declarations.selection.criteria import DOCUMENT, INSPECTION
from declarations.selection.models import CATEGORIES

MOST = 50
"""Cases at once."""

_NUMBER = re.compile(r"[0-9A-Z]{11}")


class ChooseForm(forms.Form):
    """Which act, on which cases."""

    act = forms.ChoiceField(label="Act", widget=forms.RadioSelect)
    numbers = forms.CharField(
        label="Declarations",
        help_text=f"Their numbers, one a line: at most {MOST}.",
        max_length=MOST * 40,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    category = forms.TypedChoiceField(
        label="Category",
        help_text="Where the category is raised.",
        coerce=int,
        required=False,
        empty_value=None,
        choices=[("", "None"), *(each for each in CATEGORIES if each[0] in (DOCUMENT, INSPECTION))],
    )
    reason = words("Reason", "Why. Kept in the history of each declaration.")
    use_required_attribute = False

    def __init__(self, *args: Any, acts: Sequence[BulkAct], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.acts = {act.name: act for act in acts}
        self.fields["act"].choices = [(act.name, act.title) for act in acts]  # type: ignore[attr-defined]
        self.fields["reason"].required = False
        self.found: list[Declaration] = []

    def clean_numbers(self) -> str:
        """Each is there, none twice, and not too many."""
        asked = list(dict.fromkeys(re.split(r"[\s,;]+", self.cleaned_data["numbers"].strip().upper())))
        if len(asked) > MOST:
            raise forms.ValidationError(f"These are {len(asked)}: choose at most {MOST}.")
        known = {
            row.number: row
            for row in Declaration.objects.filter(number__in=[each for each in asked if _NUMBER.fullmatch(each)])
        }
        if missing := [each[:20] for each in asked if each not in known]:
            raise forms.ValidationError(f"There is no declaration {', '.join(missing)}.")
        self.found = [known[each] for each in asked]
        return "\n".join(asked)

    def clean(self) -> dict[str, Any]:
        """What the act asks for is said."""
        said = super().clean() or {}
        act = self.acts.get(said.get("act", ""))
        for name in act.asks_for if act else ():
            if not said.get(name):
                self.add_error(name, "This act needs it.")
        return said

    @property
    def chosen(self) -> BulkAct:
        """The act."""
        return self.acts[self.cleaned_data["act"]]
