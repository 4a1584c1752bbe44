"""Doors for those who watch the service.

`/healthz`: this process answers. `/readyz`: it can do its work, which needs PostgreSQL and nothing else.
`/service-status`: how the whole of it stands, for programs and people. `/metrics`: the same for Prometheus.
"""

import msgspec
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from singlewindow import prometheus
from singlewindow.service_status import SECONDS, current


@require_safe
def alive(request: HttpRequest) -> JsonResponse:
    """The process is there; nothing else is asked."""
    return JsonResponse({"status": "ok"})


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """The store answers and its migrations are applied. Redis is not asked: lodging does not need it."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT number FROM tariff_tariffedition")
            cursor.fetchone()
    except Error:
        return JsonResponse({"status": "the store is away"}, status=503)
    return JsonResponse({"status": "ok"})


@require_safe
def service_status(request: HttpRequest) -> HttpResponse:
    """JSON; a page where the caller's Accept names HTML first."""
    status = current()
    if request.get_preferred_type(["application/json", "text/html"]) == "text/html":
        response = render(request, "service_status.html", {"status": status})
    else:
        response = HttpResponse(msgspec.json.encode(status), content_type="application/json")
        response["Cache-Control"] = f"public, max-age={SECONDS:.0f}"
    patch_vary_headers(response, ["Accept"])
    return response


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus's text format."""
    return HttpResponse(prometheus.text_of(current()), content_type=prometheus.CONTENT_TYPE)
