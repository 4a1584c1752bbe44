"""Who calls the API: a program by its access token, or a person by the session of the web pages.

Either way `request.auth` is the value that the domain gets: a Declarant, an Officer, or None. Pages outside the API
ask the person: `request.user.as_declarant()`, `request.user.as_officer()`.
"""

from typing import Any

from django.utils import timezone
from msgspec import Struct
from rest_framework import authentication
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated, PermissionDenied
from rest_framework.request import Request

from declarations.traders import tokens
from declarations.traders.certificates import thumbprint_of
from declarations.traders.declarant import Declarant, Officer
from declarations.traders.ended import ended
from declarations.traders.errors import TokenRefused
from declarations.traders.seat import WEB, Seat, sit

_CHALLENGE = 'Bearer realm="api"'


class Program(Struct, frozen=True):
    """Stands where Django expects a user, when a program calls. It has no rights of its own."""

    pk: str
    is_authenticated: bool = True
    is_anonymous: bool = False
    is_active: bool = True
    is_staff: bool = False
    is_superuser: bool = False

    def __str__(self) -> str:
        return self.pk


class AccessTokenAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer <access token>` (RFC 6750). Reads no database but what `ended` reads anew at times."""

    def authenticate(self, request: Request) -> tuple[Program, Declarant] | None:
        """The program and its declarant; None when no bearer token was sent. Raises AuthenticationFailed."""
        token = _bearer(request)
        if token is None:
            return None
        try:
            at = timezone.now()
            claims = tokens.opened(token, at=at)
            declarant = tokens.believed(claims, certificate=thumbprint_of(request))
            ended.refuse(claims.client_id, credentials=claims.credentials, at=at)
        except TokenRefused as refused:
            raise AuthenticationFailed(f"The access token is refused: {refused.reason}.") from None
        sit(Seat(WEB, declarant.trader_id))
        return Program(pk=declarant.client), declarant

    def authenticate_header(self, request: Request) -> str:
        """The challenge of a 401; it names the error only when there was a token (RFC 6750, 3.1)."""
        return f'{_CHALLENGE}, error="invalid_token"' if _bearer(request) is not None else _CHALLENGE


class SessionAuthentication(authentication.SessionAuthentication):
    """The session of a logged-in person, with Django's CSRF check."""

    def authenticate(self, request: Request) -> tuple[Any, Declarant | Officer | None] | None:
        """The person, and the declarant or officer that person is."""
        found = super().authenticate(request)
        if found is None:
            return None
        user = found[0]
        return user, user.as_declarant() or user.as_officer()


def _bearer(request: Request) -> str | None:
    """The bearer token that was sent, if one was."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def declarant_of(request: Request) -> Declarant:
    """The declarant who calls. Raises NotAuthenticated, or PermissionDenied for anyone else."""
    if isinstance(request.auth, Declarant):
        return request.auth
    raise _not_theirs(request)


def officer_of(request: Request) -> Officer:
    """The officer who calls. Raises NotAuthenticated, or PermissionDenied for anyone else."""
    if isinstance(request.auth, Officer):
        return request.auth
    raise _not_theirs(request)


def _not_theirs(request: Request) -> NotAuthenticated | PermissionDenied:
    return PermissionDenied() if request.user and request.user.is_authenticated else NotAuthenticated()
