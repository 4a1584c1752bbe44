"""What officers and declarants ask of one another: questions with their answers, applications with their decisions."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from declarations.models.declaration import Declaration
from declarations.models.submission import Submission


class Question(models.Model):
    """What an officer asks the declarant. Appended, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, help_text="uuid7.")
    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="questions", help_text="Of which.")
    version = models.PositiveSmallIntegerField(help_text="The version that was asked about.")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", help_text="By whom.")
    text = models.TextField(help_text="What is asked.")
    at = models.DateTimeField(help_text="When it was asked.")

    class Meta:
        ordering = ("declaration", "id")

    def __str__(self) -> str:
        return self.text


class QuestionAnswer(models.Model):
    """What the declarant answers. Appended, never changed; one for a question."""

    question = models.OneToOneField(
        Question, models.PROTECT, primary_key=True, related_name="answer", help_text="To which question."
    )
    text = models.TextField(help_text="The answer.")
    documents = models.JSONField(help_text="Ids of the documents shown with it.")
    actor = models.TextField(help_text="Who answered.")
    at = models.DateTimeField(help_text="When.")

    def __str__(self) -> str:
        return self.text


class Application(models.Model):
    """Something that is done only when an officer agrees: another person than who asks for it."""

    class Kind(models.TextChoices):
        """What is asked for."""

        EARLY_RELEASE = "EARLY_RELEASE", "release before permit (BP)"
        CHANGE = "CHANGE", "change of what was permitted (export)"
        REASSESSMENT = "REASSESSMENT", "less duty than was declared (import, after release)"
        LOWER_CATEGORY = "LOWER_CATEGORY", "a lower category"

    class Outcome(models.TextChoices):
        """What came of it."""

        APPROVED = "APPROVED", "approved"
        DECLINED = "DECLINED", "declined"
        VOID = "VOID", "void: the declaration changed, or ended, before it was decided"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, help_text="uuid7.")
    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="applications", help_text="Of which.")
    version = models.PositiveSmallIntegerField(help_text="The version it was made for.")
    kind = models.TextField(choices=Kind.choices, help_text="What is asked for.")
    reason_code = models.TextField(help_text="Reason code, two characters for a release before permit; else blank.")
    reason = models.TextField(help_text="Why, in words.")
    facts = models.JSONField(help_text="What it is about: a security, a category.")
    submission = models.ForeignKey(
        Submission, models.PROTECT, null=True, related_name="+", help_text="The amendment that is asked for."
    )
    asked_by = models.TextField(help_text="Who asks.")
    asked_at = models.DateTimeField(help_text="When.")
    outcome = models.TextField(blank=True, choices=Outcome.choices, help_text="What came of it; blank while open.")
    decided_by = models.TextField(help_text="Who decided; blank while open.")
    decided_at = models.DateTimeField(null=True, help_text="When.")
    remarks = models.TextField(help_text="The reason of the decision.")

    class Meta:
        ordering = ("declaration", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["declaration", "kind"], condition=Q(outcome=""), name="application_one_open_of_a_kind"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="APPROVED") | ~Q(decided_by=F("asked_by")), name="application_takes_two"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_at__isnull=True) | (~Q(outcome="") & Q(decided_at__isnull=False)),
                name="application_decided_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.outcome or 'open'}"
