"""Names for firms under a project's own key: HMAC-SHA256, so that no two projects share one, and the key tells nobody
who does not have it. Kept sealed (Fernet under SECRET_KEY); destroyed with the project.
"""

import base64
import hashlib
import hmac
import secrets

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes

_PURPOSE = b"declarations.dataset pseudonym keys, version 1"
_LENGTH = 16  # hexadecimal digits: 64 bits, so that a million firms meet by chance once in 40,000,000 projects


class Unreadable(Exception):
    """A stored key cannot be opened with the keys that we have."""


def new_key() -> bytes:
    """32 random bytes."""
    return secrets.token_bytes(32)


def sealed(key: bytes) -> str:
    """The key as it is stored."""
    return _box().encrypt(key).decode()


def opened(text: str) -> bytes:
    """The key. Raises Unreadable where SECRET_KEY was changed and its predecessor is forgotten."""
    try:
        return _box().decrypt(text.encode())
    except InvalidToken as unreadable:
        raise Unreadable from unreadable


def pseudonym(name: str, *, key: bytes) -> str:
    """What stands for a name in one project."""
    return hmac.digest(key, name.encode(), hashlib.sha256).hex()[:_LENGTH]


def _box() -> MultiFernet:
    roots = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(hmac.digest(force_bytes(each), _PURPOSE, hashlib.sha256))) for each in roots]
    )
