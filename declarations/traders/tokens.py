"""Access tokens: who calls is read from a signature, so that a request is authenticated without the database.

JWTs as RFC 9068 profiles them, signed HS256 with a key of their own that is derived from SECRET_KEY; this service
both issues and reads them. Needing no look-up, a token cannot know that its client was deactivated: `ended` does. A
token that is bound to a TLS certificate (`cnf`, RFC 8705) is good over that certificate alone. A rotated SECRET_KEY
ends them all, unless the old one stays in SECRET_KEY_FALLBACKS.
"""

import hmac
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache

import msgspec
from django.conf import settings
from django.utils.encoding import force_bytes
from joserfc import jws
from joserfc.errors import BadSignatureError, JoseError
from joserfc.jwk import OctKey
from msgspec import Struct, field

from declarations.traders.declarant import Declarant
from declarations.traders.ended import microseconds
from declarations.traders.errors import TokenRefused
from declarations.traders.models import ApiClient

LIFETIME = timedelta(minutes=10)
CLOCK_SKEW = timedelta(seconds=5)  # between the clocks of two machines of this service
LONGEST = 4096  # characters; ours have about 900
KEPT = 4096  # verified tokens that a process remembers, a few megabytes
_ALGORITHM, _TYPE = "HS256", "at+jwt"
_PURPOSE = b"declarations.traders access token, version 1"


class Confirmation(Struct, frozen=True):
    """The certificate that a token is bound to (RFC 8705, 3.1)."""

    x5t: str = field(name="x5t#S256")


class Claims(Struct, frozen=True, omit_defaults=True):
    """What a token says. Registered claim names are those of RFC 7519, RFC 8705 and RFC 9068.

    `credentials` is when the client's credentials last changed, Unix time in microseconds.
    """

    iss: str
    aud: str
    sub: str
    client_id: str
    iat: int
    nbf: int
    exp: int
    jti: str
    scope: str
    credentials: int
    declarant: Declarant
    cnf: Confirmation | None = None


def issue(client: ApiClient, *, scopes: tuple[str, ...], at: datetime) -> tuple[str, int]:
    """A token for these scopes, and the seconds it lives. Whether the client may have them is the caller's to know."""
    issued = int(at.timestamp())
    lifetime = int(LIFETIME.total_seconds())
    claims = Claims(
        iss=settings.PUBLIC_URL,
        aud=_audience(),
        sub=client.client_id,
        client_id=client.client_id,
        iat=issued,
        nbf=issued,
        exp=issued + lifetime,
        jti=secrets.token_urlsafe(16),
        scope=" ".join(scopes),
        credentials=microseconds(client.credentials_changed_at),
        declarant=client.as_declarant(scopes=scopes),
        cnf=Confirmation(x5t=client.certificate_sha256) if client.certificate_sha256 else None,
    )
    header = {"alg": _ALGORITHM, "typ": _TYPE}
    return jws.serialize_compact(header, msgspec.json.encode(claims), next(_keys())), lifetime


def opened(token: str, *, at: datetime) -> Claims:
    """What the token says. Raises TokenRefused: not ours, altered, for someone else, not valid yet, or expired."""
    claims = _verified(token)
    now, skew = at.timestamp(), CLOCK_SKEW.total_seconds()
    if now >= claims.exp + skew:
        raise TokenRefused("expired")
    if now < claims.nbf - skew:
        raise TokenRefused("not valid yet")
    return claims


def read(token: str, *, at: datetime, certificate: str = "") -> Declarant:
    """Who is calling, over this certificate. Raises TokenRefused. Without the database: `ended` is not asked."""
    return believed(opened(token, at=at), certificate=certificate)


def believed(claims: Claims, *, certificate: str) -> Declarant:
    """Who is calling. Raises TokenRefused when the token is bound to another certificate."""
    if claims.cnf is not None and not hmac.compare_digest(claims.cnf.x5t, certificate):
        raise TokenRefused("bound to another certificate")
    return claims.declarant


@lru_cache(maxsize=KEPT)
def _verified(token: str) -> Claims:
    """What a genuine token says, whatever the time. Refusals are not kept: forgeries displace nothing."""
    if len(token) > LONGEST:
        raise TokenRefused("too long")
    try:
        claims = msgspec.json.decode(_payload(token), type=Claims)
    except (JoseError, msgspec.DecodeError, ValueError) as error:
        raise TokenRefused("not a token of this service") from error
    if claims.iss != settings.PUBLIC_URL or claims.aud != _audience():
        raise TokenRefused("for another service")
    return claims


def _payload(token: str) -> bytes:
    """What was signed, once one of our keys fits. The algorithm is ours to name, never the token's."""
    for key in _keys():
        try:
            signed = jws.deserialize_compact(token, key, algorithms=[_ALGORITHM])
        except BadSignatureError:
            continue
        if signed.protected.get("typ") == _TYPE:
            return signed.payload
        break
    raise TokenRefused("not a token of this service")


def _keys() -> Iterator[OctKey]:
    """The key that signs, then those of former secrets, each good for this purpose alone."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield OctKey.import_key(hmac.digest(force_bytes(secret), _PURPOSE, "sha256"))


def _audience() -> str:
    return f"{settings.PUBLIC_URL}/api"
