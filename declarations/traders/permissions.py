"""What a caller may do in the API: a declarant's acts, an officer's acts, and a token's scopes."""

from functools import cache
from typing import Any

from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from declarations.traders.declarant import Declarant, Officer, Scope


class InsufficientScope(PermissionDenied):
    """The token is good, and does not allow this (RFC 6750, 3.1): 403 with the scope that is needed."""

    default_detail = "The access token's scope does not allow this."
    default_code = "insufficient-scope"

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope
        self.auth_header = f'Bearer realm="api", error="insufficient_scope", scope="{scope}"'


class IsDeclarant(BasePermission):
    """Someone who declares: a trader's or broker's program or person."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return isinstance(request.auth, Declarant)


class IsOfficer(BasePermission):
    """A customs officer."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return isinstance(request.auth, Officer)


@cache
def HasScope(scope: str) -> type[BasePermission]:
    """The permission class of declarants whose token has this scope; raises InsufficientScope for the others."""
    needed = Scope(scope).value

    class _HasScope(IsDeclarant):
        def has_permission(self, request: Request, view: Any) -> bool:
            declarant = request.auth
            if isinstance(declarant, Declarant) and needed not in declarant.scopes:
                raise InsufficientScope(needed)
            return super().has_permission(request, view)

    _HasScope.__name__ = _HasScope.__qualname__ = f"HasScope({needed})"
    return _HasScope
