"""A permit check: one goods item, one law, one question to an agency. The row is the queue.

DUE -> ASKED -> CONFIRMED | PARTLY_CONFIRMED | REFUSED   the agency's decision; the first one stands
        `-> DOCUMENTS_REQUIRED -> ASKED -> ...           it wants papers first; they are supplied
        `-> INSPECTION_ORDERED -> ...                    it looks at the goods first
any open one past its hard limit -> OVERDUE -> ...       an officer's turn; an answer still settles it
any open one, REFUSED, PARTLY_CONFIRMED -> OVERRIDDEN    two officers' decision
any open one -> CANCELLED                                nobody asks any more

A check is opened for one version of the asker's case and stands for the later ones too, as long as they ask the
same, until the version `superseded_in`.
"""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from permits.models.law import Agency, Law


class Status(models.TextChoices):
    """Where a check stands. Few, and each changes what is done next."""

    DUE = "DUE", "to be asked"
    ASKED = "ASKED", "asked"
    DOCUMENTS_REQUIRED = "DOCUMENTS_REQUIRED", "documents required"
    INSPECTION_ORDERED = "INSPECTION_ORDERED", "inspection ordered"
    OVERDUE = "OVERDUE", "overdue"
    CONFIRMED = "CONFIRMED", "confirmed"
    PARTLY_CONFIRMED = "PARTLY_CONFIRMED", "confirmed for less than was asked"
    REFUSED = "REFUSED", "refused"
    OVERRIDDEN = "OVERRIDDEN", "overridden by officers"
    CANCELLED = "CANCELLED", "cancelled"

    @classmethod
    def open(cls) -> tuple["Status", ...]:
        """Somebody still has to say something."""
        return (cls.DUE, cls.ASKED, cls.DOCUMENTS_REQUIRED, cls.INSPECTION_ORDERED, cls.OVERDUE)

    @classmethod
    def settled(cls) -> tuple["Status", ...]:
        """Nothing is owed any more."""
        return (cls.CONFIRMED, cls.PARTLY_CONFIRMED, cls.REFUSED, cls.OVERRIDDEN, cls.CANCELLED)

    @classmethod
    def satisfied(cls) -> tuple["Status", ...]:
        """The law no longer stands against the goods."""
        return (cls.CONFIRMED, cls.OVERRIDDEN)

    @classmethod
    def overridable(cls) -> tuple["Status", ...]:
        """Officers may decide instead of the agency, or against it."""
        return (*cls.open(), cls.REFUSED, cls.PARTLY_CONFIRMED)


class Effect(models.TextChoices):
    """What an answer or an act did to a check."""

    APPLIED = "APPLIED", "changed the check"
    REPEATED = "REPEATED", "told what was known"
    LATE = "LATE", "came after the decision; kept"
    EVIDENCE = "EVIDENCE", "nobody waits for it; kept"
    CONFLICT = "CONFLICT", "contradicts what was known; an officer looks"
    FENCED = "FENCED", "another worker had taken over; kept"
    FAILED = "FAILED", "no answer"
    UNKNOWN_CHECK = "UNKNOWN_CHECK", "about no check of this agency"
    WRONG_VERSION = "WRONG_VERSION", "about another version"


class Act(models.TextChoices):
    """What was tried or done."""

    CALLED = "CALLED", "asked the agency"
    CALLED_BACK = "CALLED_BACK", "the agency sent an answer"
    ANSWERED_ON_PAPER = "ANSWERED_ON_PAPER", "an officer entered a paper answer"
    OVERRIDE_PROPOSED = "OVERRIDE_PROPOSED", "an officer proposed to override"
    OVERRIDE_DECLINED = "OVERRIDE_DECLINED", "the proposal was declined, or came too late"
    OVERRIDDEN = "OVERRIDDEN", "a second officer approved: overridden"
    RETRIED = "RETRIED", "an officer had it asked again"
    DOCUMENTS_SUPPLIED = "DOCUMENTS_SUPPLIED", "documents were supplied"
    OVERDUE = "OVERDUE", "the hard limit passed"
    CONFLICT_CLOSED = "CONFLICT_CLOSED", "an officer looked at the contradiction"
    CANCELLED = "CANCELLED", "the asker no longer asks"


