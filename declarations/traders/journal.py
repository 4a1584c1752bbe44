"""What happens at the door, a line of the log each: who came in and left, who was not let in, from which address.

A name is written where it is somebody's: people type passwords into the wrong field.
"""

import logging
from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from declarations.traders.addresses import address_of
from declarations.traders.models import User

logger = logging.getLogger(__name__)


@receiver(user_logged_in)
def _signed_in(sender: Any, request: HttpRequest, user: User, **_: Any) -> None:
    factor = "with a second factor" if getattr(user, "otp_device", None) else "by password"
    logger.info("signed in %s: %s from %s", factor, user.get_username(), address_of(request))


@receiver(user_logged_out)
def _signed_out(sender: Any, request: HttpRequest, user: User | None, **_: Any) -> None:
    if user is not None:
        logger.info("signed out: %s from %s", user.get_username(), address_of(request))


@receiver(user_login_failed)
def _failed(sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    told = known(str(credentials.get("username", "")))
    logger.warning("wrong password: %s from %s", told, address_of(request) if request else "here")


def wrong_code(request: HttpRequest, person: User) -> None:
    """The second factor that was shown is not this person's."""
    logger.warning("wrong second factor: %s from %s", person.get_username(), address_of(request))


def password_set(request: HttpRequest, person: User) -> None:
    """By a link that an administrator gave."""
    logger.info("password set by a one-time link: %s from %s", person.get_username(), address_of(request))


def sessions_ended(request: HttpRequest, person: User, count: int) -> None:
    """By the person, from another of them."""
    logger.info("%d other sessions ended: %s from %s", count, person.get_username(), address_of(request))


def locked_out(request: HttpRequest, username: str) -> None:
    """Too many tries: this one was not looked at."""
    logger.warning("locked out: %s from %s", known(username), address_of(request))


def known(username: str) -> str:
    """The name, where it is somebody's."""
    is_known = "\0" not in username and User.objects.filter(username=username[:150]).exists()
    return username if is_known else "an unknown name"
