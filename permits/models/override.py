"""An override with four eyes: one officer proposes it, another decides."""

import uuid

from django.db import models
from django.db.models import F, Q

from permits.models.permit_check import PermitCheck, Status


class OverrideProposal(models.Model):
    """A proposal to decide a check instead of the agency, or against it. Once decided, a trigger keeps it as it is."""

    class Outcome(models.TextChoices):
        """What came of it."""

        APPROVED = "APPROVED", "approved: the check is overridden"
        DECLINED = "DECLINED", "declined"
        VOID = "VOID", "void: the check had changed meanwhile"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, help_text="uuid7.")
    permit_check = models.ForeignKey(
        PermitCheck, models.PROTECT, related_name="override_proposals", help_text="Which check."
    )
    check_status = models.CharField(max_length=18, choices=Status, help_text="Where the check stood when proposed.")
    reason = models.TextField(help_text="Why.")
    proposed_by = models.TextField(help_text="The officer who proposes.")
    proposed_at = models.DateTimeField(help_text="When.")
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True, help_text="Empty while nobody has decided.")
    decided_by = models.TextField(blank=True, help_text="The officer who decided.")
    decided_at = models.DateTimeField(null=True, help_text="When.")

    class Meta:
        ordering = ["-proposed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["permit_check"], condition=Q(outcome=""), name="override_proposal_one_open_a_check"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="APPROVED") | ~Q(decided_by=F("proposed_by")), name="override_proposal_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_by="", decided_at__isnull=True)
                | (Q(outcome__in=["APPROVED", "DECLINED", "VOID"], decided_at__isnull=False) & ~Q(decided_by="")),
                name="override_proposal_is_decided_whole",
            ),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(proposed_by=""), name="override_proposal_has_reason"),
        ]

    def __str__(self) -> str:
        return f"override of {self.permit_check_id}: {self.outcome or 'proposed'}"
