"""What the roof keeps of its own: work that fails over and over, who took it up again, the dispatchers' heartbeat, and
what one person proposed and another decided.

The rows that owe the work belong to others; here stands only what became of it in our own hands.
"""

import uuid

from django.db import models
from django.db.models import F, Q
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
        permissions = [("replay_trouble", "Can have failing work tried again")]
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


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Named selections of proposals."""

    def open(self) -> "ProposalQuerySet":
        """Not decided yet."""
        return self.filter(outcome="")


class Proposal(models.Model):
    """What one person would have done and another decides. A trigger keeps what was proposed, and what was decided.

    Others let the officers' role change the tables of rules and tariff in the very transaction that approves one.
    """

    class Act(models.TextChoices):
        """What would be done."""

        CHANGE = "CHANGE", "change of rules or tariff"
        REPLAY = "REPLAY", "failing work tried again"

    class Outcome(models.TextChoices):
        """What came of it."""

        APPROVED = "APPROVED", "approved and done"
        DECLINED = "DECLINED", "declined"
        VOID = "VOID", "void: what it would change had changed meanwhile"
        WITHDRAWN = "WITHDRAWN", "taken back by who proposed it"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, help_text="uuid7.")
    act = models.TextField("what", choices=Act, help_text="What would be done.")
    about = models.TextField("register", help_text="The model that it is about, as app.model.")
    row = models.TextField(blank=True, help_text="Key of the row that would change; blank for a new one, and for work.")
    title = models.TextField(help_text="What it is about, in words.")
    changes = models.JSONField(help_text="Each row: model, key, the whole row before, the columns after.")
    reason = models.TextField(help_text="Why it is proposed.")
    proposed_by = models.TextField(help_text="Who proposes: role and login.")
    proposed_at = models.DateTimeField(help_text="When.")
    outcome = models.TextField(choices=Outcome, blank=True, help_text="Blank while nobody has decided.")
    remarks = models.TextField(blank=True, help_text="Why it was decided so.")
    decided_by = models.TextField(blank=True, help_text="Who decided; blank for what was taken back.")
    decided_at = models.DateTimeField(null=True, help_text="When it was decided or taken back.")
    transaction = models.BigIntegerField(null=True, editable=False, help_text="The store's that ended it, set by it.")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at"]
        permissions = [("decide_proposal", "Can decide what another person proposed")]
        constraints = [
            models.CheckConstraint(condition=~Q(decided_by=F("proposed_by")), name="proposal_four_eyes"),
            models.CheckConstraint(
                condition=Q(outcome="", decided_by="", decided_at__isnull=True)
                | Q(outcome="WITHDRAWN", decided_by="", decided_at__isnull=False)
                | (Q(outcome__in=["APPROVED", "DECLINED", "VOID"], decided_at__isnull=False) & ~Q(decided_by="")),
                name="proposal_is_decided_whole",
            ),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(proposed_by=""), name="proposal_has_reason"),
            models.CheckConstraint(condition=Q(act__in=["CHANGE", "REPLAY"]), name="proposal_act_is_known"),
            models.UniqueConstraint(
                fields=["about", "row"], condition=Q(outcome="") & ~Q(row=""), name="proposal_one_open_a_row"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.outcome or 'proposed'}"