class PermitCheckQuerySet(models.QuerySet["PermitCheck"]):
    """Named selections of checks."""

    def open(self) -> "PermitCheckQuerySet":
        """Not settled."""
        return self.filter(settled_at__isnull=True)

    def of(self, subject: str, *, version: int | None = None) -> "PermitCheckQuerySet":
        """Those of a subject in the order of its items: all, or those that stand for one version of it."""
        found = self.filter(subject=subject)
        if version is None:
            return found.order_by("subject_version", "item_number", "law_id")
        stands = Q(superseded_in__isnull=True) | Q(superseded_in__gt=version)
        return found.filter(stands, subject_version__lte=version).order_by("item_number", "law_id")

    def needing_person(self) -> "PermitCheckQuerySet":
        """An officer's turn: a machine cannot bring them further, or the agency has let its hard limit pass."""
        return self.filter(Q(needs_person_at__isnull=False) | Q(status=Status.OVERDUE))

    def unacknowledged(self) -> "PermitCheckQuerySet":
        """Those of which the agency has said nothing within the time that it has for that."""
        limit = F("agency__acknowledge_within")
        return self.filter(status=Status.DUE, overdue_at__lt=Now() + F("agency__hard_limit") - limit)

    def slow(self) -> "PermitCheckQuerySet":
        """Open ones past their agency's soft limit."""
        return self.open().filter(overdue_at__lt=Now() + F("agency__hard_limit") - F("agency__soft_limit"))


