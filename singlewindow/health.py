"""`/healthz`: this process answers. `/readyz`: it can do its work, which needs PostgreSQL and nothing else."""

from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe


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
