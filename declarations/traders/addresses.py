"""From which address a request comes. A forwarded address is believed from a trusted proxy alone."""

from django.conf import settings
from django.http import HttpRequest


def comes_from_a_proxy(request: HttpRequest) -> bool:
    """Whether one of TRUSTED_PROXIES sent this request on."""
    return request.META.get("REMOTE_ADDR", "") in settings.TRUSTED_PROXIES


def address_of(request: HttpRequest) -> str:
    """The address of the caller: the last one of X-Forwarded-For that is no proxy of ours; else who connected."""
    if comes_from_a_proxy(request):
        for address in reversed(request.headers.get("X-Forwarded-For", "").split(",")):
            if (bare := address.strip()) and bare not in settings.TRUSTED_PROXIES:
                return bare[:64]
    return str(request.META.get("REMOTE_ADDR", ""))
