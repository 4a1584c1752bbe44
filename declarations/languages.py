"""Pages in two languages: the buttons that change it, and the answer that keeps what was chosen.

The buttons (`web/languages.html`) post to the page's own address, with the page's input where it has a form.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils import translation


def is_asked_for(request: HttpRequest) -> bool:
    """Whether one of the buttons was pressed."""
    return request.method == "POST" and "language" in request.POST


class InTwoLanguages:
    """A view whose page has the buttons. Which languages there are the template finds in `request.languages`."""

    request: HttpRequest

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Django's hook before anything is decided."""
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        request.languages = settings.LANGUAGES  # type: ignore[attr-defined]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Another language, or what the view does."""
        if is_asked_for(request):
            return self.speak()
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def in_other_words(self) -> HttpResponse:
        """The page after its language was changed. One that takes input shows it again instead."""
        return HttpResponseRedirect(self.request.get_full_path(), status=303)

    def speak(self) -> HttpResponse:
        """The page in the language of the button, which the browser keeps for a year."""
        language = self.request.POST["language"]
        if language not in dict(settings.LANGUAGES):
            language = settings.LANGUAGE_CODE
        translation.activate(language)  # until the middleware ends
        response = self.in_other_words()
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )
        return response
