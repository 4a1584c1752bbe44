"""The TLS certificate that a program showed to the proxy in front (RFC 8705); off unless a header is named for it.

The header is believed from a trusted proxy alone, which must set it on every request. Two forms are read: that of RFC
9440 (`:base64 of the DER:`) and the escaped PEM that nginx gives.
"""

import base64
import hashlib
import ssl
from urllib.parse import unquote

from django.conf import settings
from django.http import HttpRequest

from declarations.traders.addresses import comes_from_a_proxy


def thumbprint_of(request: HttpRequest) -> str:
    """The certificate's SHA-256, base64url, as `x5t#S256` has it; empty when none was shown or none is believed."""
    name = settings.CLIENT_CERTIFICATE_HEADER
    if not name or not comes_from_a_proxy(request):
        return ""
    der = _der(request.headers.get(name, ""))
    return base64.urlsafe_b64encode(hashlib.sha256(der).digest()).decode().rstrip("=") if der else ""


def _der(text: str) -> bytes:
    try:
        if text.startswith(":") and text.endswith(":"):
            return base64.b64decode(text[1:-1], validate=True)
        return ssl.PEM_cert_to_DER_cert(unquote(text).strip()) if text else b""
    except ValueError:
        return b""
