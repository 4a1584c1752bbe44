"""The front page, and a page for each kind of problem that the API's answers name."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.views.generic import TemplateView

from declarations.languages import InTwoLanguages
from singlewindow.wording import known_codes, wording


class Home(InTwoLanguages, TemplateView):
    """The doors, for brokers, traders' programs and officers."""

    template_name = "home.html"


class Problem(InTwoLanguages, TemplateView):
    """What a refusal means and what to do: the address that `type` in problem+json leads to."""

    template_name = "problem.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        code = self.kwargs["code"]
        if code not in known_codes():
            raise Http404(code)
        return super().get_context_data(**kwargs) | {
            "code": code,
            "wording": wording(code),
        }


def sandbox(request: HttpRequest) -> dict[str, bool]:
    """For every template: whether this is the sandbox, so that each page can say so."""
    return {"sandbox": settings.SANDBOX}
