"""What the pages of the console that are no register have in common: whose they are, and the frame around them."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest, HttpResponseBase
from django.views.generic import TemplateView
from django.views.generic.base import ContextMixin, View

from declarations.console.officers import demand, officer_of


class OfOfficers(ContextMixin, View):
    """Mixed in before a view: only who has the right comes in, before anything else is looked at."""

    right: ClassVar[str]
    title: ClassVar[str]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        demand(request.user, self.right)
        self.find()
        return super().dispatch(request, *args, **kwargs)

    def find(self) -> None:
        """What the page is about, where that is more than the page itself. Raises Http404."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {"title": self.title, **admin.site.each_context(self.request), **super().get_context_data(**kwargs)}


class ByOfficers(OfOfficers):
    """Mixed in before a view that acts: only an officer who has the right comes in, as `officer`."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.officer = officer_of(request.user, self.right)
        return super().dispatch(request, *args, **kwargs)


class Page(OfOfficers, TemplateView):
    """A page to read."""

    http_method_names = ["get", "head"]
