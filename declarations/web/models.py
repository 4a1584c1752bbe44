"""What the broker forms keep of their own: how a person likes to see the list, and how long things usually take."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from uuid_utils.compat import uuid7


class SavedView(models.Model):
    """A search of the list that a person gave a name."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False, help_text="uuid7.")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", help_text="Whose it is.")
    name = models.CharField(max_length=40, help_text="The person's own word for it.")
    query = models.CharField(max_length=500, help_text="What is looked for, as the list's address has it.")

    class Meta:
        ordering = ("user", "name")
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="saved_view_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="saved_view_has_name"),
        ]

    def __str__(self) -> str:
        return self.name


class UsualTime(models.Model):
    """How long something usually takes: the median of those that ended lately, whoever declared them."""

    what = models.TextField(help_text="What takes time: PERMIT, DOCUMENT_EXAMINATION or GOODS_INSPECTION.")
    law = models.TextField(help_text="Of a permit its law's code; else empty.")
    median = models.DurationField(help_text="The median.")
    measured = models.PositiveIntegerField(help_text="Of how many it is the median.")
    measured_at = models.DateTimeField(help_text="When it was measured.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["what", "law"], name="usual_time_once")]

    def __str__(self) -> str:
        return f"{self.what} {self.law}: {self.median}"
