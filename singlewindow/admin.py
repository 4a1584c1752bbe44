"""Failing work in the console: what raises, how often, and the act that has it tried again."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from declarations.console.officers import may_enter
from declarations.console.reading_only import ReadingOnly
from declarations.console.wording import refusal_words
from declarations.errors import TooManyReplays
from singlewindow import replaying
from singlewindow.models import Heartbeat, Replay, Trouble


@admin.register(Trouble)
class TroubleAdmin(ReadingOnly):
    """Work that raises, the given up first of all."""

    list_display = ["kind", "row_id", "failures", "error", "first_at", "last_at", "dead_at"]
    list_filter = ["kind", ("dead_at", admin.EmptyFieldListFilter)]
    search_fields = ["=row_id"]
    search_help_text = "A row's id, in full"
    actions = ["replay"]  # type: ignore[assignment]
    list_per_page = 50

    def has_replay_permission(self, request: HttpRequest) -> bool:
        """Officers and administrators."""
        return may_enter(request.user)

    @admin.action(description="Try again what was given up", permissions=["replay"])
    def replay(self, request: HttpRequest, chosen: QuerySet[Any]) -> None:
        """The one call of the domain; then each kind of work takes its row up."""
        by = str(request.user.get_username())
        try:
            replayed = replaying.replay(list(chosen.values_list("id", flat=True)), by=by, at=timezone.now())
        except TooManyReplays as refusal:
            self.message_user(request, refusal_words(refusal), messages.ERROR)
        else:
            self.message_user(request, f"{replayed} of {len(chosen)} are tried again.", messages.SUCCESS)


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
