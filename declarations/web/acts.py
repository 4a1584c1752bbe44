"""What a declarant does after lodging, a page an act: answer, withdraw, arrive, apply for release before permit."""

from functools import cached_property
from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from declarations import clearance, filing
from declarations.account import Asked
from declarations.filing import DocumentSummary
from declarations.web.acts_base import ActPage
from declarations.web.acts_forms import AnswerForm, ArriveForm, EarlyReleaseForm, WithdrawForm


class Answer(ActPage):
    """Answer an officer's question."""

    name, form_class, template_name = "answer", AnswerForm, "web/acts/answer.html"
    consequence = _("An officer reads your answer. A question is answered once.")
    done = _("Your answer is sent.")

    @cached_property
    def documents(self) -> list[DocumentSummary]:
        """What was attached before, to be shown with the answer."""
        return filing.documents_of(self.declaration)

    def question(self) -> Asked:
        """Which question. Raises Http404."""
        asked = str(self.kwargs["question"])
        found = next((each for each in self.account.questions if each.id == asked), None)
        if found is None:
            raise Http404(asked)
        return found

    def form_options(self) -> dict[str, Any]:
        return {"documents": self.documents}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"question": self.question()}

    def act(self, form: AnswerForm) -> None:
        said = form.cleaned_data
        clearance.answer(
            self.declaration.number,
            self.kwargs["question"],
            by=self.by,
            text=said["text"],
            documents=said["documents"],
            seen=said["seen"],
            at=self.at,
        )


class Withdraw(ActPage):
    """Take it back, before the permit."""

    name, form_class, is_grave = "withdraw", WithdrawForm, True
    consequence = _(
        "The declaration ends without a permit. Nobody is asked any more, and what was paid is paid back. "
        "This cannot be undone: to declare these goods again, copy it to a new draft."
    )
    done = _("The declaration is withdrawn.")

    def act(self, form: WithdrawForm) -> None:
        said = form.cleaned_data
        clearance.withdraw(self.declaration.number, by=self.by, reason=said["reason"], seen=said["seen"], at=self.at)


class Arrive(ActPage):
    """Tell that the goods of a preliminary declaration were carried in."""

    name, form_class = "arrive", ArriveForm
    consequence = _(
        "The preliminary declaration becomes the main one: the law and the rates of today count. "
        "Where the goods lie in another bonded area than declared, amend the declaration first."
    )
    done = _("Customs knows that the goods were carried in.")

    def initial(self) -> dict[str, Any]:
        return {"bonded_area": self.declaration.versions.get(number=self.declaration.version).bonded_area}

    def act(self, form: ArriveForm) -> None:
        said = form.cleaned_data
        clearance.arrive(
            self.declaration.number, by=self.by, bonded_area=said["bonded_area"], seen=said["seen"], at=self.at
        )


class EarlyRelease(ActPage):
    """Apply for release before permit."""

    name, form_class = "release-before-permit", EarlyReleaseForm
    consequence = _(
        "An officer decides. Where it is approved the goods may leave before the permit, and the security is held "
        "until the permit (Customs Act art. 73)."
    )
    done = _("You have applied for release before permit.")

    def initial(self) -> dict[str, Any]:
        return {"amount": self.account.duty.owed}

    def act(self, form: EarlyReleaseForm) -> None:
        clearance.apply_for_early_release(self.declaration.number, by=self.by, at=self.at, **form.cleaned_data)
