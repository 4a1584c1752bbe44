"""Who may enter the console, and who may decide there."""

from typing import Any

from django.core.exceptions import PermissionDenied

from declarations.traders.declarant import Officer
from declarations.traders.models import Role, User


def may_enter(user: Any) -> bool:
    """Whether this person is an officer or an administrator whose login is live."""
    return bool(user.is_active and user.is_staff and isinstance(user, User) and user.role in Role.staff())


def officer_of(user: Any) -> Officer:
    """The officer this person is. Raises PermissionDenied for an administrator, who decides nothing about goods."""
    officer = user.as_officer()
    if officer is None:
        raise PermissionDenied("Only a customs officer decides about goods.")
    return officer
