"""The proposals in the console: the list of them, and a page for each that shows what would change and decides it."""

from collections.abc import Iterator
from typing import Any

import msgspec
from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin import AdminSite
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.generic import FormView
from msgspec import Struct

from declarations.console.forms.proposed import APPROVE, ProposedForm
from declarations.console.officers import demand, officer_of
from declarations.console.reading_only import ReadingOnly
from declarations.console.wording import Badge, outcome_badge, refusal_words
from declarations.errors import Refusal
from singlewindow.four_eyes import proposing
from singlewindow.four_eyes.rows import RowChange, columns
from singlewindow.four_eyes.simulating import simulations
from singlewindow.models import Proposal

DECIDE, VIEW = "singlewindow.decide_proposal", "singlewindow.view_proposal"
_DONE = {
    Proposal.Outcome.APPROVED: "Approved, and done.",
    Proposal.Outcome.DECLINED: "Declined: nothing is changed.",
    Proposal.Outcome.VOID: "Void: what it would change is not what it was, or cannot become so. Nothing is changed.",
    Proposal.Outcome.WITHDRAWN: "Taken back: nothing is changed.",
}


class Difference(Struct, frozen=True):
    """One column of one row, now and as proposed."""

    place: str
    before: str
    after: str


class ProposalPage(FormView):
    """One proposal: to be seen by everyone of the console, to be decided by an officer, or taken back."""

    template_name, form_class = "console/proposal.html", ProposedForm
    admin_site: AdminSite | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        demand(request.user, VIEW)
        self.proposal = get_object_or_404(Proposal, id=kwargs["proposal"])
        self.is_mine = self.proposal.proposed_by == proposing.person_of(request.user)  # type: ignore[arg-type]
        if request.method == "POST" and not self.is_mine:
            officer_of(request.user, DECIDE)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"is_mine": self.is_mine}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(self.request),  # type: ignore[union-attr]
            **super().get_context_data(**kwargs),
            "title": f"Proposal: {self.proposal.title}",
            "opts": Proposal._meta,
            "proposal": self.proposal,
            "outcome": outcome_badge(self.proposal.outcome),
            "differences": list(differences(self.proposal)),
            "simulations": simulations(self.proposal, at=timezone.now()),
            "why_not": self._why_not(),
        }

    def _why_not(self) -> str:
        """Why whoever looks cannot decide it, in words."""
        if self.is_mine:
            return ""
        try:
            officer = officer_of(self.request.user, DECIDE)
        except PermissionDenied:
            return "A customs officer decides."
        refusal = proposing.why_not(self.proposal, officer)
        return refusal_words(refusal, done=False) if refusal else ""

    def form_valid(self, form: ProposedForm) -> HttpResponse:
        try:
            ended = self._withdrawn() if self.is_mine else self._decided(form.cleaned_data)
        except Refusal as refusal:
            messages.error(self.request, refusal_words(refusal))
        else:
            messages.info(self.request, _DONE[Proposal.Outcome(ended.outcome)])
        return redirect("admin:proposal", self.proposal.id)

    def _withdrawn(self) -> Proposal:
        return proposing.withdraw(self.proposal.id, by=self.request.user, at=timezone.now())  # type: ignore[arg-type]

    def _decided(self, said: dict[str, Any]) -> Proposal:
        with transaction.atomic():
            ended = proposing.decide(
                self.proposal.id,
                by=officer_of(self.request.user, DECIDE),
                approves=said["decision"] == APPROVE,
                remarks=said["remarks"],
                at=timezone.now(),
            )
            if ended.outcome == Proposal.Outcome.APPROVED and ended.act == Proposal.Act.CHANGE:
                _log(ended, by=self.request.user)
        return ended


def _log(proposal: Proposal, *, by: Any) -> None:
    """In the history that the console shows of a row."""
    row = apps.get_model(proposal.about)._base_manager.filter(pk=proposal.row)
    is_new = not msgspec.convert(proposal.changes, list[RowChange])[0].row
    message = f"Proposed by {proposal.proposed_by}, approved by {proposal.decided_by}: {proposal.reason}"
    LogEntry.objects.log_actions(by.pk, row, ADDITION if is_new else CHANGE, message, single_object=True)


def differences(proposal: Proposal) -> Iterator[Difference]:
    """What would change, column by column."""
    for change in msgspec.convert(proposal.changes, list[RowChange]):
        model = apps.get_model(change.model)
        name = str(model._meta.verbose_name)
        if proposal.act == Proposal.Act.REPLAY:
            yield Difference(f"{name} {change.before['row_id']}", change.before["error"], "tried again")
        elif not change.after:
            yield Difference(name, ", ".join(_text(each) for each in change.before.values()), "taken away")
        known = columns(model)
        for column, value in change.after.items():
            if not change.row and change.before.get(column) == value:
                continue  # a new version that says the same here, or nothing
            before = _named(known[column], change.before[column]) if column in change.before else ""
            yield Difference(f"{name}: {known[column].verbose_name}", before, _named(known[column], value))


def _named(field: Any, value: Any) -> str:
    """A value as people read it: a row that it names by its name."""
    if field.is_relation and value not in (None, ""):
        row = field.related_model._base_manager.filter(pk=value).first()
        return str(row or value)
    return _text(field.to_python(value))  # a span of time, for one, is no P3D


def _text(value: Any) -> str:
    return "" if value is None else str(value)


class OpenFilter(admin.SimpleListFilter):
    """What waits, or what is over."""

    title, parameter_name = "open", "open"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Open"), ("no", "Decided")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Proposal]) -> QuerySet[Proposal]:
        if self.value() == "yes":
            return queryset.filter(outcome="")
        return queryset.exclude(outcome="") if self.value() == "no" else queryset


class ProposalAdmin(ReadingOnly):
    """What one person proposed and another decides, the newest first."""

    list_display = ("title", "act", "outcome_words", "proposed_by", "proposed_at", "decided_by", "decided_at")
    list_filter = (OpenFilter, "act", "about")
    search_fields = ("title", "=proposed_by", "=decided_by")
    search_help_text = "Words of the title, or who, in full"
    date_hierarchy = "proposed_at"
    list_per_page = 50

    @admin.display(description="outcome", ordering="outcome")
    def outcome_words(self, row: Proposal) -> Badge:
        return outcome_badge(row.outcome)

    def get_urls(self) -> list[URLPattern]:
        """A page of our own before Django's."""
        page = self.admin_site.admin_view(ProposalPage.as_view(admin_site=self.admin_site))
        return [path("<uuid:proposal>/", page, name="proposal"), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Django's address of a row leads to its page: there is no form to change one."""
        found = self.get_object(request, object_id)
        if found is None:
            return super().change_view(request, object_id, form_url, extra_context)
        return redirect("admin:proposal", found.pk)
