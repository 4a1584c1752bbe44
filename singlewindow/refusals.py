"""A line in the log for whoever was refused: not let in, not entitled, asked for what is not there, or too much."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from declarations.traders.addresses import address_of
from declarations.traders.models import User
from declarations.traders.throttles import caller_of

logger = logging.getLogger(__name__)
_REFUSALS = frozenset({401, 403, 413, 415, 429})


class RefusalsMiddleware:
    """Status, method, route with the ids in it, caller and address. Never the query: it may name an importer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        route = request.resolver_match
        if route and (response.status_code in _REFUSALS or (response.status_code == 404 and route.kwargs)):
            ids = " ".join(str(value)[:64] for value in route.kwargs.values())
            told = (response.status_code, request.method, route.route, ids, _who(request), address_of(request))
            logger.warning("refused %d: %s %s (%s) to %s from %s", *told)
        return response


def _who(request: HttpRequest) -> str:
    """The program or person, where it is known; a session is not looked up for this."""
    if who := caller_of(getattr(request, "auth", None)):
        return who
    user = request.__dict__.get("_cached_user")
    return f"user:{user.pk}" if isinstance(user, User) else "somebody"
