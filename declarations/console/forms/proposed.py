"""Yes or no to what another person proposed to change: rules, tariff, what a model's word counts."""

from typing import Any

from django import forms

from declarations.console.forms.base import words

APPROVE, DECLINE, WITHDRAW = "APPROVE", "DECLINE", "WITHDRAW"
_OF_OTHERS = [(APPROVE, "Approve: it takes effect at once"), (DECLINE, "Decline")]
_ONES_OWN = [(WITHDRAW, "Take it back")]


class ProposedForm(forms.Form):
    """Yes or no, and why. Who proposed it can only take it back, and need not say why."""

    decision = forms.ChoiceField(label="Decision", widget=forms.RadioSelect)
    remarks = words("Remarks", "The reason of the decision. Kept with the proposal.")
    use_required_attribute = False

    def __init__(self, *args: Any, is_mine: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].choices = _ONES_OWN if is_mine else _OF_OTHERS  # type: ignore[attr-defined]
        if is_mine:
            del self.fields["remarks"]
