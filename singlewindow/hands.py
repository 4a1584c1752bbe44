"""The dispatcher's own hands: while the broker is away it does a few rows at a time in its own process.

Few, and few of one kind: an agency that takes its ten seconds keeps some hands, never all, and the dispatcher none.
"""

import logging
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

from django.db import connection

from singlewindow.owed import Owed

logger = logging.getLogger(__name__)

HANDS = 12
OF_ONE_KIND = 4


class Hands:
    """Threads that do work at once. No row waits for one: it is claimed only where a hand is free."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(HANDS, thread_name_prefix="hand")
        self._busy: Counter[str] = Counter()

    def free_for(self, owed: Owed) -> int:
        """How many rows of a kind can be done now."""
        return max(0, min(HANDS - self._busy.total(), OF_ONE_KIND - self._busy[owed.kind]))

    def do(self, owed: Owed, row_id: str) -> None:
        """Have a row done. What it raises is noted by the task itself."""
        self._busy[owed.kind] += 1
        self._threads.submit(_work, owed, row_id).add_done_callback(partial(self._done, owed.kind))

    def rest(self) -> None:
        """Finish what is begun, and end."""
        self._threads.shutdown(wait=True)

    def _done(self, kind: str, _: Future[None]) -> None:
        self._busy[kind] -= 1


def _work(owed: Owed, row_id: str) -> None:
    try:
        owed.task(row_id)
    except Exception as raised:
        logger.warning("%s %s, by hand: %s", owed.kind, row_id, type(raised).__name__)
    finally:
        connection.close()
