"""The front page: what this is, and the doors to it."""

from typing import Any

from django.conf import settings
from django.views.generic import TemplateView


class Home(TemplateView):
    """The doors, for brokers, traders' programs and officers."""

    template_name = "home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"sandbox": settings.SANDBOX, "public_url": settings.PUBLIC_URL}
