"""Failing work in the console: what raises, how often, and the act that has it tried again; and what two people do."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from declarations.console.reading_only import ReadingOnly
from declarations.console.wording import refusal_words
from declarations.errors import TooManyReplays
from singlewindow import replaying
from singlewindow.four_eyes import registering
from singlewindow.four_eyes.pages import ProposalAdmin
from singlewindow.four_eyes.proposing import propose_replay
from singlewindow.models import Heartbeat, Proposal, Replay, Trouble

REPLAY = "singlewindow.replay_trouble"

registering.register()
admin.site.register(Proposal, ProposalAdmin)


class ReplayForm(ActionForm):
    """Beside the act: the reason, which only many at once need."""

    reason = forms.CharField(required=False, max_length=1000, label="Reason, for more than ten")


@admin.register(Trouble)
class TroubleAdmin(ReadingOnly):
    """Work that raises, the given up first of all."""

    list_display = ["kind", "row_id", "failures", "error", "first_at", "last_at", "dead_at"]
    list_filter = ["kind", ("dead_at", admin.EmptyFieldListFilter)]
    search_fields = ["=row_id"]
    search_help_text = "A row's id, in full"
    actions = ["replay"]  # type: ignore[assignment]
    list_per_page = 50
    action_form = ReplayForm

    def has_replay_permission(self, request: HttpRequest) -> bool:
        """Who has the right to."""
        return request.user.has_perm(REPLAY)

    @admin.action(description="Try again what was given up", permissions=["replay"])
    def replay(self, request: HttpRequest, chosen: QuerySet[Any]) -> None:
        """At once, or proposed to a second person where it is more than one person may."""
        by, reason = str(request.user.get_username()), request.POST.get("reason", "").strip()[:1000]
        troubles = list(chosen.values_list("id", flat=True))
        try:
            replayed = replaying.replay(troubles, by=by, at=timezone.now())
        except TooManyReplays as refusal:
            if reason and propose_replay(troubles, reason=reason, by=request.user, at=timezone.now()):  # type: ignore[arg-type]
                self.message_user(request, "Proposed: a second person decides. Nothing is tried again before.")
            else:
                words = f"{refusal_words(refusal)} Say why beside the act to propose it."
                self.message_user(request, words, messages.ERROR)
        else:
            self.message_user(request, f"{replayed} of {len(troubles)} are tried again.", messages.SUCCESS)


@admin.register(Replay)
class ReplayAdmin(ReadingOnly):
    """Who had what tried again."""

    list_display = ["at", "by", "kind", "row_id", "failures", "error"]
    list_filter = ["kind"]
    search_fields = ["=row_id", "=by"]
    search_help_text = "A row's id or a login, in full"


@admin.register(Heartbeat)
class HeartbeatAdmin(ReadingOnly):
    """The dispatchers."""

    list_display = ["name", "started_at", "beat_at", "broker_seen_at", "broker_away_since"]
