"""Lines of the log that keep to themselves what a request said.

What went wrong is told by its type and its place in the code. The message of an exception is left out: PostgreSQL puts
whole rows into its own, and a parser what it could not read, with prices, names and credentials among them.

Each line has its time in UTC and the correlation id of the request that it is of; a line break inside a message is
written as \\n, so that nobody forges a line.
"""

import json
import logging
import traceback
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from singlewindow.correlation import correlation_id

_ESCAPED = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160))}
_ESCAPED |= {ord("\n"): "\\n", ord("\r"): "\\r", ord("\t"): "\\t", 0x2028: "\\u2028", 0x2029: "\\u2029"}


class Line(logging.Formatter):
    """A line, and below it the stack of an exception without its message."""

    def format(self, record: logging.LogRecord) -> str:
        record.correlation_id = correlation_id.get() or "-"
        return super().format(record)

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        return _moment(record)

    def formatMessage(self, record: logging.LogRecord) -> str:
        record.message = record.message.translate(_ESCAPED)
        return super().formatMessage(record)

    def formatException(self, ei: Any) -> str:
        return "".join(_told(ei[1])).rstrip()


class JsonLine(logging.Formatter):
    """The same as one JSON object a line, for machines."""

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "time": _moment(record),
            "level": record.levelname,
            "logger": record.name,
            "correlation_id": correlation_id.get(),
            "message": record.getMessage(),
        }
        if record.exc_info:
            told["stack"] = "".join(_told(record.exc_info[1])).rstrip()
        return json.dumps({name: value for name, value in told.items() if value}, ensure_ascii=False)


def _moment(record: logging.LogRecord) -> str:
    """When, in UTC, to the millisecond."""
    at = datetime.fromtimestamp(record.created, tz=UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


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
