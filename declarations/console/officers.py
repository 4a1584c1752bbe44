"""Who may enter the console, and as whom they act."""

from typing import Any

from declarations.traders.declarant import Officer
from declarations.traders.models import Role, User


def may_enter(user: Any) -> bool:
    """Whether this person is an officer or an administrator whose login is live."""
    return bool(user.is_active and user.is_staff and isinstance(user, User) and user.role in Role.staff())


def officer_of(user: User) -> Officer:
    """The officer this person acts as. An administrator acts under the user name too, without a grade."""
    return user.as_officer() or Officer(user_id=user.id, name=user.username, grade="")
