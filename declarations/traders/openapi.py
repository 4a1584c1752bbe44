"""How the OpenAPI document describes the two ways of showing who calls."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from drf_spectacular.extensions import OpenApiAuthenticationExtension

from declarations.traders.declarant import Scope

_ALLOWS = {Scope.LODGE: "Lodge, amend and withdraw declarations.", Scope.READ: "Read one's own declarations."}


class AccessTokenScheme(OpenApiAuthenticationExtension):
    """OAuth 2.0 client credentials."""

    target_class = "declarations.traders.authentication.AccessTokenAuthentication"
    name = "accessToken"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """The flow, with every scope."""
        flow = {"tokenUrl": reverse("token"), "scopes": {scope.value: text for scope, text in _ALLOWS.items()}}
        return {"type": "oauth2", "flows": {"clientCredentials": flow}}


class SessionScheme(OpenApiAuthenticationExtension):
    """The cookie of the web pages."""

    target_class = "declarations.traders.authentication.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """The session's cookie; a change also needs the CSRF header."""
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}
