"""The duty declaration of an AEO importer: due after a release, for one release or for a month of them."""

import uuid

from django.db import models

from declarations.models.submission import Submission


class DutyDeclaration(models.Model):
    """One duty declaration. Its releases name it; what it declares is a version of each of them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, help_text="uuid7.")
    number = models.TextField(unique=True, help_text="Its number, 11 characters (see numbering.py).")
    declarant = models.ForeignKey("traders.Trader", models.PROTECT, related_name="+", help_text="Who declares.")
    trader = models.ForeignKey("traders.Trader", models.PROTECT, related_name="+", help_text="The importer.")
    own_reference = models.TextField(help_text="The declarant's own reference.")
    submission = models.OneToOneField(Submission, models.PROTECT, help_text="The message it came in.")
    month = models.DateField(help_text="First day of the month in which the goods were released.")
    due_on = models.DateField(help_text="Last day for it: the end of the month after the releases.")
    declared_at = models.DateTimeField(help_text="When it was declared (as at).")
    declared_on = models.DateField(help_text="That day in Japan.")
    total_to_pay = models.BigIntegerField(help_text="Duty and taxes of all its releases, yen.")

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(fields=["declarant", "own_reference"], name="duty_declaration_reference_once"),
        ]

    def __str__(self) -> str:
        return self.number
