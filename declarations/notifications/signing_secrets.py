"""The secrets that sign an endpoint's messages: made, sealed for the store, opened to sign."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.encoding import force_bytes

_PURPOSE = b"declarations.notifications signing secrets, version 2"
_NONCE_BYTES = 12  # as NIST SP 800-38D wants it; drawn at random, for far fewer than 2^32 secrets


def new_secret() -> str:
    """A secret in the notation of Standard Webhooks: 32 random bytes in base64."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def sealed(secret: str) -> str:
    """The secret as it is stored: encrypted and authenticated (AES-256-GCM), a nonce of its own before it."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return base64.b64encode(nonce + _boxes()[0].encrypt(nonce, secret.encode(), None)).decode()


def opened(sealed_secrets: Sequence[str]) -> list[str]:
    """The secrets. Raises Unreadable where SECRET_KEY was changed and its predecessor is forgotten."""
    boxes = _boxes()
    return [_opened(base64.b64decode(each), boxes) for each in sealed_secrets]


class Unreadable(Exception):
    """A stored secret cannot be opened with the keys that we have: its endpoint needs a new one."""


def _opened(stored: bytes, boxes: Sequence[AESGCM]) -> str:
    nonce, encrypted = stored[:_NONCE_BYTES], stored[_NONCE_BYTES:]
    for box in boxes:
        try:
            return box.decrypt(nonce, encrypted, None).decode()
        except InvalidTag:
            continue
    raise Unreadable


def _boxes() -> list[AESGCM]:
    """By today's key, and by the former ones that are still believed."""
    return [AESGCM(_key(root)) for root in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def _key(root: str | bytes) -> bytes:
    return hmac.digest(force_bytes(root), _PURPOSE, hashlib.sha256)
