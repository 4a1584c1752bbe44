"""What decides the control, and how each declaration was selected."""

import uuid

from django.db import models

CATEGORIES = [(1, "1 simplified examination"), (2, "2 documents"), (3, "3 inspection")]


class RiskProfile(models.Model):
    """A criterion. All its conditions must fit; a blank condition fits anything. A new version is a new row."""

    code = models.TextField(help_text="Code of the profile.")
    version = models.PositiveSmallIntegerField(help_text="From 1; the row of an earlier version is kept.")
    title = models.TextField(help_text="What it looks for. For officers only.")
    direction = models.TextField(
        blank=True, choices=[("IMPORT", "Import"), ("EXPORT", "Export")], help_text="Blank for both."
    )
    commodity_prefix = models.TextField(blank=True, help_text="Start of the commodity code.")
    origin = models.TextField(blank=True, help_text="Country of origin, ISO 3166.")
    trader_code = models.TextField(blank=True, help_text="Importer or exporter code.")
    value_from = models.BigIntegerField(default=0, help_text="Customs value of the declaration at least, yen.")
    category = models.PositiveSmallIntegerField(choices=CATEGORIES[1:], help_text="The category it asks for.")
    valid_from = models.DateField(help_text="First day.")
    valid_to = models.DateField(null=True, blank=True, help_text="Last day; blank for open.")
    is_demonstration = models.BooleanField(default=False, help_text="Made up for demonstrations.")

    class Meta:
        ordering = ("code", "-version")
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="risk_profile_version_once"),
            models.CheckConstraint(condition=models.Q(category__in=[2, 3]), name="risk_profile_category_raises"),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"


class Selection(models.Model):
    """How one declaration version was selected: replayable from what is stored here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, help_text="uuid7.")
    category = models.PositiveSmallIntegerField(choices=CATEGORIES, help_text="The system's category.")
    reasons = models.JSONField(help_text="Which profile fired, its version and the values. For officers only.")
    draw = models.DecimalField(max_digits=12, decimal_places=10, help_text="The random draw, 0 to 1.")
    share = models.DecimalField(max_digits=6, decimal_places=4, help_text="The random share in force.")
    edition = models.BigIntegerField(help_text="Edition of the profiles it was selected by.")
    at = models.DateTimeField(help_text="As at which instant.")

    def __str__(self) -> str:
        return f"category {self.category}"


class SelectionEdition(models.Model):
    """One row: the number of the present state of the profiles. Triggers change it, nothing else does."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, help_text="Always 1.")
    number = models.BigIntegerField(help_text="Differs after every change of a profile; never seen twice.")
    changed_at = models.DateTimeField(help_text="When it changed.")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="selection_edition_one_row")]

    def __str__(self) -> str:
        return str(self.number)
