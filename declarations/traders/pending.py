"""Who has shown the password and not yet the second factor. Nobody is signed in before both were shown."""

from datetime import datetime, timedelta

from django.http import HttpRequest

from declarations.traders.models import User

_KEY = "pending"
LASTS = timedelta(minutes=10)  # long enough to install an app


def begin(request: HttpRequest, *, person: User, then: str, at: datetime) -> None:
    """Keep who it is, and where the person was going."""
    request.session.cycle_key()
    told = {"person": str(person.pk), "hash": person.get_session_auth_hash(), "at": at.timestamp(), "then": then}
    request.session[_KEY] = told


def person_of(request: HttpRequest, *, at: datetime) -> User | None:
    """Who it is; None when nobody is, the time is over, or the password was changed meanwhile."""
    told = request.session.get(_KEY)
    if not told or not 0 <= at.timestamp() - told["at"] < LASTS.total_seconds():
        return None
    person = User.objects.filter(pk=told["person"], is_active=True).first()
    return person if person and person.get_session_auth_hash() == told["hash"] else None


def end(request: HttpRequest) -> str:
    """Where the person was going."""
    then: str = request.session.pop(_KEY)["then"]
    return then
