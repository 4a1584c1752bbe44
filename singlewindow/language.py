"""In which language a page speaks: the one that its reader chose, else the browser's, else English."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

# The pages for everybody. The console and the API speak English, with Japanese beside it in refusals; so do the pages
# of research, which only say to whom they are not open in the language of the reader.
_IN_BOTH = ("/declarations", "/login", "/account", "/logout", "/verify", "/statistics", "/research", "/problems")


class LanguageMiddleware:
    """Sets the language of each page that has two."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info != "/" and not request.path_info.startswith(_IN_BOTH):
            return self.get_response(request)
        with translation.override(translation.get_language_from_request(request)):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "")
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
            return response
