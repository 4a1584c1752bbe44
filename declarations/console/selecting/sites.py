"""Which importers to visit next, as a page and as a file."""

import csv
from datetime import datetime, timedelta
from typing import Any

from django.contrib.admin import AdminSite
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from declarations.audits.sites import sites
from declarations.models import Declaration
from declarations.selection.sites import (
    HOURS_OF_A_DECLARATION,
    HOURS_OF_A_VISIT,
    MOST_HOURS,
    Site,
)

DAYS = 365
SHOWN = 50
_COLUMNS = (
    *("rank", "importer", "name", "declarations", "unscored", "at_stake_yen", "expected_yen", "hours"),
    *("expected_yen_an_hour", "last_audited_on"),
)
_COMPUTES = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def sites_now(*, at: datetime) -> list[Site]:
    """The importers of the last year that has declarations."""
    until = Declaration.objects.aggregate(last=Max("lodged_on"))["last"]
    return sites(until - timedelta(days=DAYS - 1), until, at=at) if until else []


class SitesPage(TemplateView):
    """The first of them."""

    template_name = "console/selecting/sites.html"
    admin_site: AdminSite | None = None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = sites_now(at=timezone.now())
        return {
            **self.admin_site.each_context(self.request),  # type: ignore[union-attr]
            **super().get_context_data(**kwargs),
            "title": "Sites to audit",
            "sites": found[:SHOWN],
            "count": len(found),
            "unscored": sum(site.unscored for site in found),
            "hours": (HOURS_OF_A_VISIT, HOURS_OF_A_DECLARATION, MOST_HOURS),
        }


@require_safe
def sites_file(request: HttpRequest) -> HttpResponse:
    """All of them, as CSV."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="audit-sites.csv"'
    writer = csv.writer(answer)
    writer.writerow(_COLUMNS)
    for rank, site in enumerate(sites_now(at=timezone.now()), 1):
        figures = (site.declarations, site.unscored, site.stake, round(site.expected), f"{site.hours:g}")
        last = site.audited_on or ""
        writer.writerow((rank, _harmless(site.code), _harmless(site.name), *figures, round(site.by_hour), last))
    return answer


def _harmless(text: str) -> str:
    """A cell that no spreadsheet computes."""
    return f"'{text}" if text.startswith(_COMPUTES) else text
