"""The months of a table, several at once: each by a connection of its own, all of the same instant.

What makes a row costs the store more than what writes it here, and a connection is one core of the store's.
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from queue import SimpleQueue
from threading import Event

from msgspec import Struct

from declarations.dataset.snapshot import Snapshot

Write = Callable[[str, Snapshot], Generator[int]]
"""Writes a month (YYYY-MM) out of a snapshot; yields the rows of each piece that it has written."""


class Written(Struct, frozen=True):
    """So many rows more of a month, or that nothing more comes of it."""

    month: str
    rows: int = 0
    is_whole: bool = False


def side_by_side(write: Write, months: Sequence[str], held: Snapshot, *, at_once: int) -> Iterator[Written]:
    """Write the months, `at_once` at a time; what was written is told as it is. Raises what `write` does.

    Where anything is raised, here or by whoever is told, the other months are given up at their next piece.
    """
    told: SimpleQueue[Written | Future[None]] = SimpleQueue()
    is_over = Event()
    with ThreadPoolExecutor(at_once) as pool:
        for month in months:
            pool.submit(_write, write, month, held, told, is_over).add_done_callback(told.put)
        try:
            ended = 0
            while ended < len(months):
                news = told.get()
                if isinstance(news, Written):
                    yield news
                else:
                    news.result()
                    ended += 1
        finally:
            is_over.set()
            pool.shutdown(cancel_futures=True)


def _write(
    write: Write, month: str, held: Snapshot, told: "SimpleQueue[Written | Future[None]]", is_over: Event
) -> None:
    with held.again() as mine, closing(write(month, mine)) as pieces:
        for rows in pieces:
            if is_over.is_set():
                return
            told.put(Written(month, rows))
    told.put(Written(month, is_whole=True))
