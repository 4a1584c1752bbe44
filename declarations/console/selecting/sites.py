"""Which importers to visit next, as a page and as a file."""

import csv
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from declarations.audits.sites import sites
from declarations.console.officers import WATCH
from declarations.console.pages import OfOfficers, Page
from declarations.console.reports.files import CSV, harmless
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


def sites_now(*, at: datetime) -> list[Site]:
    """The importers of the last year that has declarations."""
    until = Declaration.objects.aggregate(last=Max("lodged_on"))["last"]
    return sites(until - timedelta(days=DAYS - 1), until, at=at) if until else []


class SitesPage(Page):
    """The first of them."""

    right, title, template_name = WATCH, "Sites to audit", "console/selecting/sites.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = sites_now(at=timezone.now())
        return {
            **super().get_context_data(**kwargs),
            "sites": found[:SHOWN],
            "count": len(found),
            "unscored": sum(site.unscored for site in found),
            "hours": (HOURS_OF_A_VISIT, HOURS_OF_A_DECLARATION, MOST_HOURS),
        }


class SitesFile(OfOfficers):
    """All of them, as CSV."""

    right, title = WATCH, ""
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        answer = HttpResponse(content_type=CSV)
        answer["Content-Disposition"] = 'attachment; filename="audit-sites.csv"'
        writer = csv.writer(answer)
        writer.writerow(_COLUMNS)
        for rank, site in enumerate(sites_now(at=timezone.now()), 1):
            figures = (site.declarations, site.unscored, site.stake, round(site.expected), f"{site.hours:g}")
            named = (harmless(site.code), harmless(site.name))
            writer.writerow((rank, *named, *figures, round(site.by_hour), site.audited_on or ""))
        return answer
