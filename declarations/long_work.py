"""A command that takes its time tells how far it is: on the terminal that it runs in, and in the officers' console.

What it tells is committed at once, by a connection of its own: the work itself may be one long transaction.
"""

import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

from django.db import Error, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone
from uuid_utils.compat import uuid7

logger = logging.getLogger(__name__)

_EVERY_SECONDS = 0.5
_WIDTH = 40
_MOST_WORDS = 500
_BEGIN = """
INSERT INTO declarations_longwork (id, title, began_at, told_at, done, total, outcome, result)
VALUES (%(id)s, %(title)s, %(at)s, %(at)s, 0, 0, '', '')
"""
_TELL = "UPDATE declarations_longwork SET done = %(done)s, total = %(total)s, told_at = %(at)s WHERE id = %(id)s"
_END = """
UPDATE declarations_longwork
   SET done = %(done)s, total = %(total)s, told_at = %(at)s, ended_at = %(at)s, outcome = %(outcome)s,
       result = %(result)s
 WHERE id = %(id)s
"""


class Teller:
    """Told `done` of `total` as the work goes on; `result` is what came of it, in words."""

    def __init__(self, title: str, *, out: TextIO) -> None:
        self.result = ""
        self._id, self._title, self._out = uuid7(), title, out
        self._line: BaseDatabaseWrapper | None = connection.copy()
        self._done = self._total = 0
        self._told = self._drawn = float("-inf")
        self._write(_BEGIN, title=title)

    def __call__(self, done: int, total: int) -> None:
        """So much is done. Cheap: it is drawn when the bar grows, and kept twice a second."""
        self._done, self._total = done, max(done, total)
        self._draw()
        if time.monotonic() - self._told >= _EVERY_SECONDS:
            self._told = time.monotonic()
            self._write(_TELL)

    def end(self, outcome: str, result: str) -> None:
        """It is over."""
        if outcome == "DONE":
            self._done = self._total = max(self._done, self._total, 1)
            self._draw()
        self._write(_END, outcome=outcome, result=result[:_MOST_WORDS])
        if self._line is not None:
            self._line.close()

    def _draw(self) -> None:
        filled = _WIDTH * self._done // self._total if self._total else 0
        if filled == self._drawn or not self._out.isatty():
            return
        self._drawn = filled
        end = "\n" if filled == _WIDTH else ""
        bar = "#" * filled + "." * (_WIDTH - filled)
        percent = 100 * self._done // self._total if self._total else 0
        print(f"\r{self._title} [{bar}] {percent} %", end=end, file=self._out, flush=True)

    def _write(self, statement: str, **told: Any) -> None:
        """What cannot be told does not hinder the work."""
        if self._line is None:
            return
        facts: dict[str, Any] = {"id": self._id, "at": timezone.now(), "done": self._done, "total": self._total}
        try:
            with self._line.cursor() as cursor:
                cursor.execute(statement, facts | told)
        except Error:
            logger.warning("%s: how far it is cannot be told", self._title, exc_info=True)
            self._line.close()
            self._line = None


@contextmanager
def long_work(title: str, *, out: TextIO | None = None) -> Iterator[Teller]:
    """Work under this title, drawn on `out` or standard error.

    What it raises ends it as failed, with its first line as the reason.
    """
    teller = Teller(title, out=out or sys.stderr)  # as it is now: it may be another than when this was loaded
    try:
        yield teller
    except BaseException as raised:
        words = getattr(raised, "strerror", None) or str(raised).strip().partition("\n")[0]
        teller.end("FAILED", words or type(raised).__name__)
        raise
    teller.end("DONE", teller.result)
