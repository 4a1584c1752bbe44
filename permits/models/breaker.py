"""The circuit breaker of an agency: while it is open, its checks wait in their rows and nobody calls.

CLOSED -> OPEN        half of its calls failed, of enough of them within a minute
OPEN -> HALF_OPEN     after half a minute one call, the probe, may go
HALF_OPEN -> CLOSED   the probe was answered
HALF_OPEN -> OPEN     it was not
"""

from django.db import models
from django.db.models import Q

from permits.models.law import Agency


class AgencyBreaker(models.Model):
    """One row an agency, made by a trigger with the agency. Each instant is the database's."""

    agency = models.OneToOneField(
        Agency, models.CASCADE, primary_key=True, related_name="breaker", help_text="Whose breaker."
    )
    opened_at = models.DateTimeField(null=True, help_text="Since when nobody calls; empty while it is closed.")
    retry_at = models.DateTimeField(null=True, help_text="From when one call may try whether the agency is back.")
    closed_at = models.DateTimeField(null=True, help_text="When it last closed: failures of before do not count.")
    probe_id = models.UUIDField(null=True, help_text="The worker's try that is the one call.")
    probe_until = models.DateTimeField(null=True, help_text="When that worker is taken for dead.")

    class Meta:
        ordering = ["agency"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True, retry_at__isnull=True, probe_id__isnull=True)
                | Q(opened_at__isnull=False, retry_at__isnull=False),
                name="breaker_open_is_tried_again",
            ),
            models.CheckConstraint(
                condition=Q(probe_id__isnull=True, probe_until__isnull=True)
                | Q(probe_id__isnull=False, probe_until__isnull=False),
                name="breaker_probe_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id}: {'open' if self.opened_at else 'closed'}"
