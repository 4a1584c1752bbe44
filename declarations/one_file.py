"""One file of a form, into memory and no further than it may be large: for the edges that take documents."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from declarations.documents.inspecting import LARGEST


class OneFile(FileUploadHandler):
    """Takes a form's file into memory and hangs up as soon as the files are larger than one may be."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.size = 0
        self.content = BytesIO()

    @property
    def is_too_large(self) -> bool:
        """Whether it hung up."""
        return self.size > LARGEST

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """The next file begins."""
        super().new_file(*args, **kwargs)
        self.content = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """More of it."""
        self.size += len(raw_data)
        if self.is_too_large:
            raise StopUpload(connection_reset=True)
        self.content.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """The whole of it."""
        self.content.seek(0)
        return InMemoryUploadedFile(
            self.content, self.field_name, self.file_name or "", self.content_type or "", file_size, self.charset
        )
