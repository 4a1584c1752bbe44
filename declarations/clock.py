"""As at which instant something is done, for the edges that are asked over HTTP."""

import re
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from declarations.errors import BadMessage

_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})")


def instant_of(request: HttpRequest) -> datetime:
    """Now; in the sandbox, the instant that the header Sandbox-Clock sets, so that the past can be tried.

    Elsewhere the header is refused: a client that believed in it would be wrong about the law of its declaration.
    """
    said = request.headers.get("Sandbox-Clock")
    if said is None:
        return timezone.now()
    if not settings.SANDBOX:
        raise BadMessage("sandbox-only")
    if not _INSTANT.fullmatch(said):
        raise BadMessage("invalid-clock")
    try:
        return datetime.fromisoformat(said).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadMessage("invalid-clock") from None
