"""The public statistics: a page for everybody, and each release as files."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET
from django.views.generic import TemplateView

from declarations.dataset.models import Population, Release
from declarations.dataset.statistics.page import shown
from declarations.dataset.statistics.publishing import files_of
from declarations.languages import InTwoLanguages


class Statistics(InTwoLanguages, TemplateView):
    """What was published; of made-up declarations where `?of=generated` asks for these."""

    template_name = "statistics/statistics.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        generated = self.request.GET.get("of") == "generated"
        population = Population.GENERATED if generated else Population.DECLARED
        return super().get_context_data(**kwargs) | {"shown": shown(population), "generated": generated}


@require_GET
def release_file(request: HttpRequest, release: int, form: str) -> HttpResponse:
    """A release as plain CSV (`csv`) or SDMX-CSV (`sdmx`)."""
    published = Release.objects.filter(pk=release).first() if release < 2**63 else None
    if published is None or form not in ("csv", "sdmx"):
        raise Http404
    plain, sdmx = files_of(published).items()
    name, content = plain if form == "csv" else sdmx
    media = "text/csv; charset=utf-8" if form == "csv" else "application/vnd.sdmx.data+csv; version=2.0.0"
    return HttpResponse(content, content_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'})
