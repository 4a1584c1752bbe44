"""The secrets that sign an endpoint's messages: made, sealed for the store, opened to sign."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes

_PURPOSE = b"declarations.notifications signing secrets, version 1"


def new_secret() -> str:
    """A secret in the notation of Standard Webhooks: 32 random bytes in base64."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def sealed(secret: str) -> str:
    """The secret as it is stored: encrypted and authenticated (Fernet)."""
    return _box().encrypt(secret.encode()).decode()


def opened(sealed_secrets: Sequence[str]) -> list[str]:
    """The secrets. Raises Unreadable where SECRET_KEY was changed and its predecessor is forgotten."""
    box = _box()
    try:
        return [box.decrypt(each.encode()).decode() for each in sealed_secrets]
    except InvalidToken as unreadable:
        raise Unreadable from unreadable


class Unreadable(Exception):
    """A stored secret cannot be opened with the keys that we have: its endpoint needs a new one."""


def _box() -> MultiFernet:
    return MultiFernet([_key(each) for each in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(root: str | bytes) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hmac.digest(force_bytes(root), _PURPOSE, hashlib.sha256)))
