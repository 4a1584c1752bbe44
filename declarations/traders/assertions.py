"""How a program shows who it is without a secret: an assertion that it signed (private_key_jwt, RFC 7523).

The public keys are in the register, two at most, so that one can be rotated by its kid. An assertion is for the token
endpoint alone, lives five minutes at most, and is accepted once: its jti is kept in PostgreSQL until it has expired.
"""

from datetime import UTC, datetime, timedelta
from typing import Annotated

import msgspec
from django.conf import settings
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey
from msgspec import Meta, Struct

from declarations.traders.client_keys import algorithm_of, imported
from declarations.traders.errors import AssertionRefused
from declarations.traders.models import ApiClient, ClientKey, UsedAssertion

TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ALGORITHMS = ("ES256", "PS256")
LONGEST_LIFE = timedelta(minutes=5)
CLOCK_SKEW = timedelta(seconds=30)  # between the client's clock and ours
_FARTHEST = 253_402_300_000.0  # the year 9999, Unix time
_Instant = Annotated[float, Meta(ge=0, le=_FARTHEST)]


class _Header(Struct, frozen=True):
    alg: str
    kid: Annotated[str, Meta(min_length=1, max_length=64)]
    crit: msgspec.UnsetType = msgspec.UNSET  # an extension that must be understood: none is, so its presence refuses


class _Claims(Struct, frozen=True):
    """What an assertion says. The names are those of RFC 7519."""

    iss: str
    sub: Annotated[str, Meta(pattern=r"\A[0-9A-Za-z._-]{1,64}\Z")]
    aud: str | list[str]
    exp: _Instant
    iat: _Instant
    jti: Annotated[str, Meta(pattern=r"\A[\x21-\x7e]{1,128}\Z")]
    nbf: _Instant | None = None


_NOBODY = ECKey.generate_key("P-256")  # verified against where there is no key, so that the work is the same


def client_of(assertion: str, *, at: datetime) -> ApiClient:
    """The client that signed. Raises AssertionRefused; `proven` in it says whether a key of the client was shown."""
    header, claims = _read(assertion)
    admitted = ApiClient.objects.admitted(sandbox=settings.SANDBOX).filter(client_id=claims.sub)
    keys = ClientKey.objects.filter(client__in=admitted, kid=header.kid, revoked_at__isnull=True)
    key = keys.select_related("client__trader").first()
    _verify(assertion, key=key, alg=header.alg)
    if key is None:
        raise AssertionRefused("no live key of an active client has this kid")
    if wrong := _wrong(claims, at=at):
        raise AssertionRefused(wrong, proven=True)
    until = datetime.fromtimestamp(claims.exp, tz=UTC) + CLOCK_SKEW
    if not UsedAssertion.objects.use(key.client, jti=claims.jti, expires_at=until):
        raise AssertionRefused("its jti was used before", proven=True)
    return key.client


def _read(assertion: str) -> tuple[_Header, _Claims]:
    """What it says, before anything is believed."""
    try:
        parts = jws.extract_compact(assertion.encode())
        header = msgspec.convert(parts.headers(), _Header)
        claims = msgspec.json.decode(parts.payload, type=_Claims)
    except (JoseError, msgspec.DecodeError, msgspec.ValidationError, ValueError):
        raise AssertionRefused("it is not of the form that RFC 7523 asks for") from None
    if header.alg not in ALGORITHMS:
        raise AssertionRefused("its alg is not ES256 or PS256")
    return header, claims


def _verify(assertion: str, *, key: ClientKey | None, alg: str) -> None:
    """The signature, by the algorithm of the registered key: what the header names only has to be the same."""
    expected = algorithm_of(key.jwk) if key else "ES256"
    try:
        if alg != expected and key:
            raise AssertionRefused("its alg is not that of the registered key")
        jws.deserialize_compact(assertion, imported(key.jwk) if key else _NOBODY, algorithms=[expected])
    except (JoseError, ValueError):
        raise AssertionRefused("its signature does not fit a registered key") from None


def _wrong(claims: _Claims, *, at: datetime) -> str:
    """What is wrong with the claims, or nothing."""
    now, skew, longest = at.timestamp(), CLOCK_SKEW.total_seconds(), LONGEST_LIFE.total_seconds()
    audiences = [claims.aud] if isinstance(claims.aud, str) else claims.aud
    if claims.iss != claims.sub:
        return "its iss and sub are not the same client id"
    if len(audiences) != 1 or audiences[0] not in (settings.PUBLIC_URL, f"{settings.PUBLIC_URL}/oauth/token"):
        return f"its aud is not {settings.PUBLIC_URL}/oauth/token"
    if now >= claims.exp + skew:
        return "it has expired"
    if claims.iat > now + skew or (claims.nbf or 0) > now + skew:
        return "it is not valid yet: its iat or nbf is in the future"
    if claims.exp - claims.iat > longest or claims.exp > now + longest + skew:
        return "it lives longer than five minutes"
    return ""
