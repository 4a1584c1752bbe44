"""Research access: who asked for what, who allowed it, what came out, and every step of it."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from declarations.dataset.models.published import Population

_PERSON = "traders.User"


class ResearchProject(models.Model):
    """An application for access to declarations, and the project that comes of it. Triggers hold who may decide.

    Its extract is in a schema of its own, named for it, which only its role at the store may use.
    """

    class Status(models.TextChoices):
        """Where it stands."""

        APPLIED = "APPLIED", "applied for"
        DECLINED = "DECLINED", "declined"
        APPROVED = "APPROVED", "approved: its extract is to be made"
        OPEN = "OPEN", "open: its members work"
        CLOSED = "CLOSED", "closed: extract and key are destroyed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, help_text="uuid7.")
    title = models.CharField(max_length=120, help_text="What it is called.")
    purpose = models.TextField(help_text="What is to be found out, and why it needs these data.")
    legal_ground = models.TextField(help_text="By which law or agreement the data may be used for it.")
    population = models.CharField(max_length=9, choices=Population.choices, help_text="Whose declarations.")
    direction = models.CharField(
        max_length=6, choices=[("IMPORT", "Imports"), ("EXPORT", "Exports")], help_text="Which."
    )
    columns = ArrayField(models.CharField(max_length=20), help_text="What it needs to see.")
    first_month = models.DateField(help_text="First day of the first month.")
    last_month = models.DateField(help_text="First day of the last month.")
    members = ArrayField(models.UUIDField(), help_text="Ids of the people who work in it; the applicant is the first.")
    applied_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+", help_text="Who applied.")
    applied_at = models.DateTimeField(help_text="When.")
    expires_on = models.DateField(help_text="The last day; after it extract and key are destroyed.")
    status = models.CharField(max_length=8, choices=Status, default=Status.APPLIED, help_text="Where it stands.")
    join_rates = models.JSONField(default=dict, help_text="By project: percent of rows that fit one of its rows alone.")
    opened_at = models.DateTimeField(null=True, help_text="When its extract could be used.")
    closed_at = models.DateTimeField(null=True, help_text="When extract and key were destroyed.")

    class Meta:
        ordering = ("-applied_at",)
        permissions = [("decide_researchproject", "Can decide on research, and review what comes out")]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_month__gte=F("first_month"), first_month__day=1, last_month__day=1),
                name="research_months_in_order",
            ),
            models.CheckConstraint(condition=~Q(purpose="") & ~Q(legal_ground=""), name="research_has_a_ground"),
            models.CheckConstraint(condition=Q(columns__len__gte=1, members__len__gte=1), name="research_of_something"),
            models.CheckConstraint(
                condition=Q(status="OPEN", opened_at__isnull=False, closed_at__isnull=True)
                | Q(status="CLOSED", closed_at__isnull=False)
                | Q(status__in=["APPLIED", "DECLINED", "APPROVED"], opened_at__isnull=True, closed_at__isnull=True),
                name="research_times_fit_its_status",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def schema(self) -> str:
        """Name of its schema, and of its role at the store."""
        return f"research_{self.id.hex}"


class ResearchKey(models.Model):
    """The key of a project's pseudonyms, sealed: SECRET_KEY opens it. Destroyed when the project is closed."""

    project = models.OneToOneField(
        ResearchProject, models.PROTECT, primary_key=True, related_name="key", help_text="Whose."
    )
    sealed = models.TextField(help_text="Encrypted and authenticated.")

    def __str__(self) -> str:
        return f"key of {self.project_id}"


