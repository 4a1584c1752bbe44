"""One line of progress per step with the time since the start, on standard error: standard output is for results."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

WIDTH = 52


class Progress:
    """Tells a person what is being waited for, and how long it took since the first step."""

    def __init__(self) -> None:
        self._started = time.monotonic()

    @property
    def elapsed(self) -> float:
        """Seconds since the first step."""
        return time.monotonic() - self._started

    @contextmanager
    def step(self, title: str) -> Iterator[list[str]]:
        """A line: the title at once, after the work the seconds since the start and the notes."""
        notes: list[str] = []
        print(f"  {title} ".ljust(WIDTH, "."), end=" ", file=sys.stderr, flush=True)
        try:
            yield notes
        except BaseException:
            print("stopped", file=sys.stderr, flush=True)
            raise
        print(f"{self.elapsed:5.1f} s", *notes, sep="  ", file=sys.stderr, flush=True)
