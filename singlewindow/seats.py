"""Which seat at the store a request takes: who is signed in by session takes it here, a program by its token."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from declarations.traders.models import User
from declarations.traders.seat import WORKER, Seat, sit, standing_up
from declarations.web.printing import verify
from permits import views as agencies
from singlewindow import health

_OF_THE_SERVICE = (agencies.take_answer, health.service_status, health.metrics, verify)


class SeatMiddleware:
    """Each request begins and ends without a seat: it sees no organisation's rows until it is known who asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with standing_up():
            if settings.SESSION_COOKIE_NAME in request.COOKIES and isinstance(request.user, User):
                sit(request.user.seat())
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: Any) -> None:
        """What is of no organisation: an agency's answer, how the service stands, a paper that somebody verifies."""
        if view in _OF_THE_SERVICE:
            sit(Seat(WORKER))