class ResearchDecision(models.Model):
    """What one officer decided on an application. Two approve; nobody who works in it decides."""

    class Step(models.TextChoices):
        """On what."""

        APPROVAL = "APPROVAL", "the application"
        OVERRIDE = "OVERRIDE", "opening it although its rows can be matched with another extract"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, help_text="uuid7.")
    project = models.ForeignKey(
        ResearchProject, models.PROTECT, related_name="decisions", help_text="On which project."
    )
    step = models.CharField(max_length=8, choices=Step, help_text="On what.")
    approves = models.BooleanField(help_text="Yes or no.")
    remarks = models.TextField(help_text="Why.")
    decided_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+", help_text="Who.")
    decided_at = models.DateTimeField(help_text="When.")

    class Meta:
        ordering = ("decided_at",)
        constraints = [
            models.UniqueConstraint(fields=["project", "step", "decided_by"], name="research_decided_once_each"),
            models.CheckConstraint(condition=~Q(remarks=""), name="research_decision_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.step} of {self.project_id}"


class OutputRequest(models.Model):
    """A table, or an estimated equation, that a project wants to take out. The service counts, protects and estimates
    itself: nothing is handed over made."""

    class Kind(models.TextChoices):
        """What it is."""

        TABLE = "TABLE", "a protected table"
        EQUATION = "EQUATION", "an estimated equation"

    class Status(models.TextChoices):
        """Where it stands."""

        REQUESTED = "REQUESTED", "requested: the automatic checks are to come"
        CHECKED = "CHECKED", "checked: two reviewers are to decide"
        REFUSED = "REFUSED", "refused"
        RELEASED = "RELEASED", "released"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, help_text="uuid7.")
    project = models.ForeignKey(ResearchProject, models.PROTECT, related_name="outputs", help_text="Of which project.")
    name = models.SlugField(max_length=80, unique=True, help_text="What the table will be called.")
    purpose = models.TextField(help_text="What it is for.")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.TABLE, help_text="A table or an equation.")
    tabulation = models.JSONField(
        help_text="What a table counts and by what: measure, axes, where; an equation: explains, by, where."
    )
    requested_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+", help_text="Who wants it.")
    requested_at = models.DateTimeField(help_text="When.")
    status = models.CharField(max_length=9, choices=Status, default=Status.REQUESTED, help_text="Where it stands.")
    checked_at = models.DateTimeField(null=True, help_text="When it was checked last: as known then.")
    refusal = models.TextField(blank=True, help_text="Why it was refused.")
    released = models.OneToOneField(
        "dataset.LedgerTable", models.PROTECT, null=True, related_name="output", help_text="The table that is out."
    )
    estimates = models.JSONField(
        null=True,
        help_text="What is out of an equation: each term, coefficient, standard error, firms behind it.",
    )

    class Meta:
        ordering = ("-requested_at",)
        constraints = [
            models.CheckConstraint(
                condition=Q(status="RELEASED", kind="TABLE", released__isnull=False, estimates__isnull=True)
                | Q(status="RELEASED", kind="EQUATION", released__isnull=True, estimates__isnull=False)
                | (~Q(status="RELEASED") & Q(released__isnull=True, estimates__isnull=True)),
                name="output_released_is_out",
            ),
            models.CheckConstraint(condition=~Q(status="REFUSED") | ~Q(refusal=""), name="output_refused_for_a_reason"),
            models.CheckConstraint(condition=~Q(purpose=""), name="output_has_a_purpose"),
        ]

    def __str__(self) -> str:
        return self.name


class OutputDraft(models.Model):
    """What would be out of a checked output, with its certificate. For reviewers alone: it tells what is hidden why."""

    output = models.OneToOneField(
        OutputRequest, models.PROTECT, primary_key=True, related_name="draft", help_text="Of which output."
    )
    figures = models.JSONField(help_text="Each cell in order: its key, its amount or null where hidden.")
    reasons = models.JSONField(help_text="Each hidden cell in order: its key, and why.")
    certificate = models.BinaryField(help_text="The certificate, JSON.")
    beside = models.PositiveBigIntegerField(
        help_text="The last table of the ledger when it was checked; 0 without any."
    )

    def __str__(self) -> str:
        return f"draft of {self.output_id}"


class OutputReview(models.Model):
    """What one reviewer, who is not of the project, says of an output. Two approve."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, help_text="uuid7.")
    output = models.ForeignKey(OutputRequest, models.PROTECT, related_name="reviews", help_text="Of which output.")
    of_check_at = models.DateTimeField(help_text="Which check of it was reviewed.")
    approves = models.BooleanField(help_text="Yes or no.")
    remarks = models.TextField(help_text="Why.")
    reviewed_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+", help_text="Who.")
    reviewed_at = models.DateTimeField(help_text="When.")

    class Meta:
        ordering = ("reviewed_at",)
        constraints = [
            models.UniqueConstraint(fields=["output", "of_check_at", "reviewed_by"], name="output_reviewed_once_each"),
            models.CheckConstraint(condition=~Q(remarks=""), name="output_review_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"review of {self.output_id}"


class AccessLog(models.Model):
    """Every step of a project, only appended: who did what, and when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, help_text="uuid7.")
    project = models.ForeignKey(ResearchProject, models.PROTECT, related_name="log", help_text="Of which project.")
    at = models.DateTimeField(help_text="When.")
    who = models.TextField(help_text="Who, by login; or `system`.")
    act = models.CharField(max_length=20, help_text="What was done.")
    facts = models.JSONField(default=dict, help_text="Particulars.")

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.act} of {self.project_id}"
