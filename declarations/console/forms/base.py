"""What every act's form has: that it is meant, and what its officer had seen of the case."""

from typing import Any

from django import forms

MOST_WORDS = 1000


def words(label: str, help_text: str) -> forms.CharField:
    """A reason, in words; required."""
    area = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=label, help_text=help_text, max_length=MOST_WORDS, widget=area)


class ActForm(forms.Form):
    """The base of them all: no act happens by one careless key, or on a case that is another by now."""

    seen = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid"), "This page is not whole: open it again."),
    )
    confirmed = forms.BooleanField(
        label="I have read the case and decide so.", error_messages={"required": "Confirm that you mean it."}
    )
    use_required_attribute = False  # all errors at once, in our words, and beside their fields

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.put_last("confirmed")

    def put_last(self, *names: str) -> None:
        """These fields come last, in this order."""
        for name in names:
            self.fields[name] = self.fields.pop(name)


class ReasonForm(ActForm):
    """Nothing to say but why."""

    reason = words("Reason", "Why. Kept in the history of the declaration.")
