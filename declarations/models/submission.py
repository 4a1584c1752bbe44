"""The message as received, kept whole, whatever came of it."""

import uuid

from django.db import models
from django.db.models.functions import Now


class Outcome(models.TextChoices):
    """What came of a submission."""

    ACCEPTED = "ACCEPTED", "accepted"
    REFUSED = "REFUSED", "refused by rule"


class Form(models.TextChoices):
    """In which form a message says its declaration."""

    DECLARATION = "DECLARATION", "a declaration, in JSON"
    AMENDMENT = "AMENDMENT", "an amendment: a reason, and the declaration as it shall be"
    DUTY_DECLARATION = "DUTY_DECLARATION", "a duty declaration after AEO releases"
    AEO_RELEASE = "AEO_RELEASE", "a release declaration of an AEO importer"
    PARCEL = "PARCEL", "a small parcel's short form"
    WCO_XML = "WCO_XML", "a declaration in XML of the WCO Data Model"


class Submission(models.Model):
    """One message that reached the rules, with its answer. Never changed and never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, help_text="uuid7, so in the order of arrival.")
    client = models.TextField(help_text="Who sent it: api:<client id> or user:<user id>.")
    idempotency_key = models.TextField(help_text="The sender's key: one (client, key) is one declaration.")
    declarant = models.ForeignKey("traders.Trader", models.PROTECT, related_name="+", help_text="Who declares.")
    direction = models.TextField(help_text="IMPORT or EXPORT.")
    own_reference = models.TextField(help_text="The declarant's own reference in the message.")
    form = models.TextField(choices=Form.choices, default=Form.DECLARATION, help_text="In which form the body is.")
    body = models.TextField(help_text="The message as received, UTF-8.")
    body_sha256 = models.TextField(help_text="SHA-256 of the body, hexadecimal.")
    received_at = models.DateTimeField(db_default=Now(), help_text="When the store received it.")
    as_at = models.DateTimeField(help_text="The instant as at which it was judged; the sandbox's clock may set it.")
    outcome = models.TextField(choices=Outcome.choices, help_text="What came of it.")
    findings = models.JSONField(default=list, help_text="Every finding of the rules, advisory ones included.")
    reply = models.TextField(help_text="The answer's body, byte for byte, for a safe retry.")
    declaration_number = models.TextField(help_text="The number allotted; empty when refused.")

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(fields=["client", "idempotency_key"], name="submission_one_per_client_and_key"),
            models.CheckConstraint(
                condition=models.Q(outcome=Outcome.ACCEPTED) ^ models.Q(declaration_number=""),
                name="submission_numbered_when_accepted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.own_reference} ({self.outcome.lower()})"
