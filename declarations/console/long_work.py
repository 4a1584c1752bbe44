"""Work that takes its time, and how far it has come: commands, files of declarations, and chains being verified."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from msgspec import Struct

from declarations.console.officers import WATCH
from declarations.console.pages import Page
from declarations.console.wording import Badge, span
from declarations.models import Batch, LongWork, Verification

SHOWN = 20
REFRESHED = 2
"""Seconds after which the page is asked for again while something goes on, scripts or not."""
SILENT = timedelta(minutes=10)
"""After which a command that told nothing is taken for gone: what ended its process let it tell nothing more."""


class Running(Struct, frozen=True):
    """One piece of work: of whom, how far of how much, since when."""

    title: str
    about: str
    state: Badge
    done: int
    total: int
    age: str
    goes_on: bool
    address: str = ""
    unit: str = ""  # of what `done` and `total` count; blank where they are parts of the whole

    @property
    def percent(self) -> int:
        """How far, in whole per cent; what has no measure has none of it."""
        return 100 * self.done // self.total if self.total else 0


class LongWorkPage(Page):
    """What goes on first, then what ended last: three SQL statements."""

    right, title, template_name = WATCH, "Long work", "console/long_work.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        works = sorted([*_commands(at=now), *_batches(at=now), *_walks(at=now)], key=lambda work: not work.goes_on)
        goes_on = any(work.goes_on for work in works)
        return {**super().get_context_data(**kwargs), "works": works, "refreshed": REFRESHED if goes_on else 0}


def _commands(*, at: datetime) -> Iterator[Running]:
    for work in LongWork.objects.all()[:SHOWN]:
        is_gone = not work.outcome and at - work.told_at > SILENT
        yield Running(
            title=work.title,
            about=work.result,
            state=Badge("stop", "Nothing is heard of it") if is_gone else _COMMANDS[work.outcome],
            done=work.done,
            total=work.total,
            age=span((work.ended_at or at) - work.began_at),
            goes_on=not work.outcome and not is_gone,
        )


_COMMANDS = {
    "": Badge("wait", "Goes on"),
    LongWork.Outcome.DONE: Badge("go", "Done"),
    LongWork.Outcome.FAILED: Badge("stop", "Failed"),
}


def _batches(*, at: datetime) -> Iterator[Running]:
    for batch in Batch.objects.select_related("owner").order_by("-id")[:SHOWN]:
        answered = batch.accepted + batch.refused
        yield Running(
            title=f"File of declarations of {batch.owner.name}",
            about=f"{batch.accepted:,} accepted, {batch.refused:,} refused",
            state=_state(batch.finished_at, waits=not batch.is_whole),
            done=answered,
            total=batch.rows,
            age=span((batch.finished_at or at) - batch.received_at),
            goes_on=batch.finished_at is None,
            unit="rows",
        )


def _walks(*, at: datetime) -> Iterator[Running]:
    for walk in Verification.objects.order_by("-id")[:SHOWN]:
        yield Running(
            title="Chains of history verified",
            about=f"{walk.broken:,} broken",
            state=_state(walk.ended_at),
            done=walk.looked_at,
            total=max(walk.to_look_at, walk.looked_at),
            age=span((walk.ended_at or at) - walk.asked_at),
            goes_on=walk.ended_at is None,
            address=reverse("admin:walks"),
            unit="declarations",
        )


def _state(ended_at: datetime | None, *, waits: bool = False) -> Badge:
    if ended_at:
        return Badge("go", "Done")
    return Badge("act", "The file is not whole") if waits else Badge("wait", "Goes on")
