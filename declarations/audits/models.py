"""What audits after the release found."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from declarations.models import Declaration, Examination

Result = Examination.Result


class AuditResult(models.Model):
    """What an audit found of one declaration. Only appended: a result that was wrong is corrected by another.

    Two times: the day of the audit, and when it became known here. What was known at an instant can be told for ever.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, help_text="uuid7.")
    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="audit_results", help_text="Of which.")
    version = models.PositiveSmallIntegerField(help_text="The version that was audited.")
    result = models.TextField(choices=Result.choices, help_text="What was found.")
    lacking = models.BigIntegerField(default=0, help_text="Duty and taxes that were declared too little, yen.")
    audited_on = models.DateField(help_text="The day of the audit.")
    remarks = models.TextField(help_text="What was looked at, and why it is judged so.")
    actor = models.TextField(help_text="Who recorded it.")
    at = models.DateTimeField(help_text="When it was recorded (as at).")
    recorded_at = models.DateTimeField(db_default=Now(), help_text="When the store knew it.")
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="corrected_by", help_text="The result that this one replaces."
    )

    class Meta:
        ordering = ("declaration", "at")
        constraints = [
            models.CheckConstraint(condition=Q(lacking__gte=0), name="audit_result_lacking_not_negative"),
            models.CheckConstraint(
                condition=Q(result=Result.NOT_IN_ORDER) | Q(lacking=0), name="audit_result_in_order_lacks_nothing"
            ),
        ]
        indexes = [models.Index(fields=["declaration", "at"], name="audit_result_of_declaration")]

    def __str__(self) -> str:
        return f"{self.get_result_display()}, {self.audited_on}"

    @property
    def lacking_text(self) -> str:
        """What was lacking, its thousands parted."""
        return f"{self.lacking:,}"
