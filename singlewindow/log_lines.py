"""Lines of the log that keep to themselves what a request said.

What went wrong is told by its type and its place in the code. The message of an exception is left out: PostgreSQL puts
whole rows into its own, and a parser what it could not read, with prices, names and credentials among them.
"""

import logging
import traceback
from collections.abc import Iterator, Mapping
from typing import Any


class Line(logging.Formatter):
    """A line, and below it the stack of an exception without its message."""

    def formatException(self, ei: Any) -> str:
        return "".join(_told(ei[1])).rstrip()


class Discreet(logging.Filter):
    """Takes the exception's message, and a task's arguments, out of what Celery writes of a task."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, Mapping):
            said = {"exc": "see the stack", "args": "", "kwargs": "", "return_value": "", "traceback": ""}
            record.args = {name: said.get(name, value) for name, value in record.args.items()}
        return True


def _told(error: BaseException | None) -> Iterator[str]:
    """The innermost cause first, as Python itself writes it."""
    if error is None:
        return
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    yield from _told(before)
    yield from traceback.format_tb(error.__traceback__)
    kind = type(error)
    code = getattr(error, "sqlstate", None) or getattr(error, "code", None)
    yield f"{kind.__module__}.{kind.__qualname__}{f' ({code})' if isinstance(code, str) else ''}\n"
