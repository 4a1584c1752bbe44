"""Who is told, what is to be told, and every try to tell it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast, Now
from uuid_utils.compat import uuid7

from declarations.models import Declaration, Event


def below_open_transactions() -> Cast:
    """SQL: the first transaction that may still be open. All below it are over: nothing can appear there any more."""
    snapshot = models.Func(function="pg_current_snapshot")
    xmin = models.Func(snapshot, function="pg_snapshot_xmin")
    return Cast(Cast(xmin, models.TextField()), models.BigIntegerField())


class FeedPlace(models.Model):
    """How far the feed has been turned into deliveries: its one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, help_text="1.")
    transaction = models.BigIntegerField(default=0, help_text="Transaction of the last event that was looked at.")
    declaration_id = models.UUIDField(default="00000000-0000-0000-0000-000000000000", help_text="Its declaration.")
    seq = models.PositiveIntegerField(default=0, help_text="Its seq.")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="feed_place_is_one")]

    def __str__(self) -> str:
        return f"{self.transaction}/{self.declaration_id}/{self.seq}"


class DisabledBecause(models.TextChoices):
    """Why nothing is sent to an endpoint."""

    BY_CLIENT = "BY_CLIENT", "the organisation said so"
    GONE = "GONE", "the receiver answered 410"


class WebhookEndpoint(models.Model):
    """An address of an organisation that is told what happens to its declarations."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False, help_text="uuid7.")
    organisation = models.ForeignKey("traders.Trader", models.PROTECT, related_name="+", help_text="Whose it is.")
    url = models.TextField(help_text="Where messages are posted; vetted by address.py.")
    description = models.TextField(blank=True, help_text="The organisation's own words.")
    event_names = ArrayField(models.TextField(), default=list, help_text="Events told; empty: every one.")
    follows_from = models.BigIntegerField(
        db_default=below_open_transactions(), help_text="Events of transactions from this one on are told."
    )
    created_at = models.DateTimeField(db_default=Now(), help_text="When it was registered.")
    disabled_at = models.DateTimeField(null=True, help_text="Since when nothing is sent.")
    disabled_because = models.TextField(blank=True, choices=DisabledBecause, help_text="Why nothing is sent.")
    deleted_at = models.DateTimeField(null=True, help_text="When it was deleted; what was tried is kept.")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(disabled_at__isnull=True) ^ ~Q(disabled_because=""), name="endpoint_disabled_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(disabled_because__in=["", *DisabledBecause.values]), name="endpoint_disabled_reason_known"
            ),
        ]

    def __str__(self) -> str:
        return self.url


class EndpointSecret(models.Model):
    """A secret that signs an endpoint's messages. Sealed: the store alone does not tell it."""

    endpoint = models.ForeignKey(
        WebhookEndpoint, models.PROTECT, related_name="secrets", help_text="Of which endpoint."
    )
    sealed = models.TextField(help_text="The secret, encrypted under a key that follows from SECRET_KEY.")
    created_at = models.DateTimeField(db_default=Now(), help_text="When it was made.")
    ends_at = models.DateTimeField(null=True, help_text="When it stops signing, once there is a newer one.")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"secret {self.pk}"


