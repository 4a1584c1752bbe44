"""The queue, and what is done to it: take the next case or a certain one, give it back, hand it on."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.generic import FormView, View

from declarations import clearance
from declarations.console.head import head_of
from declarations.console.officers import DECIDE, DIRECT, SEE
from declarations.console.pages import ByOfficers, Page
from declarations.console.queue.forms import HandOnForm, NarrowForm
from declarations.console.queue.waiting import COUNTED, SHOWN, desk_of, queue
from declarations.console.wording import refusal_words
from declarations.errors import Refusal
from declarations.models import Declaration


class QueuePage(Page):
    """What waits, the earliest due first; what one has oneself on top of it."""

    right, title, template_name = SEE, "Work queue", "console/queue.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, of = timezone.now(), self.request.user.get_username()
        form = NarrowForm(self.request.GET)
        return {
            **super().get_context_data(**kwargs),
            "form": form,
            "queue": queue(form.narrowed, of=of, at=now),
            "shown": SHOWN,
            "counted": COUNTED,
            "mine": desk_of(of, at=now),
            "may_take": self.request.user.has_perm(DECIDE),
            "may_direct": self.request.user.has_perm(DIRECT),
        }


class TakeNext(ByOfficers, View):
    """Take the next case of what the queue is narrowed to, and open it."""

    right, title = DECIDE, "Take the next case"

    def post(self, request: HttpRequest) -> HttpResponse:
        said = NarrowForm(request.POST)
        wanted = said.narrowed
        taken = clearance.take_next(
            by=self.officer,
            at=timezone.now(),
            category=wanted.category,
            customs_office=wanted.customs_office,
        )
        if taken:
            messages.success(request, f"{taken.number}: it is on your desk.")
            return redirect("admin:case", taken.number)
        messages.info(request, "Nothing of the kind waits that nobody has.")
        asked = {name: request.POST.get(name, "") for name in said.fields}
        return redirect(f"{reverse('admin:queue')}?{urlencode(asked)}")


class _OfCase(ByOfficers, View):
    """One call about one case; then its page tells what came of it."""

    right, title, done = DECIDE, "", ""

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        get_object_or_404(Declaration, number=number)
        try:
            self.act(number)
        except Refusal as refusal:
            messages.error(request, f"{number}: {refusal_words(refusal)}")
        else:
            messages.success(request, f"{number}: {self.done}")
        return redirect("admin:case", number)

    def act(self, number: str) -> None:
        """The call. Raises the domain's refusals."""
        raise NotImplementedError


class Take(_OfCase):
    """Take this case."""

    done = "it is on your desk."

    def act(self, number: str) -> None:
        clearance.take(number, by=self.officer, at=timezone.now())


class GiveBack(_OfCase):
    """Let others have it."""

    done = "given back: anybody may take it."

    def act(self, number: str) -> None:
        clearance.give_back(number, by=self.officer, at=timezone.now())


class HandOn(ByOfficers, FormView):
    """A supervisor gives a case to an officer, whoever has it."""

    right, title, template_name, form_class = DIRECT, "Hand on", "console/hand_on.html", HandOnForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = Declaration.objects.select_related("trader", "declarant")
        head = head_of(get_object_or_404(found, number=self.kwargs["number"]), at=timezone.now())
        return {**super().get_context_data(**kwargs), "head": head}

    def form_valid(self, form: HandOnForm) -> HttpResponse:
        number, to = self.kwargs["number"], form.cleaned_data["officer"]
        get_object_or_404(Declaration, number=number)
        try:
            clearance.hand_on(number, to=to.id, by=self.officer, at=timezone.now())
        except Refusal as refusal:
            messages.error(self.request, f"{number}: {refusal_words(refusal)}")
        else:
            messages.success(self.request, f"{number}: it is on the desk of {to.username}.")
        return redirect("admin:case", number)
