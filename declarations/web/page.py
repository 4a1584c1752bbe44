"""What every page has: it is for the people of a firm, as at an instant, in the language of its reader."""

from datetime import datetime
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.response import HttpResponseRedirectBase
from django.utils.decorators import method_decorator
from django.views.decorators.gzip import gzip_page
from django.views.generic import TemplateView

from declarations.clock import instant_of
from declarations.languages import InTwoLanguages, is_asked_for
from declarations.traders.declarant import Declarant, Scope
from declarations.traders.models import User


class SeeOther(HttpResponseRedirectBase):
    """To be looked at with GET, whatever was asked: after a post a reload repeats nothing (303)."""

    status_code = 303


@method_decorator(gzip_page, name="dispatch")  # a grid of 98 goods items is 300 kB of much the same
class Page(InTwoLanguages, TemplateView):
    """A page for whoever declares. Others are sent to the door, and officers are refused: they have their console.

    `form_id` names the form that holds the reader's input: the buttons that change the language send it along, so that
    a view that takes input can keep it (`in_other_words`).
    """

    http_method_names = ["get", "head", "post"]
    reads, changes = Scope.READ, Scope.LODGE  # the right that looking at it takes, and doing what it does
    by: Declarant
    at: datetime
    area = ""  # which part of the service it belongs to: marks the navigation
    form_id = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path() if request.method == "GET" else request.path)
        by = cast(User, request.user).as_declarant()
        if by is None:
            raise PermissionDenied
        request.auth = by  # type: ignore[attr-defined]  # for the log and the limits, as the API's views do
        self.by, self.at = by, instant_of(request)
        speaks = is_asked_for(request)
        if (self.changes if request.method == "POST" and not speaks else self.reads) not in by.scopes:
            raise PermissionDenied
        if elsewhere := self.admitted():
            return elsewhere
        return super().dispatch(request, *args, **kwargs)

    def admitted(self) -> HttpResponseBase | None:
        """What the page is about is looked for; where the reader belongs instead of here, if it is elsewhere."""
        return None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Most pages take nothing but another language."""
        return self.http_method_not_allowed(request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the layout needs."""
        mine = {"by": self.by, "area": self.area, "form_id": self.form_id}
        return super().get_context_data(**kwargs) | mine

    def shown(self, *, status: int = 200, **context: Any) -> HttpResponse:
        """This page, with these things on it."""
        return self.render_to_response(self.get_context_data(**context), status=status)
