"""Work that a person starts by a command and that takes its time: how far it has come, and what came of it."""

import uuid

from django.db import models
from django.db.models import Q


class LongWork(models.Model):
    """One run of a command. A connection of its own writes it, so that it is seen while the work is under way."""

    class Outcome(models.TextChoices):
        """How it ended."""

        DONE = "DONE", "done"
        FAILED = "FAILED", "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, help_text="uuid7.")
    title = models.TextField(help_text="What is done, and to what.")
    began_at = models.DateTimeField(help_text="When it began.")
    told_at = models.DateTimeField(
        help_text="When it last told how far it was: long ago means that its process is gone."
    )
    done = models.PositiveBigIntegerField(default=0, help_text="How much is done.")
    total = models.PositiveBigIntegerField(default=0, help_text="Of how much; 0 while that is not known.")
    outcome = models.TextField(choices=Outcome, blank=True, help_text="Blank while it goes on.")
    result = models.TextField(blank=True, help_text="What came of it, in words; of what failed the reason.")
    ended_at = models.DateTimeField(null=True, help_text="When it ended; null while it goes on.")

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", ended_at__isnull=True)
                | Q(outcome__in=["DONE", "FAILED"], ended_at__isnull=False),
                name="long_work_has_ended_or_not",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.done} of {self.total}"
