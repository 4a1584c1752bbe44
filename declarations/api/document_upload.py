"""One file from a request: the bytes themselves as the body, or one part of a form. Cut at the limit in both."""

from collections.abc import Mapping
from typing import IO, Any

from django.http import HttpRequest
from django.utils.http import parse_header_parameters
from rest_framework.parsers import BaseParser, DataAndFiles
from rest_framework.request import Request
from rest_framework.views import APIView

from declarations.documents.inspecting import LARGEST, Upload
from declarations.errors import BadMessage
from declarations.one_file import OneFile
from declarations.strict_json import demand_uncompressed

FORM = "multipart/form-data"


class FormOrBytes(BaseParser):
    """Django reads a form, through our handler; any other body is left unread, for `upload_of`."""

    media_type = "*/*"

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> DataAndFiles:
        """The fields and the files of a form; none where it is no form."""
        request = (parser_context or {})["request"]._request
        return DataAndFiles(request.POST, request.FILES)


class UploadView(APIView):
    """A view whose POST takes a file. The limit stands before authentication, which may read a form already."""

    parser_classes = [FormOrBytes]

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        """DRF's first step: nobody has read the body yet."""
        self.handler = OneFile(request)
        request.upload_handlers = [self.handler]
        return super().initialize_request(request, *args, **kwargs)

    def upload_of(self, request: Request, *, named: str) -> Upload:
        """The file that came; `named` by the parameters, where they name it. Raises BadMessage."""
        demand_uncompressed(request.headers.get("Content-Encoding", "identity"))
        upload = self._of_the_form(request) if is_form(request) else _of_the_body(request)
        return Upload(content=upload.content, name=named or upload.name, media_type=upload.media_type)

    def _of_the_form(self, request: Request) -> Upload:
        files = [file for each in request.FILES.lists() for file in each[1]]
        if self.handler.is_too_large:
            raise _too_large()
        if len(files) > 1:
            raise BadMessage("upload-one-file", status=422)
        if not files:
            return Upload(content=b"", name="", media_type="")
        return Upload(content=files[0].read(), name=files[0].name or "", media_type=_media(files[0].content_type or ""))


def is_form(request: Request) -> bool:
    """Whether the body is a form."""
    return _media(request.headers.get("Content-Type", "")) == FORM


def _of_the_body(request: Request) -> Upload:
    told = request.headers.get("Content-Length", "0")
    if told.isdigit() and int(told) > LARGEST:
        raise _too_large()
    content = request._request.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise _too_large()
    return Upload(content=content, name=_name(request), media_type=_media(request.headers.get("Content-Type", "")))


def _too_large() -> BadMessage:
    return BadMessage("upload-too-large", status=413, limit=LARGEST)


def _media(header: str) -> str:
    return header.partition(";")[0].strip().lower()


def _name(request: Request) -> str:
    """The file name of Content-Disposition (RFC 6266), empty where there is none or it cannot be read."""
    try:
        name = parse_header_parameters(request.headers.get("Content-Disposition", ""))[1].get("filename", "")
    except ValueError:
        return ""
    try:  # many programs send UTF-8 where the standard has Latin-1
        return name.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return name
