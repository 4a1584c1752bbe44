"""How long a person stays signed in, and when the person must be asked again.

A session ends after a time without a request, and at the latest half a day after it began; officers and
administrators are asked sooner. What changes credentials or released goods wants a confirmation of the last ten
minutes: the decorator `recently_confirmed`, or the mixin `RecentlyConfirmed`, sends to the page that asks for it.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from declarations.traders import second_factor
from declarations.traders.addresses import address_of
from declarations.traders.models import Role, User
from declarations.traders.session_store import browser_of

_BEGAN, _SEEN, _CONFIRMED = "began_at", "seen_at", "confirmed_at"
_SEEN_AGAIN = timedelta(minutes=1)  # a session's row is written no more often than this


@receiver(user_logged_in)
def _begin(sender: Any, request: HttpRequest, user: User, **_: Any) -> None:
    """Django's one hook for every way of signing in, whichever page it is."""
    now = timezone.now().timestamp()
    request.session.update({_BEGAN: now, _SEEN: now, _CONFIRMED: now})
    agent = request.headers.get("User-Agent", "")
    request.session.update({"address": address_of(request), "browser": browser_of(agent)})  # for the page of sessions


def confirm(request: HttpRequest, *, at: datetime) -> None:
    """The person has shown just now who it is; the session's key changes with it."""
    request.session.cycle_key()
    request.session[_CONFIRMED] = at.timestamp()


def is_recently_confirmed(request: HttpRequest, *, at: datetime) -> bool:
    """Whether the person showed who it is within the last minutes (settings.CONFIRMED_FOR)."""
    age = at.timestamp() - request.session.get(_CONFIRMED, 0)
    return 0 <= age < settings.CONFIRMED_FOR.total_seconds()


def recently_confirmed(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view that wants a confirmation of the last minutes; without it the person is asked and comes back.

    What was posted is not carried along: guard the page of the form as well, so that this happens before it is filled.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated or is_recently_confirmed(request, at=timezone.now()):
            return view(request, *args, **kwargs)
        back = request.get_full_path() if request.method == "GET" else request.path
        return redirect(f"{reverse('confirm')}?{urlencode({'next': back})}")

    return guarded


class RecentlyConfirmed:
    """The same for a view that is a class; whether the person is signed in is for another mixin to ask."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return recently_confirmed(super().dispatch)(request, *args, **kwargs)  # type: ignore[misc]


class SessionLimitsMiddleware:
    """Signs out who was away too long, whose day is over, or who lacks the second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES  # a program has none, and costs no look-up
        why = _over(request, at=timezone.now()) if has_session and request.user.is_authenticated else ""
        if why:
            logout(request)
        if why and "text/html" in request.headers.get("Accept", ""):
            messages.info(request, why)
        return self.get_response(request)


def _over(request: HttpRequest, *, at: datetime) -> str:
    """Why the session is over, in words, or nothing; that it is used is noted."""
    user: Any = request.user
    now, session = at.timestamp(), request.session
    idle: timedelta = settings.SESSION_IDLE_STAFF if user.role in Role.staff() else settings.SESSION_IDLE
    if now - session.get(_BEGAN, 0) >= settings.SESSION_LONGEST.total_seconds():
        return _("You were signed out: a session ends after half a day. Sign in again.")
    if now - session.get(_SEEN, 0) >= idle.total_seconds():
        said = _("You were signed out after %(minutes)s minutes without activity. Sign in again.")
        return said % {"minutes": int(idle.total_seconds() // 60)}
    if second_factor.is_required(user) and not user.is_verified():
        return _("Sign in again with your second factor.")
    looks_by_itself = "Looks-By-Itself" in request.headers  # a page that asks whether something has changed
    if now - session[_SEEN] >= _SEEN_AGAIN.total_seconds() and not looks_by_itself:
        session[_SEEN] = now
    return ""
