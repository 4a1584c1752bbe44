"""Signed messages by the Standard Webhooks scheme: HMAC-SHA256 over "id.timestamp.body". Free of Django.

The timestamp is inside the signature, so a message caught on its way cannot be sent again later.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

TOLERANCE = timedelta(minutes=5)
_BASE64_SECRET = "whsec_"  # noqa: S105  (the prefix of a secret, not one)


class NotAuthentic(Exception):
    """The message is unsigned, signed with another secret, changed, or too old or too new: `code` says which."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def secret_for(agency: str, *, root: str) -> str:
    """An agency's own secret, which follows from the root that we alone keep: no agency can sign for another."""
    digest = hmac.new(root.encode(), f"agency {agency}".encode(), hashlib.sha256).digest()
    return _BASE64_SECRET + base64.b64encode(digest).decode()


def signed_headers(
    body: bytes, *, message_id: str, secret: str, at: datetime, earlier: Sequence[str] = ()
) -> dict[str, str]:
    """The three headers that go with a body. `earlier` secrets sign too, while one is changed."""
    timestamp = str(int(at.timestamp()))
    signatures = [
        _signature(body, message_id=message_id, timestamp=timestamp, secret=each) for each in (secret, *earlier)
    ]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(signatures),
    }


def authentic_id(headers: Mapping[str, str], body: bytes, *, secret: str, at: datetime) -> str:
    """The message's id, once one of its signatures fits. Raises NotAuthentic."""
    message_id, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    signatures = headers.get("webhook-signature", "").split()
    if not (0 < len(message_id) <= 128 and message_id.isascii() and message_id.isprintable() and signatures):
        raise NotAuthentic("signature-missing")
    expected = _signature(body, message_id=message_id, timestamp=timestamp, secret=secret).encode()
    # Several signatures are sent while a secret is changed. All are compared, and never with a shortcut.
    if not sum(hmac.compare_digest(expected, each.encode()) for each in signatures[:10]):
        raise NotAuthentic("signature-wrong")
    if not _is_fresh(timestamp, at=at):
        raise NotAuthentic("timestamp-stale")
    return message_id


def _is_fresh(timestamp: str, *, at: datetime) -> bool:
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 11):
        return False
    return abs(at - datetime.fromtimestamp(int(timestamp), UTC)) <= TOLERANCE


def _signature(body: bytes, *, message_id: str, timestamp: str, secret: str) -> str:
    signed = b".".join((message_id.encode(), timestamp.encode(), body))
    return "v1," + base64.b64encode(hmac.digest(_key(secret), signed, hashlib.sha256)).decode()


def _key(secret: str) -> bytes:
    """Standard secrets are base64 after a prefix; any other text is taken as it stands."""
    if not secret:
        raise ValueError("a secret may not be empty")
    if secret.startswith(_BASE64_SECRET):
        return base64.b64decode(secret.removeprefix(_BASE64_SECRET) + "==")
    return secret.encode()
