"""The limits at the API's door, and what a caller is told of them in each answer.

`RateLimit` and `RateLimit-Policy` are as the draft of the HTTP working group has them
(draft-ietf-httpapi-ratelimit-headers).
"""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from declarations.traders.declarant import Declarant, Officer
from declarations.traders.limits import Standing, counting, misses, reads, writes

logger = logging.getLogger(__name__)


def caller_of(auth: Any) -> str | None:
    """By whom a call is counted: the program or the person; None for those who are not known."""
    if isinstance(auth, Declarant):
        return auth.client
    return f"user:{auth.user_id}" if isinstance(auth, Officer) else None


class _Throttle(BaseThrottle):
    clock: Callable[[], datetime] = staticmethod(timezone.now)
    standing: Standing | None = None

    def wait(self) -> float | None:
        """Seconds until the window ends. DRF adds nothing to it, `singlewindow.errors` rounds it up."""
        return self.standing.resets_in - 1 if self.standing else None


class Writes(_Throttle):
    """At most so many changes a minute of one caller."""

    def allow_request(self, request: Request, view: Any) -> bool:
        who = caller_of(request.auth)
        if request.method in SAFE_METHODS or who is None:
            return True
        self.standing = counting.count(writes(), who, at=self.clock())
        request._request.writes = self.standing  # type: ignore[attr-defined]  # for the answer's header fields
        return self.standing.is_within


class Reads(_Throttle):
    """At most so many looks a minute of one caller."""

    def allow_request(self, request: Request, view: Any) -> bool:
        who = caller_of(request.auth)
        if request.method not in SAFE_METHODS or who is None:
            return True
        self.standing = counting.count(reads(), who, at=self.clock())
        return self.standing.is_within


class Misses(_Throttle):
    """Who asked for so many numbers that are not there gets no answer for the rest of the minute, to any number."""

    def allow_request(self, request: Request, view: Any) -> bool:
        who = caller_of(request.auth)
        if not view.kwargs or who is None:
            return True
        self.standing = counting.standing(misses(), who, at=self.clock())
        return self.standing.count < self.standing.limit.most


class LimitsMiddleware:
    """Tells each writer where it stands, and counts the answers that found nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if standing := getattr(request, "writes", None):
            name = standing.limit.name
            response["RateLimit-Policy"] = f'"{name}";q={standing.limit.most};w={standing.limit.seconds}'
            response["RateLimit"] = f'"{name}";r={standing.left};t={standing.resets_in}'
        if response.status_code == 404 and request.resolver_match and request.resolver_match.kwargs:
            _count_a_miss(caller_of(getattr(request, "auth", None)))
        return response


def _count_a_miss(who: str | None) -> None:
    """The one that reaches the limit raises the alarm, once in all processes."""
    if who is None:
        return
    limit = misses()
    if counting.count(limit, who, at=Misses.clock()).count == limit.most:
        logger.error("ALARM: %s asked for %d numbers in a minute that are not there or not its own", who, limit.most)
