"""What an officer says with each act: a reason in words, and that the act is meant."""

from django import forms

# Sentences that a refusal commonly rests on; the officer's own words follow and are required.
_GROUNDS = (
    ("Customs Act Art. 69-2 (goods that may not be exported)", "Art. 69-2: goods that may not be exported"),
    ("Customs Act Art. 69-11 (goods that may not be imported)", "Art. 69-11: goods that may not be imported"),
    ("Customs Act Art. 70 (other law not complied with)", "Art. 70: another law's permit is not proved"),
    ("Customs Act Art. 71 (false indication of origin)", "Art. 71: false indication of origin"),
    ("Customs Act Art. 72 (duty not paid)", "Art. 72: duty is not paid"),
    ("Other ground", "Another ground, named in the explanation"),
)
_MOST_WORDS = 1000


def _words(label: str, help_text: str) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, max_length=_MOST_WORDS, widget=forms.Textarea(attrs={"rows": 4})
    )


class ActForm(forms.Form):
    """The base of them all: no act happens by one careless key."""

    confirmed = forms.BooleanField(label="I have read the case and decide so.")

    field_order = ("result", "remarks", "ground", "explanation", "confirmed")
    use_required_attribute = False  # all errors at once, in our words, and beside their fields


class ExamineForm(ActForm):
    """What the examination of the documents or the inspection of the goods found."""

    result = forms.ChoiceField(
        label="What was found",
        choices=(("IN_ORDER", "In order"), ("NOT_IN_ORDER", "Not in order")),
        widget=forms.RadioSelect,
    )
    remarks = _words("Remarks", "What was examined, and what it showed. Kept in the history of the declaration.")


class ReleaseForm(ActForm):
    """Nothing to say: the law says it, or holds say no."""


class RefuseForm(ActForm):
    """The legal ground, and the facts under it."""

    ground = forms.ChoiceField(label="Legal ground", choices=(("", "Choose a ground"), *_GROUNDS))
    explanation = _words("Explanation", "The facts, as the declarant will be told. Kept in the history.")
