"""Which officer has a case on the desk."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from declarations.models.declaration import Declaration


class TakingQuerySet(models.QuerySet["Taking"]):
    """Named selections of takings."""

    def live(self, at: datetime) -> "TakingQuerySet":
        """Those whose case is nobody else's at that instant."""
        return self.filter(ended="", until__gt=at)


class Taking(models.Model):
    """An officer took a case: nobody else is given it until it ends. The row is kept."""

    class Ended(models.TextChoices):
        """Why it ended."""

        ACTED = "ACTED", "it is no officer's turn any more"
        GIVEN_BACK = "GIVEN_BACK", "given back"
        HANDED_ON = "HANDED_ON", "handed on to another officer"
        TIME_OVER = "TIME_OVER", "its time was over"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, help_text="uuid7.")
    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="takings", help_text="Which case.")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", help_text="Whose it is.")
    since = models.DateTimeField(help_text="When it was taken.")
    until = models.DateTimeField(help_text="When it is anybody's again, if nothing is done before.")
    given_by = models.TextField(blank=True, help_text="Who handed it on; blank where the officer took it.")
    ended = models.TextField(choices=Ended, blank=True, help_text="Why it ended; blank while nobody has noted that.")
    ended_at = models.DateTimeField(null=True, help_text="When.")

    objects = TakingQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(fields=["declaration"], condition=Q(ended=""), name="taking_one_of_a_case"),
            models.CheckConstraint(condition=Q(ended="") ^ Q(ended_at__isnull=False), name="taking_ended_has_time"),
            models.CheckConstraint(condition=Q(until__gt=models.F("since")), name="taking_has_length"),
        ]
        indexes = [models.Index(fields=["officer"], condition=Q(ended=""), name="taking_of_officer")]

    def __str__(self) -> str:
        return f"{self.declaration_id} by {self.officer_id}"
