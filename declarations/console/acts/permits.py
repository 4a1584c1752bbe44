"""Override a permit check, or take it over from the machine."""

from datetime import datetime
from typing import Any, Unpack
from uuid import UUID

from django.http import Http404

from declarations import clearance
from declarations.console import ways
from declarations.console.acts.base import Act, How
from declarations.console.case.permits import lines_of
from declarations.console.forms.base import ReasonForm
from declarations.console.forms.deciding import DecideForm
from declarations.console.forms.permits import PaperAnswerForm
from declarations.console.ways import Offers
from permits import checking
from permits.models import Effect, OverrideProposal


class CheckAct(Act):
    """An act on one permit check of the declaration."""

    place = "permits/(?P<check>[0-9a-f-]{36})/"
    about = "console/about/permit.html"

    def find(self) -> None:
        """A check of this declaration; another's is not found."""
        try:
            check_id = UUID(self.kwargs["check"])
        except ValueError:
            raise Http404 from None
        found = checking.checks_of(str(self.declaration.id)).filter(id=check_id).first()
        if found is None:
            raise Http404
        self.permit_check = found

    def told_of(self, offers: Offers, *, at: datetime) -> dict[str, Any]:
        (line,) = lines_of([self.permit_check], offers=offers)
        return {"line": line}

    def is_offered(self, offers: Offers) -> bool:
        return offers.has(self.way, self.permit_check)


class ProposeOverride(CheckAct):
    """Propose to decide instead of the agency, or against it."""

    way, form_class = ways.OVERRIDE, ReasonForm
    consequence = "Nothing changes yet: another officer, a senior or a chief examiner, decides."

    def act(self, number: str, form: ReasonForm, **how: Unpack[How]) -> str:
        clearance.propose_override(number, self.permit_check.id, reason=form.cleaned_data["reason"], **how)
        return "the override is proposed. Another officer decides."


_TOLD = {
    OverrideProposal.Outcome.APPROVED: "overridden. The check holds the goods no longer.",
    OverrideProposal.Outcome.DECLINED: "the override is declined. The check stays as it is.",
    OverrideProposal.Outcome.VOID: "not overridden: the check has changed since that was proposed. Propose it anew.",
}


class DecideOverride(CheckAct):
    """Approve or decline what another officer proposed; or take one's own proposal back."""

    way, form_class = ways.DECIDE_OVERRIDE, DecideForm
    consequence = "What is approved takes effect at once: the check holds the goods no longer. It cannot be taken back."

    def act(self, number: str, form: DecideForm, **how: Unpack[How]) -> str:
        said = form.cleaned_data
        approves = said["decision"] == "APPROVE"
        check_id, remarks = self.permit_check.id, said["remarks"]
        return _TOLD[clearance.decide_override(number, check_id, approves=approves, remarks=remarks, **how)]


class RecordPaperAnswer(CheckAct):
    """Record what the agency said on paper."""

    way, form_class = ways.PAPER, PaperAnswerForm
    consequence = "The answer counts as if the agency's machine had sent it: the first decision stands."

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"reference": self.permit_check.agency_reference}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"permit_check": self.permit_check}

    def act(self, number: str, form: PaperAnswerForm, **how: Unpack[How]) -> str:
        reason = form.cleaned_data["reason"]
        effect = clearance.record_paper_answer(number, self.permit_check.id, form.answer, reason=reason, **how)
        if effect is Effect.APPLIED:
            return "the agency's answer is recorded."
        return f"the answer is kept, and changes nothing: it {effect.label}."


class AskAgain(CheckAct):
    """Have the agency asked again at once."""

    way, form_class = ways.RETRY, ReasonForm
    consequence = "The agency is asked again at once, as if it had never failed."

    def act(self, number: str, form: ReasonForm, **how: Unpack[How]) -> str:
        clearance.ask_agency_again(number, self.permit_check.id, reason=form.cleaned_data["reason"], **how)
        return "the agency is asked again."


class CloseContradiction(CheckAct):
    """What contradicts the settled check was looked at."""

    way, form_class = ways.CONTRADICTION, ReasonForm
    consequence = "The settlement stands as it is, and the check needs an officer no longer."

    def act(self, number: str, form: ReasonForm, **how: Unpack[How]) -> str:
        clearance.close_contradiction(number, self.permit_check.id, reason=form.cleaned_data["reason"], **how)
        return "the contradiction is closed. The settlement stands."


ACTS: tuple[type[Act], ...] = (ProposeOverride, DecideOverride, RecordPaperAnswer, AskAgain, CloseContradiction)
