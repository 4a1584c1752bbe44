"""Guessing at the door: after five wrong tries in a quarter of an hour a name is refused, whether it exists or not.

Tries are counted before the password is looked at, so that many at once are no more than one after the other, and
taken back when someone gets in. Names are kept as digests: people type passwords into the wrong field.
"""

import ipaddress
from datetime import datetime

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from declarations.traders.addresses import address_of
from declarations.traders.errors import TooManyTries
from declarations.traders.limits import Limit
from declarations.traders.models import Tally

QUARTER_OF_AN_HOUR = 900  # seconds
BY_NAME = Limit("sign-in-name", 5, QUARTER_OF_AN_HOUR)
BY_ADDRESS = Limit("sign-in-address", 30, QUARTER_OF_AN_HOUR)  # an office may share one


def admit(request: HttpRequest, *, username: str, at: datetime) -> None:
    """Count a try. Raises TooManyTries, with the seconds to wait."""
    counts = Tally.objects.add(_counted(request, username), by=1, at=at)
    spent = [limit for limit in (BY_NAME, BY_ADDRESS) if counts[limit.name] > limit.most]
    if spent:
        raise TooManyTries(retry_after=max(1, round((spent[0].ends_at(at) - at).total_seconds())))


def forgive(request: HttpRequest, *, username: str, tries: int = 1, at: datetime) -> None:
    """This person got in: the name is free again, and the address has these tries back."""
    (name, by_name), (address, by_address) = _counted(request, username)
    Tally.objects.of(name, by_name, at=at).delete()
    Tally.objects.add([(address, by_address)], by=-tries, at=at)


def _counted(request: HttpRequest, username: str) -> list[tuple[Limit, str]]:
    digest = salted_hmac("declarations.traders.lockout", username.strip().casefold(), algorithm="sha256").hexdigest()
    return [(BY_NAME, digest), (BY_ADDRESS, _network(address_of(request)))]


def _network(address: str) -> str:
    """The address; of IPv6 its /64, which one household has for itself."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((known, 64), strict=False)) if known.version == 6 else str(known)
