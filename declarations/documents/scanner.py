"""What a scanner is: a small contract that every adapter keeps."""

from typing import Protocol

from msgspec import Struct


class Verdict(Struct, frozen=True):
    """What a scanner says of some bytes; `signature` names what it found."""

    infected: bool
    signature: str = ""


class ScannerAway(Exception):
    """The scanner gave no verdict: away, too slow, too busy, or it speaks another language. Tried again later."""


class Scanner(Protocol):
    """Says of bytes whether they are infected.

    It either gives a verdict or raises ScannerAway, within its own time limit; it never guesses. `in_line` says that
    it asks nobody and may be called while the declarant waits; any other is called by a worker.
    """

    in_line: bool
    name: str

    def scan(self, content: bytes) -> Verdict:
        """The verdict. Raises ScannerAway."""
        ...
