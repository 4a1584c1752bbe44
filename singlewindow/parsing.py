"""DRF's door to the strict JSON parser of `declarations.strict_json`: no larger, no other media type, then parse."""

from collections.abc import Mapping
from typing import IO, Any

from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.parsers import BaseParser

from declarations.errors import BadMessage
from declarations.strict_json import LARGEST_BODY, Document, demand_uncompressed, read_object


class StrictJSONParser(BaseParser):
    """DRF's door to `read_object`: looks at the media type, takes no more than the limit, then parses."""

    media_type = "application/json"

    def parse(  # type: ignore[override]  # a Document, where DRF's own parsers give a dictionary
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Document:
        """The body of the request as a Document."""
        return read_object(body_of((parser_context or {})["request"], stream, media_type=media_type))


def body_of(request: Any, stream: IO[bytes], *, media_type: str | None) -> bytes:
    """The body as it came: UTF-8 by its media type, not compressed, and no larger than the limit."""
    charset = request.content_params.get("charset", "utf-8") if hasattr(request, "content_params") else "utf-8"
    if charset.lower() not in {"utf-8", "utf8"}:
        raise UnsupportedMediaType(media_type or "")
    demand_uncompressed(request.META.get("HTTP_CONTENT_ENCODING", "identity"))
    return _limited(stream, largest=LARGEST_BODY)


def _limited(stream: IO[bytes], *, largest: int) -> bytes:
    """The body, cut off as soon as it is larger than `largest` bytes, whatever its headers say of its length."""
    body = stream.read(largest + 1)
    if len(body) > largest:
        raise BadMessage("body-too-large", status=413, limit=largest)
    return body
