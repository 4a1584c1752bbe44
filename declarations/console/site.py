"""The officers' admin site."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, re_path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from declarations.console.audit.pages import AuditPage
from declarations.console.audit.walks import WalksPage
from declarations.console.bulk.pages import BulkPage
from declarations.console.dashboard.page import DashboardPage
from declarations.console.long_work import LongWorkPage
from declarations.console.officers import SEE, may_enter
from declarations.console.piles import piles
from declarations.console.queue import pages as queue
from declarations.console.registers import of_the_console
from declarations.console.reports.pages import ReportPage, ReportsPage
from declarations.console.selecting.registry import ModelsPage, PolicyPage, ProposePolicy
from declarations.console.selecting.results import ResultsPage
from declarations.console.selecting.sites import SitesFile, SitesPage

_as_pages_are = require_http_methods(["GET", "HEAD", "POST"])


class Console(AdminSite):
    """Where officers look at cases and act on them."""

    site_header = "Single Window: officers' console"
    site_title = "Officers' console"
    index_title = "Desk"
    site_url = "/"
    index_template = "console/index.html"
    enable_nav_sidebar = False

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """A register, in the console's frame."""
        super().register(model_or_iterable, of_the_console(admin_class or ModelAdmin), **options)

    def has_permission(self, request: HttpRequest) -> bool:
        """Officers and administrators; everyone else is sent to the login page."""
        return may_enter(request.user)

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """Every page; one that is asked for by another method is none."""
        return _as_pages_are(super().admin_view(view, cacheable))

    @method_decorator((_as_pages_are, never_cache))
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one door: the service's login page. Who is in and does not belong here is told so."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            return TemplateResponse(request, "console/not_yours.html", status=403)
        back = request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index")
        return redirect_to_login(back, settings.LOGIN_URL)

    def password_change(  # type: ignore[override]  # Django asks for a page and follows a redirect as well
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Likewise: one page changes a password."""
        return redirect("change-password")

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """What every page is told."""
        return super().each_context(request) | {"sandbox": settings.SANDBOX}

    def get_urls(self) -> list[Any]:
        """Pages that are no register, before Django's own."""
        own = [
            path("queue/", queue.QueuePage.as_view(), name="queue"),
            path("queue/next/", queue.TakeNext.as_view(), name="take-next"),
            path("bulk/", BulkPage.as_view(), name="bulk"),
            path("dashboard/", DashboardPage.as_view(), name="dashboard"),
            path("reports/", ReportsPage.as_view(), name="reports"),
            path("reports/<slug:name>/", ReportPage.as_view(), name="report"),
            re_path(r"^reports/(?P<name>[a-z-]+)\.(?P<kind>csv|xlsx)$", ReportPage.as_view(), name="report-file"),
            path("long-work/", LongWorkPage.as_view(), name="long-work"),
            path("selection-results/", ResultsPage.as_view(), name="selection-results"),
            path("selection-models/", ModelsPage.as_view(), name="selection-models"),
            path("selection-models/<slug:sha256>/", ProposePolicy.as_view(), name="selection-model"),
            path("selection-policies/<int:version>/", PolicyPage.as_view(), name="selection-policy"),
            path("audit-sites/", SitesPage.as_view(), name="audit-sites"),
            path("audit-sites.csv", SitesFile.as_view(), name="audit-sites-file"),
            path("audit/", AuditPage.as_view(), name="audit"),
            path("audit/chains/", WalksPage.as_view(), name="walks"),
        ]
        for each in own:
            each.callback = self.admin_view(each.callback)
        # Django's way from a row to its page on the site: no row of ours has one, and an id of another form breaks it.
        return own + [each for each in super().get_urls() if getattr(each, "name", "") != "view_on_site"]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The front page: how much waits, and for whom, for those who see declarations."""
        waiting = piles(at=timezone.now()) if request.user.has_perm(SEE) else []
        return super().index(request, {"piles": waiting, **(extra_context or {})})
