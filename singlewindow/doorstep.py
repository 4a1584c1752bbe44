"""What no route of ours takes is refused here, before anything looks into it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from singlewindow.errors import page


class DoorstepMiddleware:
    """Refuses a request that cannot be meant; gives what Django refuses for its method a body like the others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path:
            return page(request, "not-found", 404)
        if "%00" in request.META.get("QUERY_STRING", ""):  # no text in PostgreSQL holds it
            return page(request, "invalid-parameter", 400)
        if "Transfer-Encoding" in request.headers and not request.META.get("CONTENT_LENGTH"):
            return page(request, "length-required", 411)  # WSGI would have it that there is no body
        response = self.get_response(request)
        if response.status_code == 405 and not response.streaming and not response.content:
            allowed = response.get("Allow", "")
            response = page(request, "method-not-allowed", 405)
            response["Allow"] = allowed
        return response
