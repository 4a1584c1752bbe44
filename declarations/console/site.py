"""The officers' admin site."""

from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone

from declarations.console.officers import may_enter
from declarations.console.piles import piles


class Console(AdminSite):
    """Where officers look at cases and act on them."""

    site_header = "Single Window: officers' console"
    site_title = "Officers' console"
    index_title = "Desk"
    site_url = "/"
    index_template = "console/index.html"
    login_template = "console/login.html"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Officers and administrators; everyone else is sent to the login page."""
        return may_enter(request.user)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """What every page is told."""
        return super().each_context(request) | {"sandbox": settings.SANDBOX}

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The front page: how much waits, and for whom."""
        return super().index(request, {"piles": piles(at=timezone.now()), **(extra_context or {})})
