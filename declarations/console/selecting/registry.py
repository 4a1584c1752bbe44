"""Learned models: where each comes from, how good it was, and what its word counts, by two officers."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.generic import FormView
from msgspec import Struct

from declarations import clearance
from declarations.console.forms.base import words
from declarations.console.forms.proposed import APPROVE, ProposedForm
from declarations.console.officers import WATCH, WEIGH
from declarations.console.pages import ByOfficers, Page
from declarations.console.wording import Badge, refusal_words
from declarations.errors import Refusal
from declarations.selection.models import LearnedModel, ScoringPolicy
from declarations.selection.scoring import file_of


class Registered(Struct, frozen=True):
    """A model, and whether its file is where the service looks for it."""

    model: LearnedModel
    has_file: bool

    @property
    def metrics(self) -> list[tuple[str, float]]:
        """How good it was, by name, in percent."""
        return [(name.replace("_", " "), 100 * value) for name, value in self.model.metrics.items()]


class Told(Struct, frozen=True):
    """A policy, and where it stands in words."""

    policy: ScoringPolicy
    standing: Badge

    @property
    def waits(self) -> bool:
        """Whether nobody has decided it."""
        return not self.policy.approved_by and not self.policy.declined_by


def registered() -> list[Registered]:
    """Every registered model, the newest first."""
    rows = LearnedModel.objects.order_by("-registered_at")
    return [Registered(row, file_of(row.sha256, folder=settings.SELECTION_MODELS_DIR).is_file()) for row in rows]


def policies() -> list[Told]:
    """Every policy, the newest first; the one that was approved last is in force."""
    rows = list(ScoringPolicy.objects.select_related("model").order_by("-version"))
    approved = [row for row in rows if row.approved_by]
    in_force = max(approved, key=lambda row: (row.edition, row.version), default=None)
    return [Told(row, _standing(row, in_force=row is in_force)) for row in rows]


def _standing(policy: ScoringPolicy, *, in_force: bool) -> Badge:
    if policy.declined_by:
        return Badge("stop", "Declined" if policy.declined_by != policy.proposed_by else "Taken back")
    if not policy.approved_by:
        return Badge("act", "Waits for a decision")
    return Badge("go", "In force") if in_force else Badge("plain", "Superseded")


class ModelsPage(Page):
    """The registry."""

    right, title, template_name = WATCH, "Learned models", "console/selecting/models.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "models": registered(),
            "policies": policies(),
            "may_weigh": self.request.user.has_perm(WEIGH),
        }


class PolicyForm(forms.Form):
    """What a model's word is to count."""

    mode = forms.ChoiceField(
        label="What follows from a score", choices=ScoringPolicy.Mode.choices, widget=forms.RadioSelect
    )
    g = forms.DecimalField(
        label="Weight of the duty at stake, g",
        help_text="From 0 to 1. The score is likelihood x (1 + duty and taxes in yen) to the power of g.",
        min_value=0,
        max_value=1,
        decimal_places=3,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "yen"}),
    )
    document_from = forms.FloatField(
        label="Documents from", help_text="Scores from this one on ask for category 2.", widget=forms.TextInput
    )
    inspection_from = forms.FloatField(
        label="Inspection from",
        help_text="Scores from this one on ask for category 3; blank for never.",
        required=False,
        widget=forms.TextInput,
    )
    reason = words("Reason", "Why, for the officer who decides. Nothing is changed before.")
    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        """An inspection is asked for by no lower a score than the documents."""
        said = super().clean() or {}
        document, inspection = said.get("document_from"), said.get("inspection_from")
        if document is not None and inspection is not None and inspection < document:
            self.add_error("inspection_from", "It is not below the score that asks for the documents.")
        return said


class ProposePolicy(ByOfficers, FormView):
    """Propose what a model's word is to count."""

    right, title = WEIGH, ""
    template_name, form_class = "console/selecting/propose.html", PolicyForm
    initial = {"mode": ScoringPolicy.Mode.SHADOW}

    def find(self) -> None:
        self.model = get_object_or_404(LearnedModel, sha256=self.kwargs["sha256"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = {"title": f"Propose a policy for model {self.model}", "model": self.model}
        return super().get_context_data(**kwargs) | told

    def form_valid(self, form: PolicyForm) -> HttpResponse:
        said = form.cleaned_data | {"mode": ScoringPolicy.Mode(form.cleaned_data["mode"])}
        policy = clearance.propose_policy(self.model.sha256, by=self.officer, at=timezone.now(), **said)
        messages.info(self.request, f"Policy {policy} is proposed. Until another officer decides nothing changes.")
        return redirect("admin:selection-policy", policy.version)


class PolicyPage(ByOfficers, FormView):
    """One policy, and its decision."""

    right, title = WEIGH, ""
    template_name, form_class = "console/selecting/policy.html", ProposedForm

    def find(self) -> None:
        rows = ScoringPolicy.objects.select_related("model")
        self.policy = get_object_or_404(rows, version=self.kwargs["version"])
        self.is_mine = self.policy.proposed_by == clearance.actor_of(self.officer)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"is_mine": self.is_mine}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        refusal = None if self.is_mine else clearance.why_not_policy(self.policy, self.officer)
        return super().get_context_data(**kwargs) | {
            "title": f"Policy {self.policy}",
            "told": next(each for each in policies() if each.policy.version == self.policy.version),
            "why_not": refusal_words(refusal, done=False) if refusal else "",
        }

    def form_valid(self, form: ProposedForm) -> HttpResponse:
        approves, remarks = form.cleaned_data["decision"] == APPROVE, form.cleaned_data.get("remarks", "")
        version, at = self.policy.version, timezone.now()
        try:
            policy = clearance.decide_policy(version, by=self.officer, approves=approves, remarks=remarks, at=at)
        except Refusal as refusal:
            messages.error(self.request, refusal_words(refusal))
        else:
            done = "approved, and in force" if policy.approved_by else "declined: nothing is changed"
            messages.info(self.request, f"Policy {policy} is {done}.")
        return redirect("admin:selection-policy", version)
