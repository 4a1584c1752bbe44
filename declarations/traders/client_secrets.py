"""Secrets of API clients: 256 random bits, shown once, of which only a digest is kept.

A plain SHA-256 suffices: what makes a slow, salted hash necessary is a guessable password, and this is not one.
"""

import hashlib
import hmac
import secrets

_BYTES = 32
NOBODYS_DIGEST = "0" * 64  # no secret is known that has this digest; unknown clients are compared with it


def new_secret() -> str:
    """A secret of 256 bits as 43 URL-safe characters."""
    return secrets.token_urlsafe(_BYTES)


def digest_of(secret: str) -> str:
    """SHA-256 of the secret, hexadecimal."""
    return hashlib.sha256(secret.encode()).hexdigest()


def is_secret_of(secret: str, *, digest: str | None) -> bool:
    """Whether the secret has this digest, in constant time; with no digest the same work, and False."""
    matches = hmac.compare_digest(digest_of(secret), digest or NOBODYS_DIGEST)
    return matches and digest is not None
