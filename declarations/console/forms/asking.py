"""A question to the declarant; another category."""

from typing import Any

from django import forms

from declarations.console.forms.base import ActForm, ReasonForm, words
from declarations.selection.models import CATEGORIES


class AskForm(ActForm):
    """What is asked."""

    text = words("Question", "As the declarant will read it. Kept in the history of the declaration.")


class CategoryForm(ReasonForm):
    """One of the categories that it can be changed to, and why."""

    category = forms.TypedChoiceField(label="Category", coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, categories: tuple[int, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["category"]
        field.choices = [each for each in CATEGORIES if each[0] in categories]  # type: ignore[attr-defined]
        self.put_last("reason", "confirmed")
