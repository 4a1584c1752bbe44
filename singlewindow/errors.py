"""From a refusal to problem+json (RFC 9457): the one place that decides what HTTP says of it.

A refusal carries a stable code and its facts; `type` is a URI that ends in the code. All errors of a message
come at once in `errors`, each with a JSON pointer, the goods item, what to do, in English and Japanese.
"""

import logging
import sys
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import (
    DisallowedHost,
    PermissionDenied,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from rest_framework import exceptions
from rest_framework.response import Response

from declarations.errors import FileUnreadable, NotAcceptable, Refusal, Refused
from permits.errors import PermitsRefusal
from singlewindow.correlation import correlation_id
from singlewindow.wording import wording

logger = logging.getLogger(__name__)

CONTENT_TYPE = "application/problem+json"
# What DRF raises, by our codes. Its own words are not shown: they may repeat input.
_DRF_CODES = {
    exceptions.NotAuthenticated: "unauthenticated",
    exceptions.AuthenticationFailed: "unauthenticated",
    exceptions.PermissionDenied: "forbidden",
    exceptions.NotFound: "not-found",
    exceptions.MethodNotAllowed: "method-not-allowed",
    exceptions.NotAcceptable: "not-acceptable",
    exceptions.UnsupportedMediaType: "unsupported-media-type",
    exceptions.ParseError: "malformed-json",
    exceptions.Throttled: "rate-limited",
}


def problem(refused: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """DRF's exception handler: a refusal as a response; None lets a bug rise."""
    request = context.get("request")
    if isinstance(refused, Refusal | PermitsRefusal):
        return _of_refusal(refused, request)
    if isinstance(refused, Http404):
        return _body("not-found", 404, request)
    if isinstance(refused, PermissionDenied):
        return _body("csrf" if "CSRF" in str(refused) else "forbidden", 403, request)
    if isinstance(refused, RequestDataTooBig):
        return _body("body-too-large", 413, request)
    if store_code := _store_away(refused):
        return _unavailable(store_code, request)
    if isinstance(refused, exceptions.APIException):
        return _of_drf(refused, request)
    return None


def _of_refusal(refused: Refusal | PermitsRefusal, request: Any) -> HttpResponse:
    extra: dict[str, Any] = {name: fact for name, fact in refused.facts.items() if fact not in ("", None)}
    if isinstance(refused, NotAcceptable):
        extra["errors"] = [
            *(_format_error(error) for error in refused.errors),
            *(_finding(finding) for finding in refused.findings),
        ]
    if isinstance(refused, Refused):
        extra["errors"] = [_finding(finding) for finding in refused.findings]
    if isinstance(refused, FileUnreadable):
        extra["errors"] = [_fault(fault) for fault in refused.faults]
    if translated := getattr(request, "translated", None):  # the message came as XML
        for error in extra.get("errors", ()):
            error["element"] = translated.element_of(error["pointer"])
    if "existing" in extra:
        extra["existing"] = f"{settings.PUBLIC_URL}/api/v1/declarations/{extra['existing']}"
    response = _body(_type_of(refused), refused.status, request, **extra)
    if isinstance(refused, Refused) and refused.replayed:
        response["Idempotency-Replayed"] = "true"
    if refused.retry_after is not None:
        response["Retry-After"] = str(refused.retry_after)
    return response


def _type_of(refused: Refusal | PermitsRefusal) -> str:
    """The code itself; for format errors that are all of one kind, that kind, whatever the rules found beside."""
    if isinstance(refused, NotAcceptable):
        codes = {error.code for error in refused.errors}
        return codes.pop() if len(codes) == 1 else refused.code
    return refused.code


def _format_error(error: Any) -> dict[str, Any]:
    words = wording(error.code)
    steps = error.pointer.split("/")
    lines = steps.index("goods_items") + 1 if "goods_items" in steps[:-1] else 0
    item = int(steps[lines]) + 1 if lines and steps[lines].isdigit() else None
    told = {
        "pointer": error.pointer,
        "code": error.code,
        "item": item,
        "message": words.title,
        "message_ja": words.ja,
        "remedy": words.remedy,
        "facts": error.facts,
    }
    return {name: value for name, value in told.items() if value not in (None, {})}


def _finding(finding: Any) -> dict[str, Any]:
    told = {
        "pointer": finding.pointer,
        "code": finding.code,
        "item": finding.item,
        "repeat_index": finding.repeat_index,
        "message": finding.message,
        "message_ja": finding.message_ja,
        "remedy": finding.remedy,
        "law": finding.law,
        "facts": finding.facts,
    }
    return {name: value for name, value in told.items() if value not in (None, {})}


def _fault(fault: Any) -> dict[str, Any]:
    words = wording(fault.code)
    told = {
        "pointer": "",
        "row": fault.row,
        "column": fault.column or None,
        "code": fault.code,
        "message": words.title,
        "message_ja": words.ja,
        "remedy": words.remedy,
    }
    return {name: value for name, value in told.items() if value is not None}


def _of_drf(refused: exceptions.APIException, request: Any) -> HttpResponse:
    code = next((code for kind, code in _DRF_CODES.items() if isinstance(refused, kind)), "bad-request")
    if getattr(refused, "default_code", "") == "insufficient-scope":
        code = "insufficient-scope"
    if "CSRF" in str(refused.detail):
        code = "csrf"
    response = _body(code, refused.status_code, request)
    if challenge := getattr(refused, "auth_header", None):
        response["WWW-Authenticate"] = challenge
    if wait := getattr(refused, "wait", None):
        response["Retry-After"] = str(int(wait) + 1)
    return response


# What PostgreSQL says when it has no connection left. While connecting there is no SQLSTATE, only these words.
_NO_LINE = ("too many clients already", "remaining connection slots", "too many connections for")
_READ_ONLY = "25006"  # after a failover, until the new primary is found
RETRY_SECONDS = 5


def _store_away(raised: BaseException | None) -> str:
    """The code of a store that is away or has no line left; empty where it is something else."""
    sqlstate = getattr(raised.__cause__, "sqlstate", None) if isinstance(raised, DatabaseError) else None
    if not isinstance(raised, OperationalError | InterfaceError) and sqlstate != _READ_ONLY:
        return ""
    is_full = sqlstate == "53300" or any(words in str(raised) for words in _NO_LINE)
    return "capacity" if is_full else "unavailable"


def _unavailable(code: str, request: Any) -> HttpResponse:
    """The store is away: nothing was written, and the same message with the same key is safe."""
    logger.warning("store away: %s", code)
    response = _body(code, 503, request)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def _body(code: str, status: int, request: Any, /, **extra: Any) -> Response:
    words = wording(code)
    body = extra | {
        "type": f"{settings.PUBLIC_URL}/problems/{code}",
        "title": words.title,
        "status": status,
        "detail": words.remedy,
        "instance": getattr(request, "path", ""),
        "correlation_id": correlation_id.get(),
    }
    return Response(body, status=status, content_type=CONTENT_TYPE)


class StoreAwayMiddleware:
    """Outside DRF too, a store that is away is a 503 and not a bug."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Django's hook for what a view or its template raised; what a page itself does not tell of, a page tells."""
        if isinstance(exception, Refusal | PermitsRefusal):
            return page(request, exception.code, exception.status)
        code = _store_away(exception)
        return store_away(request, code) if code else None


def store_away(request: HttpRequest, code: str) -> HttpResponse:
    """503: as a page for a person's browser, else as a problem. It asks the store for nothing, not even who looks."""
    logger.warning("store away: %s", code)
    response: HttpResponse
    if request.accepts("text/html") and "text/html" in request.headers.get("Accept", ""):
        words = wording(code)
        told = {"code": code, "wording": words, "seconds": RETRY_SECONDS, "correlation_id": correlation_id.get()}
        response = HttpResponse(render_to_string("away.html", told), status=503)
    else:
        response = page(request, code, 503)
    response["Retry-After"] = str(RETRY_SECONDS)
    response["Cache-Control"] = "no-store"
    return response


def page(request: HttpRequest, code: str, status: int) -> HttpResponse:
    """The same for what is refused outside DRF; to a browser, in words for people.

    The page is made without the request: it must be there too when the host is forged, or the store is away.
    """
    if "text/html" not in request.headers.get("Accept", ""):
        return JsonResponse(_body(code, status, request).data, status=status, content_type=CONTENT_TYPE)
    told = {"code": code, "wording": wording(code), "correlation_id": correlation_id.get()}
    return HttpResponse(render_to_string("problem.html", told), status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's 404."""
    return page(request, "not-found", 404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's 403."""
    return page(request, "forbidden", 403)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's 403 for a form without its token, or with another's."""
    return page(request, "csrf", 403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's 400: a forged host, a form beyond measure or malformed."""
    if isinstance(exception, RequestDataTooBig):
        return page(request, "body-too-large", 413)
    if isinstance(exception, TooManyFieldsSent | TooManyFilesSent):
        return page(request, "too-many-fields", 400)
    return page(request, "bad-host" if isinstance(exception, DisallowedHost) else "bad-request", 400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's 500: a bug, which says nothing but the correlation id; or the store was away for a middleware."""
    if code := _store_away(sys.exc_info()[1]):
        return store_away(request, code)
    return page(request, "internal-error", 500)
