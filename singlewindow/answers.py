"""What every answer says of itself to the browser: what its page may load, where it may be shown, who may keep it.

No page of ours has a script or a style inside it, so that one smuggled in among the data is not run.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
# Swagger UI and ReDoc draw icons from data: addresses. ReDoc searches in a worker of its own making, and fills a style
# element that is empty (its hash is that of nothing) rule by rule.
_NOTHING = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
POLICY_OF_THE_REFERENCE = f"{POLICY}; img-src 'self' data:; style-src 'self' {_NOTHING}; worker-src 'self' blob:"
_UNUSED = ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone")
_REFERENCE = {"swagger", "redoc"}  # names of routes
# Where a view says otherwise, it knows better: a static file may be kept, a document is sandboxed.
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": ", ".join(f"{name}=()" for name in (*_UNUSED, "midi", "payment", "usb")),
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",  # for browsers older than frame-ancestors
    "Cache-Control": "no-store",
}


class AnswersMiddleware:
    """Adds to each answer what it does not say itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.resolver_match and request.resolver_match.url_name in _REFERENCE:
            response.headers.setdefault("Content-Security-Policy", POLICY_OF_THE_REFERENCE)
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        return response
