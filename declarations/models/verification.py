"""A walk through the chains of all declarations, some at a time, and how far it has come."""

import uuid

from django.db import models


class Verification(models.Model):
    """Somebody had the chains verified. Workers go on with it until it has ended; then it is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, help_text="uuid7.")
    asked_by = models.TextField(help_text="Who asked for it: role and login.")
    asked_at = models.DateTimeField(help_text="When.")
    to_look_at = models.PositiveIntegerField(help_text="Declarations that there were when it began.")
    looked_at = models.PositiveIntegerField(default=0, help_text="Declarations whose chain was verified so far.")
    events = models.PositiveBigIntegerField(default=0, help_text="Events in these chains.")
    reached = models.UUIDField(null=True, help_text="The last declaration that was looked at; null at the beginning.")
    broken = models.PositiveIntegerField(default=0, help_text="Chains that are not whole.")
    first = models.JSONField(default=list, help_text="The first of them: number, and why.")
    ended_at = models.DateTimeField(null=True, help_text="When all were looked at; null while it goes on.")
    published_until = models.DateTimeField(null=True, help_text="The dispatcher does not publish it again before.")

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.looked_at} of {self.to_look_at}"
