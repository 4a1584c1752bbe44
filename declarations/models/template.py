"""A template: what a firm declares again and again, kept under a name."""

from django.db import models
from django.db.models import Q
from uuid_utils.compat import uuid7


class Template(models.Model):
    """What drafts are begun with. It says nothing to customs."""

    id = models.UUIDField(primary_key=True, default=uuid7, help_text="uuid7, inside only.")
    owner = models.ForeignKey("traders.Trader", models.PROTECT, related_name="+", help_text="Whose template it is.")
    name = models.TextField(help_text="How the firm calls it, 1 to 70 characters.")
    client = models.TextField(help_text="Who kept it last: user:<user id>.")
    body = models.TextField(help_text="The JSON object that a draft begins with, without its own reference.")
    direction = models.TextField(blank=True, help_text="IMPORT or EXPORT, where the body says so.")
    changed_at = models.DateTimeField(help_text="When it was kept last.")

    class Meta:
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="template_once_by_name"),
            models.CheckConstraint(
                condition=Q(direction__in=["", "IMPORT", "EXPORT"]), name="template_direction_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name
