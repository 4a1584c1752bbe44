"""The ledger: what was demanded, paid, deferred against security and paid back. Appended, never changed; it adds up."""

import uuid

from django.db import models
from django.db.models import F, Q

from declarations.models.declaration import Declaration


class Entry(models.TextChoices):
    """The kinds of entry."""

    DEMAND = "DEMAND", "demanded"
    REDUCTION = "REDUCTION", "demand reduced"
    PAYMENT = "PAYMENT", "paid"
    DEFERMENT = "DEFERMENT", "payment deferred against security"
    DEFERRED_PAYMENT = "DEFERRED_PAYMENT", "what was deferred is paid"
    REFUND = "REFUND", "paid back"
    RESERVATION = "RESERVATION", "security held for a release before permit"
    RESERVATION_ENDED = "RESERVATION_ENDED", "that security is free again"


# What an entry of an amount does: to what is owed, and to what a security still covers.
EFFECTS: dict[Entry, tuple[int, int]] = {
    Entry.DEMAND: (1, 0),
    Entry.REDUCTION: (-1, 0),
    Entry.PAYMENT: (-1, 0),
    Entry.DEFERMENT: (-1, 1),
    Entry.DEFERRED_PAYMENT: (0, -1),
    Entry.REFUND: (1, 0),
    Entry.RESERVATION: (0, 1),
    Entry.RESERVATION_ENDED: (0, -1),
}


def _effect_is_lawful() -> Q:
    """Each kind of entry moves what is owed and what is secured by its amount and in its direction."""
    lawful = Q()
    for kind, (owes, secures) in EFFECTS.items():
        lawful |= Q(kind=kind, owes=F("amount") * owes, secures=F("amount") * secures)
    return lawful


class LedgerEntry(models.Model):
    """One entry. What a declaration owes is the sum of `owes`; what a security has in use is the sum of `secures`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, help_text="uuid7, so in the order of entry.")
    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="ledger", help_text="For which.")
    version = models.PositiveSmallIntegerField(help_text="The version that stood then.")
    kind = models.TextField(choices=Entry.choices, help_text="What it is.")
    amount = models.BigIntegerField(help_text="Yen, positive.")
    owes = models.BigIntegerField(help_text="What it adds to what is owed, yen.")
    secures = models.BigIntegerField(help_text="What it adds to the security in use, yen.")
    security = models.ForeignKey(
        "traders.Security", models.PROTECT, null=True, related_name="entries", help_text="Against which security."
    )
    due_on = models.DateField(null=True, help_text="Until when what is deferred must be paid.")
    reference = models.TextField(help_text="The payer's reference, or why it was entered.")
    actor = models.TextField(help_text="Who did it.")
    at = models.DateTimeField(help_text="When.")

    class Meta:
        verbose_name_plural = "ledger entries"
        ordering = ("declaration", "id")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="ledger_amount_positive"),
            models.CheckConstraint(condition=_effect_is_lawful(), name="ledger_effect_follows_from_its_kind"),
            models.CheckConstraint(
                condition=Q(secures=0) | Q(security__isnull=False), name="ledger_secured_names_its_security"
            ),
            models.UniqueConstraint(
                fields=["declaration", "version"],
                condition=Q(kind__in=[Entry.DEMAND, Entry.REDUCTION], reference=""),
                name="ledger_one_demand_a_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount} yen"