class PermitCheck(models.Model):
    """A question that is owed an answer, with all that is needed to get it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, help_text="uuid7; the idempotency key at the agency.")
    subject = models.TextField(help_text="Who asks: opaque text of the asker.")
    subject_version = models.PositiveSmallIntegerField(help_text="Version of the asker's case that is asked about.")
    superseded_in = models.PositiveSmallIntegerField(
        null=True, help_text="The asker's version from which it no longer stands; empty while it does."
    )
    item_number = models.PositiveSmallIntegerField(help_text="Goods item, counted from 1.")
    law = models.ForeignKey(Law, models.PROTECT, related_name="+", help_text="Law that may bind the goods.")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", help_text="Agency that is asked.")
    rule = models.TextField(
        blank=True, help_text="The requirement that bound the goods, such as FD/2103/IMPORT/2026-07-09"
    )
    question = models.JSONField(help_text="The question as it is sent.")
    status = models.CharField(max_length=18, choices=Status, default=Status.DUE, help_text="Where it stands.")
    status_since = models.DateTimeField(help_text="Since when it has this status.")
    due_at = models.DateTimeField(null=True, help_text="When the agency is to be asked (again); empty once settled.")
    overdue_at = models.DateTimeField(help_text="The agency's hard limit, by the database's clock.")
    published_until = models.DateTimeField(null=True, help_text="The dispatcher does not publish it again before.")
    lease_id = models.UUIDField(null=True, help_text="The worker's try that is asking right now.")
    lease_until = models.DateTimeField(null=True, help_text="When that worker is taken for dead.")
    attempts = models.PositiveIntegerField(default=0, help_text="How often the agency was asked.")
    failures = models.PositiveSmallIntegerField(default=0, help_text="Failed tries since the last answer.")
    needs_person_at = models.DateTimeField(null=True, help_text="Since when only an officer can bring it further.")
    agency_reference = models.TextField(blank=True, help_text="The agency's reference; the first one it gave.")
    reason_code = models.TextField(blank=True, help_text="Reason code of the agency, or the kind of failure.")
    reason_text = models.TextField(blank=True, help_text="Reason in words, of the agency or the officer.")
    decided_by = models.TextField(blank=True, help_text="Rule with version, or the role, that decided.")
    permit_number = models.TextField(blank=True, help_text="Number of the permit that the agency confirmed.")
    monitored = models.BooleanField(default=False, help_text="Confirmed; an inspection that holds nothing goes on.")
    accepted_quantity = models.DecimalField(
        max_digits=18, decimal_places=6, null=True, help_text="Quantity that the agency accepted, in the asked unit."
    )
    opened_at = models.DateTimeField(help_text="When the question arose.")
    settled_at = models.DateTimeField(null=True, help_text="When it was settled; empty while open.")
    announced_at = models.DateTimeField(null=True, help_text="When the asker was told of the settlement.")

    # Of a row read by `checking.settling.locked`, no columns: the database's instant, and what it waited for then.
    read_at: datetime
    waited_for: str

    objects = PermitCheckQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "subject", "item_number"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "subject_version", "item_number", "law"], name="permit_check_once"
            ),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="permit_check_status_is_known"),
            models.CheckConstraint(
                condition=Q(status__in=Status.settled(), settled_at__isnull=False)
                | Q(status__in=Status.open(), settled_at__isnull=True),
                name="permit_check_settled_has_its_instant",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, due_at__isnull=False)
                | Q(settled_at__isnull=False, due_at__isnull=True),
                name="permit_check_open_is_due_sometime",
            ),
            models.CheckConstraint(
                condition=Q(lease_id__isnull=True, lease_until__isnull=True)
                | Q(lease_id__isnull=False, lease_until__isnull=False, settled_at__isnull=True),
                name="permit_check_lease_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(announced_at__isnull=True) | Q(settled_at__isnull=False),
                name="permit_check_announced_is_settled",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.OVERRIDDEN) | (~Q(reason_text="") & ~Q(decided_by="")),
                name="permit_check_override_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(subject_version__gte=1, item_number__gte=1), name="permit_check_counts_from_one"
            ),
            models.CheckConstraint(
                condition=Q(superseded_in__isnull=True)
                | Q(superseded_in__gt=F("subject_version"), settled_at__isnull=False),
                name="permit_check_superseded_is_settled",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.PARTLY_CONFIRMED) | Q(accepted_quantity__isnull=False),
                name="permit_check_part_has_its_quantity",
            ),
            models.CheckConstraint(
                condition=Q(monitored=False) | Q(settled_at__isnull=False), name="permit_check_monitored_is_settled"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(settled_at__isnull=True, needs_person_at__isnull=True),
                name="permit_check_due",
            ),
            models.Index(
                fields=["published_until"],
                condition=Q(settled_at__isnull=True, published_until__isnull=False),
                name="permit_check_published",
            ),
            models.Index(
                fields=["overdue_at"],
                condition=Q(status__in=[Status.DUE, Status.ASKED, Status.INSPECTION_ORDERED]),
                name="permit_check_overdue",
            ),
            models.Index(
                fields=["settled_at"],
                condition=Q(settled_at__isnull=False, announced_at__isnull=True),
                name="permit_check_unannounced",
            ),
            models.Index(
                fields=["needs_person_at"],
                condition=Q(needs_person_at__isnull=False),
                name="permit_check_needs_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.law_id} of item {self.item_number}: {self.status}"

    @property
    def is_settled(self) -> bool:
        """Whether nothing is owed any more."""
        return self.settled_at is not None

    @property
    def is_contradicted(self) -> bool:
        """Whether something contradicts the settlement, and no officer has looked at it yet."""
        return self.is_settled and self.needs_person_at is not None

    @property
    def waits_for(self) -> str:
        """What it waits for that neither we nor the agency's machine can give; empty while there is nothing."""
        if self.needs_person_at is not None:
            return "PERSON"
        waiting = (Status.DOCUMENTS_REQUIRED, Status.INSPECTION_ORDERED, Status.OVERDUE)
        return self.status if self.status in waiting else ""


class PermitCheckAttempt(models.Model):
    """One try or act and what came of it. Append-only: a trigger refuses changes."""

    permit_check = models.ForeignKey(PermitCheck, models.PROTECT, related_name="tries", help_text="Of which check.")
    act = models.CharField(max_length=18, choices=Act, help_text="What was tried or done.")
    by = models.TextField(help_text="Who: `worker`, an agency's code, an officer, or the asker.")
    began_at = models.DateTimeField(help_text="When it began.")
    ended_at = models.DateTimeField(help_text="When it was over.")
    effect = models.CharField(max_length=13, choices=Effect, help_text="What it did to the check.")
    lease_id = models.UUIDField(null=True, help_text="The worker's try, for calls.")
    error_code = models.TextField(blank=True, help_text="Kind of failure, if it failed.")
    note = models.TextField(blank=True, help_text="Detail of a failure, or the officer's reason.")
    answer = models.JSONField(null=True, help_text="What the agency said, if anything.")

    class Meta:
        verbose_name = "attempt"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(act__in=Act.values), name="attempt_act_is_known"),
            models.CheckConstraint(condition=Q(effect__in=Effect.values), name="attempt_effect_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.effect}"
