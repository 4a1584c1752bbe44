"""A batch: a file of declarations taken in whole, whose rows are then lodged one by one."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7


class Batch(models.Model):
    """One file of declarations under one key. Nothing of it is lodged before the whole file is here."""

    class Format(models.TextChoices):
        """How the file is written."""

        NDJSON = "NDJSON", "a JSON object a line"
        CSV = "CSV", "a row a goods item"

    id = models.UUIDField(primary_key=True, default=uuid7, help_text="uuid7: its name outside, too.")
    owner = models.ForeignKey("traders.Trader", models.PROTECT, related_name="+", help_text="Who declares.")
    client = models.TextField(help_text="Who sent it: api:<client id> or user:<user id>.")
    idempotency_key = models.TextField(help_text="The sender's key: one (client, key) is one batch.")
    declarant = models.JSONField(help_text="Who declares and through whom, as at its arrival.")
    correlation_id = models.TextField(blank=True, help_text="Under which its rows travel.")
    format = models.TextField(choices=Format.choices, help_text="NDJSON or CSV.")
    charset = models.TextField(help_text="Character set of the file, as declared.")
    rows = models.PositiveIntegerField(default=0, help_text="Declarations in it, as far as they are here.")
    accepted = models.PositiveIntegerField(default=0, help_text="Of these, accepted.")
    refused = models.PositiveIntegerField(default=0, help_text="Of these, refused.")
    sha256 = models.BinaryField(default=b"", help_text="SHA-256 of the whole file; empty until it is here.")
    as_at = models.DateTimeField(help_text="The instant as at which its rows are lodged.")
    received_at = models.DateTimeField(help_text="When its first row came.")
    uploaded_at = models.DateTimeField(null=True, help_text="When the whole file was here.")
    started_at = models.DateTimeField(null=True, help_text="When its first row was answered.")
    finished_at = models.DateTimeField(null=True, help_text="When its last row was answered.")
    keep_until = models.DateTimeField(help_text="When it is deleted; what was lodged from it stays.")

    class Meta:
        ordering = ("-id",)
        verbose_name_plural = "batches"
        indexes = [
            models.Index(fields=["owner", "-id"], name="batch_of_owner"),
            models.Index(fields=["keep_until"], name="batch_keep_until"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["client", "idempotency_key"], name="batch_one_per_client_and_key"),
            models.CheckConstraint(condition=Q(rows__gte=F("accepted") + F("refused")), name="batch_answers_its_rows"),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(uploaded_at__isnull=False, rows=F("accepted") + F("refused")),
                name="batch_finished_when_all_is_answered",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_whole(self) -> bool:
        """Whether the whole file is here."""
        return self.uploaded_at is not None


class BatchChunk(models.Model):
    """Rows that one worker takes at a time. It is the queue: due until finished, leased while it is worked on."""

    id = models.UUIDField(primary_key=True, default=uuid7, help_text="uuid7, inside only.")
    batch = models.ForeignKey(Batch, models.CASCADE, related_name="chunks", help_text="Its batch.")
    first_row = models.PositiveIntegerField(help_text="Its first row.")
    last_row = models.PositiveIntegerField(help_text="Its last row.")
    published_until = models.DateTimeField(null=True, help_text="Until when no dispatcher hands it out again.")
    lease_until = models.DateTimeField(null=True, help_text="When the worker that has it is taken for dead.")
    attempts = models.PositiveSmallIntegerField(default=0, help_text="How often a worker took it.")
    finished_at = models.DateTimeField(null=True, help_text="When its last row was answered.")

    class Meta:
        ordering = ("batch", "first_row")
        indexes = [
            models.Index(fields=["first_row", "id"], name="batch_chunk_due", condition=Q(finished_at__isnull=True))
        ]
        constraints = [
            models.UniqueConstraint(fields=["batch", "first_row"], name="batch_chunk_once"),
            models.CheckConstraint(condition=Q(last_row__gte=F("first_row")), name="batch_chunk_has_rows"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}: rows {self.first_row} to {self.last_row}"


class BatchRow(models.Model):
    """One declaration of the file, and what came of it."""

    class Status(models.TextChoices):
        """What came of a row."""

        WAITING = "WAITING", "not lodged yet"
        ACCEPTED = "ACCEPTED", "accepted"
        REFUSED = "REFUSED", "refused, and told why"

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="answers", help_text="Its batch.")
    number = models.PositiveIntegerField(help_text="Counts the declarations of the file, from 1.")
    line = models.PositiveIntegerField(help_text="Where it begins: line of an NDJSON file, row of a table.")
    body: Any = models.BinaryField(help_text="The message, as it is lodged.")
    digest: Any = models.BinaryField(help_text="SHA-256 of the file up to the end of this row.")
    status = models.TextField(choices=Status.choices, help_text="What came of it.")
    own_reference = models.TextField(help_text="The declarant's own reference, once it was read.")
    declaration_number = models.TextField(help_text="The number allotted; empty unless accepted.")
    problem = models.TextField(help_text="Why it was refused, as lodging it alone would say; else empty.")
    settled_at = models.DateTimeField(null=True, help_text="When it was answered.")

    class Meta:
        ordering = ("batch", "number")
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="batch_row_once"),
            models.CheckConstraint(
                condition=Q(status="WAITING", declaration_number="", problem="", settled_at__isnull=True)
                | (Q(status="ACCEPTED", problem="", settled_at__isnull=False) & ~Q(declaration_number=""))
                | (Q(status="REFUSED", declaration_number="", settled_at__isnull=False) & ~Q(problem="")),
                name="batch_row_is_answered_once_and_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}: row {self.number}"
