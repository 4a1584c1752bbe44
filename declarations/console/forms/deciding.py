"""Examine, release, refuse; decide what was applied for."""

from django import forms

from declarations.console.forms.base import ActForm, words

# Sentences that a refusal commonly rests on; the officer's own words follow and are required.
_GROUNDS = (
    ("Customs Act Art. 69-2 (goods that may not be exported)", "Art. 69-2: goods that may not be exported"),
    ("Customs Act Art. 69-11 (goods that may not be imported)", "Art. 69-11: goods that may not be imported"),
    ("Customs Act Art. 70 (other law not complied with)", "Art. 70: another law's permit is not proved"),
    ("Customs Act Art. 71 (false indication of origin)", "Art. 71: false indication of origin"),
    ("Customs Act Art. 72 (duty not paid)", "Art. 72: duty is not paid"),
    ("Other ground", "Another ground, named in the explanation"),
)


class ExamineForm(ActForm):
    """What the examination of the documents or the inspection of the goods found."""

    result = forms.ChoiceField(
        label="What was found",
        choices=(("IN_ORDER", "In order"), ("NOT_IN_ORDER", "Not in order")),
        widget=forms.RadioSelect,
    )
    remarks = words("Remarks", "What was examined, and what it showed. Kept in the history of the declaration.")


class ReleaseForm(ActForm):
    """Nothing to say: the law says it, or holds say no."""


class RefuseForm(ActForm):
    """The legal ground, and the facts under it."""

    ground = forms.ChoiceField(label="Legal ground", choices=(("", "Choose a ground"), *_GROUNDS))
    explanation = words("Explanation", "The facts, as the declarant will be told. Kept in the history.")


class DecideForm(ActForm):
    """Yes or no to what somebody else asked for, and why."""

    decision = forms.ChoiceField(
        label="Decision", choices=(("APPROVE", "Approve"), ("DECLINE", "Decline")), widget=forms.RadioSelect
    )
    remarks = words("Remarks", "The reason of the decision. Kept in the history of the declaration.")
