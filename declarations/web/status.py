"""The page of a declaration, its live part, and what one version says differently from another."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from declarations import reading
from declarations.errors import UnknownDeclaration
from declarations.web.acts_base import OfDeclaration
from declarations.web.changed import changed
from declarations.web.status_page import status_page
from declarations.web.status_words import APPLICATION, DOCUMENT, OUTCOME, PAYMENT, PERMIT, SCAN


class Status(OfDeclaration):
    """Where it stands, who acts next, what may be done, what happened."""

    template_name = "web/status/status.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words: dict[str, Any] = {
            "document_words": DOCUMENT,
            "scan_words": SCAN,
            "permit_words": PERMIT,
            "payment_words": PAYMENT,
        }
        words |= {"outcome_words": OUTCOME, "application_words": APPLICATION}
        return super().get_context_data(**kwargs) | words | {"page": status_page(self.declaration)}


class Progress(Status):
    """The part of it that changes by itself, for a page that looks again: nothing where nothing has changed."""

    template_name = "web/status/progress.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:  # the page leads to the door itself, not a part of it
            return HttpResponse(headers={"HX-Refresh": "true"})
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        context = self.get_context_data()
        if request.GET.get("seen") == context["page"].digest:
            return HttpResponse(status=204)
        return self.render_to_response(context | {"looked_again": True})


class Versions(OfDeclaration):
    """Two versions side by side: what was changed, place by place."""

    template_name = "web/status/versions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        to = self.kwargs["version"]
        try:
            changes = reading.changes(self.declaration, since=to - 1, to=to) if to > 1 else ()
            version = next(each for each in reading.versions(self.declaration) if each.version == to)
        except (UnknownDeclaration, StopIteration):
            raise Http404(str(to)) from None
        told = {"version": version, "before": to - 1, "changes": changed(changes)}
        return super().get_context_data(**kwargs) | told
