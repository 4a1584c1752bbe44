"""How every task runs, in a worker and by the dispatcher's own hands: what it raises is counted, until it is done.

Here too a connection that broke under an earlier task is replaced: Celery keeps connections from task to task.
"""

import logging
from typing import Any

from celery import Task
from django.db import connections

from singlewindow import troubles
from singlewindow.owed import kind_of, owed_of

logger = logging.getLogger(__name__)


class Work(Task):
    """The base of the tasks. Each takes the id of one row, and tells whether there was anything to do."""

    abstract = True

    def __call__(self, row_id: str) -> Any:
        """Do the work of one row."""
        _replace_broken_lines()
        try:
            did_something = self.run(row_id)
        except Exception as raised:
            self._failed(row_id, raised)
            raise
        if did_something:
            troubles.forget(kind_of(self), row_id)
        return did_something

    def _failed(self, row_id: str, raised: Exception) -> None:
        """Counting must not hide what was raised."""
        try:
            is_dead = troubles.note(kind_of(self), row_id, raised)
            owed = owed_of(kind_of(self))
            if is_dead and owed is not None:
                owed.give_up(row_id)
        except Exception:
            logger.exception("%s %s: its failure is not noted", kind_of(self), row_id)


def _replace_broken_lines() -> None:
    """Have each connection tried before its next use: PostgreSQL may have been away since the last task."""
    for line in connections.all(initialized_only=True):
        if not line.in_atomic_block:
            line.close_if_unusable_or_obsolete()
