"""Files and folders of the data file on the disk: there whole, or not at all."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from declarations.dataset.errors import FolderInUse

_BYTES_AT_ONCE = 1 << 20


@contextmanager
def appearing_whole(directory: Path) -> Iterator[Path]:
    """A hidden folder that becomes `directory` when the block ends well, and disappears when it does not.

    Only its owner may read it. Raises FolderInUse where the directory holds anything already.
    """
    target = directory.absolute()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise FolderInUse(f"{directory} is there already and not empty: name a new folder.")
    target.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
    try:
        yield folder
        folder.replace(target)
    except BaseException:
        shutil.rmtree(folder)
        raise


@contextmanager
def written(path: Path) -> Iterator[BinaryIO]:
    """A new file that is on the disk when the block ends."""
    with path.open("xb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def blocks_of(path: Path, *, begin: int = 0, size: int | None = None) -> Iterator[bytes]:
    """The bytes of a file from `begin` on, `size` of them or all there are."""
    left = path.stat().st_size - begin if size is None else size
    with path.open("rb") as file:
        file.seek(begin)
        while left > 0 and (block := file.read(min(left, _BYTES_AT_ONCE))):
            left -= len(block)
            yield block


class Tally:
    """Counts and hashes the bytes that go by."""

    def __init__(self) -> None:
        self.bytes, self._sha256 = 0, sha256()

    def of(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """The same bytes."""
        for block in blocks:
            self.bytes += len(block)
            self._sha256.update(block)
            yield block

    def count(self, blocks: Iterable[bytes]) -> None:
        """Only that."""
        for _ in self.of(blocks):
            pass

    @property
    def sha256(self) -> str:
        """Of all that went by so far, in hexadecimal."""
        return self._sha256.hexdigest()
