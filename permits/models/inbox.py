"""What agencies sent by themselves, each message once."""

from django.db import models

from permits.models.law import Agency
from permits.models.permit_check import Effect, PermitCheck


class InboxMessage(models.Model):
    """A signed message of an agency and what became of it. A second one with the same id changes nothing."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", help_text="Who sent it.")
    message_id = models.CharField(max_length=128, help_text="The sender's id of the message (webhook-id).")
    permit_check = models.ForeignKey(
        PermitCheck, models.PROTECT, null=True, related_name="inbox", help_text="The check it is about, if known."
    )
    body = models.JSONField(help_text="The message as understood.")
    outcome = models.CharField(max_length=13, choices=Effect, help_text="What it did.")
    received_at = models.DateTimeField(help_text="When it came.")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "message_id"], name="inbox_message_once"),
            models.CheckConstraint(condition=models.Q(outcome__in=Effect.values), name="inbox_outcome_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.message_id}"
