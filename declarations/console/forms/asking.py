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
        field.choices = [  # type: ignore[attr-defined]
            (number, f"{number} {label}") for number, label in CATEGORIES if number in categories
        ]
        self.put_last("reason", "confirmed")
