"""The correlation id: from the caller's `traceparent`, or new; echoed, kept on permit checks, passed to agencies."""

import re
import secrets
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

correlation_id: ContextVar[str] = ContextVar("correlation_id", default="")
_TRACEPARENT = re.compile(r"00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}")


class CorrelationMiddleware:
    """Gives each request its correlation id: the trace id of a W3C `traceparent` header, or 32 random digits."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        sent = _TRACEPARENT.fullmatch(request.META.get("HTTP_TRACEPARENT", ""))
        trace = sent[1] if sent else secrets.token_hex(16)
        request.META["CORRELATION_ID"] = trace
        token = correlation_id.set(trace)
        try:
            response = self.get_response(request)
        finally:
            correlation_id.reset(token)
        response["Correlation-Id"] = trace
        return response
