"""What the roof keeps of its own: work that fails over and over, who took it up again, and the dispatchers' heartbeat.

The rows that owe the work belong to others; here stands only what became of it in our own hands.
"""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class TroubleQuerySet(models.QuerySet["Trouble"]):
    """Named selections of troubles."""

    def dead(self) -> "TroubleQuerySet":
        """Given up: they wait for a person."""
        return self.filter(dead_at__isnull=False)


class Trouble(models.Model):
    """A row whose work raised when it was last tried. It is gone once the work is done."""

    kind = models.TextField(help_text="What kind of work: the task's name.")
    row_id = models.TextField("row", help_text="Id of the row that owes the work.")
    failures = models.PositiveSmallIntegerField(help_text="How often it has raised in a row.")
    error = models.TextField(help_text="What was raised last, and where in our code.")
    first_at = models.DateTimeField("since", help_text="When it raised first.")
    last_at = models.DateTimeField("last tried", help_text="When it raised last.")
    due_at = models.DateTimeField(help_text="It is not tried again before.")
    dead_at = models.DateTimeField("given up", null=True, help_text="Since when only a person can have it tried again.")

    objects = TroubleQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = "failing work", "failing work"
        ordering = ["-dead_at", "-last_at"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "row_id"], name="trouble_once_a_row"),
            models.CheckConstraint(condition=Q(failures__gte=0), name="trouble_failures_counted"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.row_id}"


class Replay(models.Model):
    """Somebody had dead work tried again. Append-only: a trigger refuses changes."""

    kind = models.TextField(help_text="What kind of work.")
    row_id = models.TextField("row", help_text="Id of the row that owes it.")
    failures = models.PositiveSmallIntegerField(help_text="How often it had raised.")
    error = models.TextField(help_text="What it had raised last.")
    by = models.TextField(help_text="Who.")
    at = models.DateTimeField(db_default=Now(), help_text="When.")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.row_id} by {self.by}"


class Heartbeat(models.Model):
    """A dispatcher that is alive, and how it last saw the broker."""

    name = models.TextField(primary_key=True, help_text="Host and process.")
    started_at = models.DateTimeField(db_default=Now(), help_text="Since when it runs.")
    beat_at = models.DateTimeField(help_text="When it last said so.")
    broker_seen_at = models.DateTimeField(null=True, help_text="When the broker last took or told something.")
    broker_away_since = models.DateTimeField(null=True, help_text="Since when it does not; empty while it does.")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
