"""What a draft changes of its declaration, side by side, and why: then it is sent as the amendment."""

import re
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from declarations import clearance, reading
from declarations.errors import DraftLodged, NotAcceptable, Refusal, Refused, Stale
from declarations.models import Declaration, Draft
from declarations.status import Act, Status, is_legal
from declarations.traders.sessions import recently_confirmed
from declarations.web.acts_forms import ReasonForm, inputs_of, problems_of
from declarations.web.acts_words import refused
from declarations.web.changed import changed
from declarations.web.inputs import Problem
from declarations.web.page import SeeOther
from declarations.web.problems import blocking_of
from declarations.web.sending import Sending
from declarations.web.status_page import told

_SEQ = re.compile(r"[0-9]{1,9}")


class Amendment(Sending):
    """The changes, what happened to the declaration since its writer looked at it last, and the question why."""

    template_name = "web/draft/amendment.html"
    form_id = "amendment"
    declaration: Declaration

    def admitted(self) -> HttpResponseBase | None:
        elsewhere = super().admitted()
        if elsewhere is None:
            if self.amended is None:
                return SeeOther(self.last_page())
            self.declaration = self.amended
        return elsewhere

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        return self._as_confirmed(super().get)(request)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self._as_confirmed(super().post)(request)

    def _as_confirmed(self, view: Any) -> Any:
        """What was released is changed only by whoever has shown just now who it is."""
        return recently_confirmed(view) if self.declaration.status == Status.RELEASED else view

    def in_other_words(self) -> HttpResponse:
        return self.shown(reason=ReasonForm(initial={"reason": self.request.POST.get("reason", "")}))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reason: ReasonForm = kwargs.pop("reason", None) or ReasonForm()
        every = self.problems()
        wrong = blocking_of(every)
        happened = [
            told(event)
            for event in reading.timeline_for_trader(self.declaration)
            if self.draft.seen is not None and event.seq > self.draft.seen
        ]
        return super().get_context_data(
            declaration=self.declaration,
            problems=kwargs.pop("problems", None) or wrong,
            advice=[problem for problem in every if not problem.is_blocking],
            changes=changed(self.amendments()),
            before=reading.versions(self.declaration)[-1],
            happened=happened,
            is_amendable=is_legal(self.declaration.status, Act.AMEND),
            is_released=self.declaration.status == Status.RELEASED,
            can_be_sent=not wrong,
            inputs=list(inputs_of(reason)),
            typed=reason["reason"].value() or "",
            **kwargs,
        )

    def send(self, request: HttpRequest) -> HttpResponseBase:
        """The writer has looked at what happened; or the amendment is sent."""
        if request.POST.get("act") == "look":
            return self._look(request.POST)
        reason = ReasonForm(request.POST)
        if not reason.is_valid():
            return self.shown(status=422, reason=reason, problems=problems_of(reason))
        if not self.amendments():
            return self.shown(status=422, reason=reason, problems=[Problem(message=_("Nothing was changed yet"))])
        return self._amend(reason)

    def _look(self, posted: QueryDict) -> HttpResponse:
        """What happened was seen, and the page comes once more with the reason that was given already."""
        seen, reason = posted.get("seen", ""), ReasonForm(initial={"reason": posted.get("reason", "")})
        try:
            clearance.catch_up(self.draft.number, seen=int(seen) if _SEQ.fullmatch(seen) else 0, by=self.by)
        except Stale as stale:
            return self._as_it_is_now(status=409, reason=reason, problems=refused(stale))
        return self._as_it_is_now(reason=reason)

    def _amend(self, reason: ReasonForm) -> HttpResponse:
        number = self.draft.number
        expected = Draft.etag_of(number, self.request.POST.get("revision", ""))
        try:
            clearance.amend_by_draft(
                number,
                reason=reason.cleaned_data["reason"],
                key=self.key(),
                expected=expected,
                by=self.by,
                at=self.at,
                correlation_id=self.request.META["CORRELATION_ID"],
            )
        except DraftLodged:
            pass
        except (NotAcceptable, Refused) as refusal:  # told as a draft's problems are, each with where it is corrected
            problems = blocking_of(self.problems()) or refused(refusal)
            return self._as_it_is_now(status=refusal.status, reason=reason, problems=problems)
        except Stale as stale:
            is_another = expected != clearance.find_draft(number, by=self.by).etag
            message = _("The draft was changed after this page was made: look at it once more before you send it.")
            problems = [Problem(message=message)] if is_another else refused(stale)
            return self._as_it_is_now(status=409, reason=reason, problems=problems)
        except Refusal as refusal:
            return self._as_it_is_now(status=refusal.status, reason=reason, problems=refused(refusal))
        messages.success(self.request, _("The amendment is sent."))
        return SeeOther(reverse("web:status", args=[self.declaration.number]))

    def _as_it_is_now(self, **told: Any) -> HttpResponse:
        """The page once more, with the draft and the declaration looked for anew."""
        self.find()
        self._preview = None
        self.declaration = self.amended = reading.find(self.draft.amends, of=self.by.trader_id)
        return self.shown(**told)
