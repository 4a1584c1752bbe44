"""The chains of history verified from end to end: asked for here, gone through by workers, watched here."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import TemplateView

from declarations.console.officers import VERIFY
from declarations.console.pages import OfOfficers
from declarations.models import Verification
from declarations.verifying import walking

_SHOWN = 10
REFRESHED = 2
"""Seconds after which the page of a walk that goes on is asked for again, scripts or not."""


class WalksPage(OfOfficers, TemplateView):
    """The last walks, how far the present one has come, and the act that begins one."""

    right, title, template_name = VERIFY, "Chains of history", "console/walks.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        walks = list(Verification.objects.all()[:_SHOWN])
        goes_on = bool(walks) and walks[0].ended_at is None
        return {**super().get_context_data(**kwargs), "walks": walks, "refreshed": REFRESHED if goes_on else 0}

    def post(self, request: HttpRequest) -> HttpResponse:
        """Begin one; where one is under way, watch that."""
        by = f"{request.user.role.lower()}:{request.user.get_username()}"  # type: ignore[union-attr]
        walking.begin(by=by, at=timezone.now())
        messages.info(request, "The chains are being verified.")
        return redirect("admin:walks")
