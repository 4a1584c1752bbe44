"""Who may enter the console, and what each person may do there.

Rights are permissions of Django, given by the groups that the migrations make (examiner, supervisor, tariff clerk, risk
officer, research reviewer, auditor). A grade is something else: it says who may agree to what another person asks for.
"""

from typing import Any, NoReturn

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet

from declarations.traders.declarant import Officer
from declarations.traders.models import Role, User

SEE = "declarations.view_declaration"
DECIDE = "declarations.decide_declaration"
DIRECT = "declarations.direct_declaration"
WATCH = "declarations.watch_declaration"
VERIFY = "declarations.verify_declaration"
LOOKS = "declarations.view_look"
WEIGH = "selection.add_scoringpolicy"


def may_enter(user: Any) -> bool:
    """Whether this person is an officer or an administrator whose login is live."""
    return bool(user.is_active and user.is_staff and isinstance(user, User) and user.role in Role.staff())


def demand(user: Any, right: str) -> None:
    """Raises PermissionDenied for a person without this right."""
    if not user.has_perm(right):
        _deny("This is not among your rights.")


def as_deciding(user: Any, right: str = DECIDE) -> Officer | None:
    """This person as an officer who may do so; None for everyone else: an administrator decides nothing about goods."""
    return user.as_officer() if user.has_perm(right) else None


def officer_of(user: Any, right: str = DECIDE) -> Officer:
    """The same, where only such an officer comes further. Raises PermissionDenied."""
    return as_deciding(user, right) or _deny("Only a customs officer who has the right to decides about it.")


def who_decide() -> QuerySet[User]:
    """The officers who decide about goods."""
    app, codename = DECIDE.split(".")
    named = {"content_type__app_label": app, "codename": codename}
    of_group, own = ({f"{path}__{name}": value for name, value in named.items()} for path in _PATHS)
    officers = User.objects.filter(is_active=True, role=Role.OFFICER)
    return officers.filter(Q(**of_group) | Q(**own)).distinct().order_by("username")


_PATHS = ("groups__permissions", "user_permissions")


def _deny(why: str) -> NoReturn:
    raise PermissionDenied(why)
