"""The parser of WCO Data Model XML. It stands before those routes alone that say that they take this media type."""

from collections.abc import Mapping
from typing import IO, Any

from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.parsers import BaseParser

from declarations import wco
from singlewindow.parsing import body_of


class WCOParser(BaseParser):
    """DRF's door to `wco.read`: the same limits as for JSON. The request remembers which element said what."""

    media_type = wco.MEDIA_TYPE

    def parse(  # type: ignore[override]  # a document, where DRF's own parsers give a dictionary
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> wco.Received:
        """The body of the request, turned into the form."""
        context = parser_context or {}
        request = context["request"]
        method = getattr(context["view"], request.method.lower())
        if self.media_type not in getattr(getattr(method, "operation", None), "takes_media", ()):
            raise UnsupportedMediaType(media_type or "")
        raw = body_of(request, stream, media_type=media_type)
        request.translated = wco.read(raw)
        return wco.Received(raw=raw, translated=request.translated)
