"""What a printed paper says that anybody can hold against the service: a token for its QR code, and a hash.

The token is the number with an HMAC of it: who has the paper has it, nobody guesses it, and it tells no more than the
number does. The hash is that of the last event which changed what a paper says; every hash of the chain covers all
that happened before it, so a paper that was changed, or that was overtaken, does not show the present one.
"""

import io

import segno
from django.conf import settings
from django.core import signing
from django.urls import reverse
from msgspec import Struct

from declarations.models import Declaration, Event
from declarations.models.history import EventName

_SIGNER = signing.Signer(salt="declarations.paper", sep=".")
# What a receipt or a permit says follows from these; of what else happens they do not tell.
_SAID_ON_PAPER = (
    EventName.REGISTERED,
    EventName.LODGED,
    EventName.AMENDED,
    EventName.ARRIVED,
    EventName.ASSESSED,
    EventName.APPLICATION_DECIDED,
    EventName.DUTY_DECLARED,
    EventName.RELEASED_EARLY,
    EventName.RELEASED,
    EventName.REFUSED,
    EventName.WITHDRAWN,
)


class Verified(Struct, frozen=True):
    """All that the public is told of a declaration."""

    number: str
    status: str
    hash: str


def address_of(number: str) -> str:
    """Where anybody can verify a paper of this declaration."""
    return f"{settings.PUBLIC_URL}{reverse('verify', args=[_SIGNER.sign(number)])}"


def qr_of(number: str) -> bytes:
    """The same as a QR code, SVG."""
    drawn = io.BytesIO()
    segno.make(address_of(number), error="m").save(drawn, kind="svg", scale=3, border=2, light="#fff")
    return drawn.getvalue()


def hash_of(declaration: Declaration) -> str:
    """The hash that a paper of it shows now."""
    told = Event.objects.filter(declaration=declaration, name__in=_SAID_ON_PAPER).order_by("-seq")
    return told.values_list("hash", flat=True)[0]


def verified(token: str) -> Verified | None:
    """What a token leads to; None for one that we did not make. Two SQL statements, or none."""
    try:
        number = _SIGNER.unsign(token)
    except signing.BadSignature:
        return None
    found = Declaration.objects.filter(number=number).first()
    return Verified(number=number, status=found.status, hash=hash_of(found)) if found else None
