"""Files that are on the disk when the row that tells of them is committed."""

import os
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


class DurableFiles(FileSystemStorage):
    """Django's files, readable by their owner only; a file and its folders are flushed before its name is given."""

    def __init__(self, location: str | Path | None = None, **options: Any) -> None:
        super().__init__(location, file_permissions_mode=0o600, directory_permissions_mode=0o700, **options)

    def _save(self, name: str, content: File) -> str:  # Django's hook for what `save` does
        kept: str = super()._save(name, content)  # type: ignore[misc]  # the stub does not know the hook
        path = Path(self.path(kept))
        for place in (path, path.parent, path.parent.parent):
            _flush(place)
        return kept


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
