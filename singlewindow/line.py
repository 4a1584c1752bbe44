"""Whether a request came over TLS, and who is refused where it did not.

A browser without TLS is led to the address that has it (Django's SECURE_SSL_REDIRECT). A program is refused: it would
follow the redirect and never notice that its secret has crossed in clear.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from declarations.traders.addresses import comes_from_a_proxy
from singlewindow.errors import page

_OF_PROGRAMS = ("/api/", "/oauth/", "/agency/")


class LineMiddleware:
    """Believes X-Forwarded-Proto from a trusted proxy alone; refuses programs without TLS where TLS is asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not comes_from_a_proxy(request):
            request.META.pop("HTTP_X_FORWARDED_PROTO", None)
        if settings.SECURE_SSL_REDIRECT and not request.is_secure() and request.path.startswith(_OF_PROGRAMS):
            return page(request, "https-required", 403)
        return self.get_response(request)
