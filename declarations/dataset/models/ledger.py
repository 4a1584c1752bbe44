"""The release ledger: every protected table that is out, so that a new one is audited with those it could betray."""

from django.db import models
from django.db.models import Q

from declarations.dataset.models.published import Population


class LedgerTable(models.Model):
    """A table as it was released: what it counts, its figures, and the proof that what is hidden stays hidden."""

    name = models.SlugField(max_length=80, unique=True, help_text="What it is called, once and for all.")
    tabulation = models.JSONField(help_text="What it counts and by what: measure, axes, where.")
    population = models.CharField(max_length=9, choices=Population.choices, help_text="Whose declarations.")
    known_at = models.DateTimeField(help_text="As known at which instant.")
    rules = models.JSONField(help_text="The rules of disclosure that it was protected by.")
    figures = models.JSONField(help_text="Each cell in order: its key, its amount or null where hidden.")
    reasons = models.JSONField(help_text="Each hidden cell in order: its key, and why.")
    certificate = models.BinaryField(help_text="The certificate, JSON. As secret as the declarations.")
    certificate_sha256 = models.CharField(max_length=64, help_text="SHA-256 of the certificate.")
    released_at = models.DateTimeField(help_text="When it was released.")
    released_by = models.TextField(help_text="Who released it.")

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(condition=~Q(released_by=""), name="ledger_table_by_somebody"),
            models.CheckConstraint(
                condition=Q(certificate_sha256__regex=r"^[0-9a-f]{64}$"), name="ledger_certificate_is_hashed"
            ),
        ]

    def __str__(self) -> str:
        return self.name
