"""What happened: events in a hash chain, examinations, payments. Appended, never changed."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Cast, Now

from declarations.models.declaration import Declaration
from declarations.selection.models import CATEGORIES


class EventName(models.TextChoices):
    """The kinds of event."""

    LODGED = "LODGED", "lodged"
    SELECTED = "SELECTED", "category set"
    PERMIT_CHECK_SETTLED = "PERMIT_CHECK_SETTLED", "permit check settled"
    EXAMINED = "EXAMINED", "examined"
    PAID = "PAID", "paid"
    DEFERRED = "DEFERRED", "payment deferred"
    RELEASED = "RELEASED", "released"
    REFUSED = "REFUSED", "refused"


class Event(models.Model):
    """One thing that happened to a declaration; `hash` covers it and the event before it (see chain.py)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, help_text="uuid7.")
    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="events", help_text="To which.")
    seq = models.PositiveIntegerField(help_text="From 1, without a gap.")
    version = models.PositiveSmallIntegerField(help_text="The version it concerned.")
    name = models.TextField(choices=EventName.choices, help_text="What happened.")
    at = models.DateTimeField(help_text="When it took effect.")
    recorded_at = models.DateTimeField(db_default=Now(), help_text="When the store knew it.")
    transaction = models.BigIntegerField(
        db_default=Cast(Cast(models.Func(function="pg_current_xact_id"), models.TextField()), models.BigIntegerField()),
        help_text="The store's transaction that wrote it. What is below every open transaction is told in the feed.",
    )
    actor = models.TextField(help_text="Who did it: api:..., user:..., officer:..., system.")
    facts = models.JSONField(help_text="The facts, as strings.")
    hash = models.TextField(help_text="SHA-256 over this event and the hash before it, hexadecimal.")

    class Meta:
        ordering = ("declaration", "seq")
        constraints = [models.UniqueConstraint(fields=["declaration", "seq"], name="event_seq_once")]
        indexes = [
            models.Index(fields=["transaction", "declaration", "seq"], name="event_feed_order"),
            models.Index(fields=["recorded_at"], name="event_recorded"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.name}"


class Examination(models.Model):
    """An officer's examination of the documents (category 2) or inspection of the goods (category 3)."""

    class Result(models.TextChoices):
        """What the officer found."""

        IN_ORDER = "IN_ORDER", "in order"
        NOT_IN_ORDER = "NOT_IN_ORDER", "not in order"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, help_text="uuid7.")
    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="examinations", help_text="Of which.")
    version = models.PositiveSmallIntegerField(help_text="The version examined.")
    category = models.PositiveSmallIntegerField(choices=CATEGORIES, help_text="The category at that time.")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", help_text="By whom.")
    result = models.TextField(choices=Result.choices, help_text="What was found.")
    remarks = models.TextField(help_text="The officer's reason, required.")
    at = models.DateTimeField(help_text="When.")

    def __str__(self) -> str:
        return f"{self.get_result_display()} by {self.officer}"


class Payment(models.Model):
    """The ledger: one entry a demand, paid at once or deferred against security."""

    class Method(models.TextChoices):
        """How the demand was met."""

        PAY = "PAY", "paid"
        DEFER = "DEFER", "deferred"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, help_text="uuid7.")
    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="payments", help_text="For which.")
    version = models.PositiveSmallIntegerField(help_text="The version whose demand it meets.")
    method = models.TextField(choices=Method.choices, help_text="Paid or deferred.")
    amount = models.BigIntegerField(help_text="Yen.")
    reference = models.TextField(help_text="The payer's reference or the security's number.")
    actor = models.TextField(help_text="Who did it.")
    at = models.DateTimeField(help_text="When.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["declaration", "version"], name="payment_one_per_demand"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="payment_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} yen {self.get_method_display()}"
