"""Assess by hand, item by item; pay back."""

from collections.abc import Sequence
from typing import Any

from django import forms

from declarations.console.forms.base import ActForm, ReasonForm
from declarations.models import AssessedDuty
from declarations.tariff.values import ByHand

MOST_YEN = 999_999_999_999


class AssessForm(ReasonForm):
    """A duty and an internal tax for each item that waits, in whole yen."""

    def __init__(self, *args: Any, waiting: Sequence[AssessedDuty], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.numbers = [duty.goods_item.number for duty in waiting]
        for number in self.numbers:
            self.fields[f"duty_{number}"] = _yen(f"Item {number}: customs duty, yen", "")
            help_text = "Liquor tax, tobacco tax and their like; 0 where none binds."
            self.fields[f"internal_tax_{number}"] = _yen(f"Item {number}: other internal taxes, yen", help_text)
        self.put_last("reason", "confirmed")

    @property
    def items(self) -> dict[int, ByHand]:
        """What was assessed, by the items' numbers."""
        said = self.cleaned_data
        return {
            number: ByHand(duty=said[f"duty_{number}"], internal_tax=said[f"internal_tax_{number}"])
            for number in self.numbers
        }


def _yen(label: str, help_text: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=0,
        max_value=MOST_YEN,
        error_messages={"invalid": "Enter whole yen, in digits only."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "yen"}),
    )


class RefundForm(ActForm):
    """Under which reference it is paid back."""

    reference = forms.CharField(
        label="Reference", help_text="Of the transfer, at most 35 characters. Kept in the ledger.", max_length=35
    )
