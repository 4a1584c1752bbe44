"""A large file as the body of a request: taken to disk as it comes, never whole in memory, and then read by row."""

import tempfile
from collections.abc import Mapping
from typing import IO, Any

from django.http import UnreadablePostError
from msgspec import Struct
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.parsers import BaseParser
from rest_framework.request import Request

from declarations.batch_file import BatchFile, Fault, NdjsonFile
from declarations.csv_batch import CHARSETS, CsvFile
from declarations.errors import BadMessage, FileUnreadable
from declarations.strict_json import demand_uncompressed

LARGEST_FILE = 50 * 1024 * 1024
_PIECE = 64 * 1024
_IN_MEMORY = 1024 * 1024  # a smaller file never sees the disk


class Upload(Struct, frozen=True):
    """A file that came: its format, its character set, and how to read it."""

    format: str
    charset: str
    file: BatchFile


def upload_of(request: Request) -> Upload:
    """The file in the body of the request."""
    upload: Any = request.data
    if isinstance(upload, Upload):
        return upload
    if request.META.get("CONTENT_LENGTH"):  # DRF reads nothing where there is nothing
        raise FileUnreadable([Fault(1, "", "empty-file")])
    raise BadMessage("length-required", status=411)


class _Upload(BaseParser):
    """DRF's door: looks at media type and length, then takes the file in."""

    def parse(  # type: ignore[override]  # an Upload, where DRF's own parsers give a dictionary
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Upload:
        """The body of the request as an Upload."""
        request = (parser_context or {})["request"]
        charset = request.content_params.get("charset", "utf-8").lower()
        if not self.reads(charset):
            raise UnsupportedMediaType(media_type or "")
        demand_uncompressed(request.META.get("HTTP_CONTENT_ENCODING", "identity"))
        length = int(request.META["CONTENT_LENGTH"])
        if length > LARGEST_FILE:
            raise BadMessage("body-too-large", status=413, limit=LARGEST_FILE)
        file, taken = _taken(stream)
        return self.upload(file, is_whole=taken == length, charset=charset)

    def reads(self, charset: str) -> bool:
        """Whether files in this character set are taken."""
        raise NotImplementedError

    def upload(self, file: IO[bytes], *, is_whole: bool, charset: str) -> Upload:
        """The file by its format."""
        raise NotImplementedError


class NdjsonUpload(_Upload):
    """A JSON object a line."""

    media_type = "application/x-ndjson"

    def reads(self, charset: str) -> bool:
        """UTF-8, as JSON is."""
        return charset in {"utf-8", "utf8"}

    def upload(self, file: IO[bytes], *, is_whole: bool, charset: str) -> Upload:
        """Line by line."""
        return Upload("NDJSON", "utf-8", NdjsonFile(file, is_whole=is_whole))


class CsvUpload(_Upload):
    """A table."""

    media_type = "text/csv"

    def reads(self, charset: str) -> bool:
        """UTF-8, and what Japanese spreadsheets write."""
        return charset in CHARSETS

    def upload(self, file: IO[bytes], *, is_whole: bool, charset: str) -> Upload:
        """Row by row."""
        return Upload("CSV", CHARSETS[charset], CsvFile(file, is_whole=is_whole, charset=charset))


def _taken(stream: IO[bytes]) -> tuple[IO[bytes], int]:
    """The body in a file of its own, and how much of it came: a line that breaks ends it early."""
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  (read after we are gone)
    taken = 0
    try:
        while piece := stream.read(_PIECE):
            file.write(piece)
            taken += len(piece)
    except (UnreadablePostError, OSError):
        pass
    file.seek(0)
    return file, taken
