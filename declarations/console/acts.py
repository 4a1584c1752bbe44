"""The officer's acts, a page each: say why, confirm, and one call of the domain is made.

Looking at a page changes nothing; only its form does. Whether an act is possible is for the domain to say: what it
refuses is told in words with its facts.
"""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.generic import FormView

from declarations import clearance
from declarations.console.case import head_of
from declarations.console.forms import ActForm, ExamineForm, RefuseForm, ReleaseForm
from declarations.console.officers import officer_of
from declarations.console.wording import refusal_words
from declarations.errors import Refusal
from declarations.models import Declaration
from declarations.status import Status
from declarations.traders.declarant import Officer


class Act(FormView):
    """One act on one declaration."""

    verb: ClassVar[str]
    title: ClassVar[str]
    consequence: ClassVar[str]
    tone: ClassVar[str] = ""
    template_name = "console/act.html"
    admin_site: AdminSite | None = None
    do_not_call_in_templates = True  # templates show acts as classes; Django would make one of each

    def act(self, number: str, *, by: Officer, said: dict[str, Any], at: datetime) -> Declaration:
        """The one domain call. Raises the domain's refusals."""
        raise NotImplementedError

    def done(self, declaration: Declaration, said: dict[str, Any]) -> str:
        """What is told when it is done."""
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for officers (403), and an unknown number is 404, before anything else."""
        self.officer = officer_of(request.user)
        found = Declaration.objects.select_related("trader", "declarant")
        self.declaration = get_object_or_404(found, number=kwargs["number"])
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {
            **self.admin_site.each_context(self.request),  # type: ignore[union-attr]
            **context,
            "title": f"{self.title} {self.declaration.number}",
            "opts": Declaration._meta,
            "act": self,
            "head": head_of(self.declaration, at=timezone.now()),
        }

    def form_valid(self, form: ActForm) -> HttpResponse:
        """Do it, and show the case as it is then."""
        number = self.declaration.number
        try:
            declaration = self.act(number, by=self.officer, said=form.cleaned_data, at=timezone.now())
        except Refusal as refusal:
            messages.error(self.request, f"{number}: {refusal_words(refusal)}")
        else:
            messages.success(self.request, f"{number}: {self.done(declaration, form.cleaned_data)}")
        return redirect("admin:case", number)


class Examine(Act):
    """Examine the documents or inspect the goods."""

    verb, title, form_class = "examine", "Examine", ExamineForm
    consequence = "The result is kept for good. If nothing else holds the declaration, it is released at once."

    def act(self, number: str, *, by: Officer, said: dict[str, Any], at: datetime) -> Declaration:
        in_order = said["result"] == "IN_ORDER"
        return clearance.examine(number, by=by, in_order=in_order, remarks=said["remarks"], at=at)

    def done(self, declaration: Declaration, said: dict[str, Any]) -> str:
        found = "in order" if said["result"] == "IN_ORDER" else "not in order"
        released = declaration.status == Status.RELEASED
        after = "Nothing holds it any more: it is released." if released else "What still holds it stands below."
        return f"examined, {found}. {after}"


class Release(Act):
    """Release the goods."""

    verb, title, form_class = "release", "Release", ReleaseForm
    consequence = "The import or export permit is given. This cannot be taken back. While anything holds it, it is not."

    def act(self, number: str, *, by: Officer, said: dict[str, Any], at: datetime) -> Declaration:
        return clearance.release(number, by=by, at=at)

    def done(self, declaration: Declaration, said: dict[str, Any]) -> str:
        return "released."


class Refuse(Act):
    """Refuse the permit."""

    verb, title, form_class, tone = "refuse", "Refuse", RefuseForm, "stop"
    consequence = "The permit is refused for good, and permit checks that are still open are cancelled."

    def act(self, number: str, *, by: Officer, said: dict[str, Any], at: datetime) -> Declaration:
        return clearance.refuse(number, by=by, ground=f"{said['ground']}: {said['explanation']}", at=at)

    def done(self, declaration: Declaration, said: dict[str, Any]) -> str:
        return "refused."


ACTS: tuple[type[Act], ...] = (Examine, Release, Refuse)
