"""The files of a batch, read row by row: every row is one declaration's message. Pure, and never a file in memory.

A row carries the SHA-256 of all bytes of the file up to its end. So a file that is sent again, longer or shorter after
a broken line, is told from another file at the first row that differs.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from hashlib import sha256
from typing import IO

from msgspec import Struct

from declarations.strict_json import LARGEST_BODY

MOST_ROWS = 10_000
MOST_FAULTS_TOLD = 100
_PIECE = 64 * 1024


class Fault(Struct, frozen=True):
    """What keeps a file from being read, where: rows as a spreadsheet counts them, the header is row 1."""

    row: int
    column: str
    code: str


class FileRow(Struct, frozen=True):
    """One declaration: its number in the file from 1, where it begins, its message, the digest up to its end."""

    number: int
    line: int
    body: bytes
    digest: bytes


class BatchFile(ABC):
    """A file that is read once. `is_whole` is false for one whose line broke: what may be cut off is no row."""

    def __init__(self, stream: IO[bytes], *, is_whole: bool) -> None:
        self.stream, self.is_whole = stream, is_whole
        self.faults: list[Fault] = []
        self._seen = sha256()

    @property
    def digest(self) -> bytes:
        """SHA-256 of what was read so far; of the whole file at its end."""
        return self._seen.digest()

    @abstractmethod
    def rows(self) -> Iterator[FileRow]:
        """Its rows in order. What is wrong with the file itself is noted in `faults`."""

    def lines(self) -> Iterator[bytes]:
        """Its lines. Of one longer than a message may be, so much that it is seen to be too long."""
        while line := self.stream.readline(LARGEST_BODY + 3):  # with its end, two characters
            self._seen.update(line)
            ended = line.endswith(b"\n")
            while not ended and (more := self.stream.readline(_PIECE)):
                self._seen.update(more)
                ended = more.endswith(b"\n")
            if ended or self.is_whole:
                yield line

    def note(self, row: int, column: str, code: str) -> None:
        """Note a fault. The first hundred are kept."""
        if len(self.faults) < MOST_FAULTS_TOLD:
            self.faults.append(Fault(row, column, code))


class NdjsonFile(BatchFile):
    """A JSON object a line, UTF-8. A line that is none is a row like any other: it is refused as such."""

    def rows(self) -> Iterator[FileRow]:
        """Every line with something in it."""
        number = 0
        for line, raw in enumerate(self.lines(), start=1):
            body = raw.rstrip(b"\r\n")
            if body.strip():
                number += 1
                if number > MOST_ROWS:
                    return self.note(line, "", "too-many-rows")
                yield FileRow(number=number, line=line, body=body, digest=self.digest)
        if not number and self.is_whole:
            self.note(1, "", "empty-file")
        return None
