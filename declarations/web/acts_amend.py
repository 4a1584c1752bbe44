"""Amending: what stands is copied into a draft, and written anew there as any draft is (`amending` sends it)."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from declarations import clearance
from declarations.errors import IllegalTransition, TooManyDrafts
from declarations.status import Act, Status, is_legal
from declarations.traders.sessions import recently_confirmed
from declarations.web import status_words as words
from declarations.web.acts_base import OfDeclaration
from declarations.web.acts_words import refused
from declarations.web.page import SeeOther


class Amend(OfDeclaration):
    """Begins the draft, step by step or all on one page; where one was begun, goes on with it."""

    template_name = "web/acts/amend.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        return self._as_confirmed(self._asked)(request)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self._as_confirmed(self._begun)(request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=words.ACT["amend"],
            is_amendable=is_legal(self.declaration.status, Act.AMEND),
            is_released=self.declaration.status == Status.RELEASED,
            **kwargs,
        )

    def _as_confirmed(self, view: Any) -> Any:
        """What was released is changed only by whoever has shown just now who it is."""
        return recently_confirmed(view) if self.declaration.status == Status.RELEASED else view

    def _asked(self, request: HttpRequest) -> HttpResponseBase:
        begun = clearance.amending_draft(self.declaration.number, by=self.by)
        return SeeOther(reverse("web:outline", args=[begun.number])) if begun else self.shown()

    def _begun(self, request: HttpRequest) -> HttpResponseBase:
        try:
            draft = clearance.begin_amendment(self.declaration.number, by=self.by, at=self.at)
        except (IllegalTransition, TooManyDrafts) as refusal:
            return self.shown(status=refusal.status, problems=refused(refusal))
        way = "grid" if request.POST.get("way") == "grid" else "outline"
        return SeeOther(reverse(f"web:{way}", args=[draft.number]))