class MailSubscription(models.Model):
    """A person who asked for mail: of which events."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False, help_text="uuid7.")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="mail_subscription", help_text="Who is written to."
    )
    event_names = ArrayField(models.TextField(), blank=True, help_text="Events told; empty: none.")
    follows_from = models.BigIntegerField(
        db_default=below_open_transactions(), help_text="Events of transactions from this one on are told."
    )

    def __str__(self) -> str:
        return f"mail to {self.user}"


class State(models.TextChoices):
    """Where a delivery stands."""

    DUE = "DUE", "to be sent"
    DELIVERED = "DELIVERED", "delivered"
    DEAD = "DEAD", "given up; can be replayed"


PING = "PING"


class Delivery(models.Model):
    """One event for one recipient. The row is the queue: a recipient's go out in the order of their ids."""

    id = models.BigAutoField(primary_key=True, help_text="The order within a recipient: that of the feed.")
    message_id = models.UUIDField(
        unique=True, db_default=models.Func(function="gen_random_uuid"), help_text="The same at every try."
    )
    endpoint = models.ForeignKey(WebhookEndpoint, models.PROTECT, null=True, related_name="+", help_text="To which.")
    subscription = models.ForeignKey(
        MailSubscription, models.PROTECT, null=True, related_name="+", help_text="Or whom."
    )
    event = models.ForeignKey(
        Event,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,  # the store's own names the declaration too: migration 0003
        help_text="What is told; empty: a ping.",
    )
    declaration = models.ForeignKey(
        Declaration,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
        help_text="Whose event it is.",
    )
    name = models.TextField(help_text="Name of the event, or PING.")
    status = models.TextField(blank=True, help_text="Where the declaration stood when this was written.")
    state = models.TextField(choices=State, default=State.DUE, help_text="Where it stands.")
    failures = models.PositiveSmallIntegerField(default=0, help_text="Failed tries.")
    created_at = models.DateTimeField(db_default=Now(), help_text="When it was written.")
    due_at = models.DateTimeField(null=True, help_text="When it is to be tried (again); empty once settled.")
    settled_at = models.DateTimeField(null=True, help_text="When it was delivered or given up.")
    published_until = models.DateTimeField(null=True, help_text="The dispatcher does not publish it again before.")
    lease_id = models.UUIDField(null=True, help_text="The worker's try that is sending right now.")
    lease_until = models.DateTimeField(null=True, help_text="When that worker is taken for dead.")

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "event"], name="delivery_once_an_endpoint"),
            models.UniqueConstraint(fields=["subscription", "event"], name="delivery_once_a_subscription"),
            models.UniqueConstraint(
                fields=["endpoint"], condition=Q(event__isnull=True, state=State.DUE), name="delivery_one_ping_at_once"
            ),
            models.CheckConstraint(
                condition=Q(endpoint__isnull=True) ^ Q(subscription__isnull=True), name="delivery_has_one_recipient"
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="delivery_state_known"),
            models.CheckConstraint(
                condition=Q(state=State.DUE, due_at__isnull=False, settled_at__isnull=True)
                | (~Q(state=State.DUE) & Q(due_at__isnull=True, settled_at__isnull=False, lease_id__isnull=True)),
                name="delivery_due_or_settled",
            ),
        ]
        indexes = [
            models.Index(fields=["endpoint", "id"], condition=Q(state=State.DUE), name="delivery_endpoint_head"),
            models.Index(fields=["subscription", "id"], condition=Q(state=State.DUE), name="delivery_mail_head"),
            models.Index(fields=["endpoint", "-id"], name="delivery_log"),
            models.Index(
                fields=["published_until"],
                condition=Q(state=State.DUE, published_until__isnull=False),
                name="delivery_published",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.state}"


class Outcome(models.TextChoices):
    """What came of a try."""

    DELIVERED = "DELIVERED", "taken"
    FAILED = "FAILED", "not taken"
    GONE = "GONE", "the receiver wants no more"
    FENCED = "FENCED", "another worker had taken over; kept"


class DeliveryAttempt(models.Model):
    """One try and what came of it. Append-only: a trigger refuses changes."""

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="attempts", help_text="Of which delivery.")
    lease_id = models.UUIDField(help_text="The worker's try.")
    began_at = models.DateTimeField(help_text="When it began.")
    ended_at = models.DateTimeField(db_default=Now(), help_text="When it was over.")
    outcome = models.TextField(choices=Outcome, help_text="What came of it.")
    http_status = models.PositiveSmallIntegerField(null=True, help_text="The receiver's status, if it answered.")
    error_code = models.TextField(blank=True, help_text="Kind of failure, if it failed.")

    class Meta:
        verbose_name = "attempt"
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="delivery_outcome_known")]

    def __str__(self) -> str:
        return f"{self.outcome} {self.http_status or self.error_code}"
