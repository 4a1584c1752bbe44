"""The papers as PDF. It imports only where the extra of requirements-pdf.txt is installed, and the system has Pango."""

import mimetypes
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

from declarations.web import papers


def drawn(markup: str, *, number: str) -> bytes:
    """The page of a paper of this declaration, as PDF."""
    made: bytes = HTML(string=markup, base_url=settings.PUBLIC_URL, url_fetcher=_FromHere(number)).write_pdf()
    return made


class _FromHere(URLFetcher):
    """What the page shows, from here alone: nothing is ever asked of another host."""

    def __init__(self, number: str) -> None:
        super().__init__(allowed_protocols=(), fail_on_errors=True)  # a paper without its style or code is none
        self.number = number

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """The QR code, or a static file. Raises ValueError for anything else."""
        path = urlsplit(url).path
        if path.endswith("/qr.svg"):
            return URLFetcherResponse(url, papers.qr_of(self.number), {"Content-Type": "image/svg+xml"})
        file = finders.find(path.removeprefix(settings.STATIC_URL)) if path.startswith(settings.STATIC_URL) else None
        if not file:
            raise ValueError(url)
        media = mimetypes.guess_type(path)[0] or "application/octet-stream"
        return URLFetcherResponse(url, Path(file).read_bytes(), {"Content-Type": media})
