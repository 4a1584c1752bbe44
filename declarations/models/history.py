"""What happened: events in a hash chain, and examinations. Appended, never changed."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Cast, Now

from declarations.models.declaration import Declaration
from declarations.selection.models import CATEGORIES


class EventName(models.TextChoices):
    """The kinds of event."""

    REGISTERED = "REGISTERED", "registered: queued until the office opens"
    LODGED = "LODGED", "lodged"
    SELECTED = "SELECTED", "category set"
    AMENDED = "AMENDED", "amended"
    ARRIVED = "ARRIVED", "goods carried in: declared"
    WITHDRAWN = "WITHDRAWN", "withdrawn"
    PERMIT_CHECK_SETTLED = "PERMIT_CHECK_SETTLED", "permit check settled"
    PERMIT_CHECK_TAKEN_OVER = "PERMIT_CHECK_TAKEN_OVER", "permit check taken over by an officer"
    QUESTION_ASKED = "QUESTION_ASKED", "question asked"
    QUESTION_ANSWERED = "QUESTION_ANSWERED", "question answered"
    EXAMINED = "EXAMINED", "examined"
    ASSESSED = "ASSESSED", "duty assessed by an officer"
    PAID = "PAID", "paid"
    DEFERRED = "DEFERRED", "payment deferred"
    REFUNDED = "REFUNDED", "refunded"
    APPLIED = "APPLIED", "applied"
    APPLICATION_DECIDED = "APPLICATION_DECIDED", "application decided"
    RELEASED_EARLY = "RELEASED_EARLY", "released before permit"
    RELEASED = "RELEASED", "released"
    DUTY_DECLARATION_DUE = "DUTY_DECLARATION_DUE", "duty declaration due soon"
    DUTY_DECLARATION_OVERDUE = "DUTY_DECLARATION_OVERDUE", "duty declaration overdue"
    DUTY_DECLARED = "DUTY_DECLARED", "duty declared"
    REFUSED = "REFUSED", "refused"
    DOCUMENT_ATTACHED = "DOCUMENT_ATTACHED", "document attached"
    DOCUMENT_INFECTED = "DOCUMENT_INFECTED", "document infected: given to nobody"


class Event(models.Model):
    """One thing that happened to a declaration; `hash` covers it and the event before it (see chain.py).

    Kept by month, with its declaration (migration 0021).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, help_text="uuid7.")
    declaration = models.ForeignKey(
        Declaration, models.PROTECT, related_name="events", db_index=False, help_text="To which."
    )
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
            models.Index(
                fields=["actor", "recorded_at"],
                condition=models.Q(actor__startswith="officer:"),
                name="event_of_officer",
            ),
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

    class Meta:
        indexes = [models.Index(fields=["at"], name="examination_at")]

    def __str__(self) -> str:
        return f"{self.get_result_display()} by {self.officer}"
