"""A document that a declarant attaches: an invoice, a certificate, a permit on paper. The bytes lie in the storage.

The row is the queue of the scan: PENDING -> CLEAN | INFECTED, and CLEAN -> INFECTED when somebody learns better.
"""

import uuid
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from declarations.models.declaration import Declaration


class DocumentKind(models.TextChoices):
    """What a document is, as the declarant says."""

    INVOICE = "INVOICE", "invoice"
    PACKING_LIST = "PACKING_LIST", "packing list"
    BILL_OF_LADING = "BILL_OF_LADING", "bill of lading or air waybill"
    CERTIFICATE_OF_ORIGIN = "CERTIFICATE_OF_ORIGIN", "certificate of origin"
    PERMIT = "PERMIT", "permit under another law"
    PHOTOGRAPH = "PHOTOGRAPH", "photograph of the goods"
    OTHER = "OTHER", "other document"


class ScanState(models.TextChoices):
    """Whether its bytes may be given to anybody."""

    PENDING = "PENDING", "not yet scanned"
    CLEAN = "CLEAN", "clean"
    INFECTED = "INFECTED", "infected"


class DocumentQuerySet(models.QuerySet[Any]):
    """Filters over documents."""

    def of(self, trader_id: UUID) -> "DocumentQuerySet":
        """Those of declarations that this organisation may see."""
        return self.filter(declaration__in=Declaration.objects.of(trader_id))

    def needing_person(self) -> "DocumentQuerySet":
        """Those that no scanner gave a verdict on, however often it was asked."""
        return self.filter(needs_person_at__isnull=False)


class Document(models.Model):
    """One document. Never changed and never deleted, but for its scan and for the newer one that replaces it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, help_text="uuid7.")
    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="documents", help_text="Of which.")
    version = models.PositiveSmallIntegerField(help_text="The version that was current when it came.")
    kind = models.TextField(choices=DocumentKind, help_text="What it is, as the declarant says.")
    item_number = models.PositiveSmallIntegerField(null=True, help_text="About which goods item; empty: about all.")
    law = models.ForeignKey("permits.Law", models.PROTECT, null=True, related_name="+", help_text="For which law.")
    shown_name = models.TextField(help_text="File name as sent, to be shown.")
    safe_name = models.TextField(help_text="File name under which it may be saved on any system.")
    media_type = models.TextField(help_text="Of what the bytes really are.")
    size = models.PositiveIntegerField(help_text="Bytes.")
    sha256 = models.TextField(help_text="SHA-256 of the bytes, hexadecimal.")
    stored_as = models.TextField(unique=True, help_text="Name in the storage; random.")
    actor = models.TextField(help_text="Who attached it: api:... or user:...")
    at = models.DateTimeField(help_text="When it was attached (as at).")
    recorded_at = models.DateTimeField(db_default=Now(), help_text="When the store knew it.")
    replaced_by = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="replaces", help_text="The newer one that stands in its place."
    )

    scan_state = models.TextField(choices=ScanState, help_text="Whether its bytes may be given to anybody.")
    scanner = models.TextField(blank=True, help_text="Which scanner gave the verdict.")
    scanned_at = models.DateTimeField(null=True, help_text="When.")
    signature = models.TextField(blank=True, help_text="What the scanner found, or its last failure.")
    due_at = models.DateTimeField(null=True, help_text="When it is to be scanned (again); empty once scanned.")
    lease_id = models.UUIDField(null=True, help_text="The worker's try that scans it now.")
    lease_until = models.DateTimeField(null=True, help_text="Until when it is that worker's.")
    failures = models.PositiveSmallIntegerField(default=0, help_text="How often no verdict came.")
    needs_person_at = models.DateTimeField(null=True, help_text="Since when a person must look; empty: never.")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ("declaration", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["declaration", "sha256", "item_number", "law"], nulls_distinct=False, name="document_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=DocumentKind.values), name="document_kind_known"),
            models.CheckConstraint(condition=Q(scan_state__in=ScanState.values), name="document_scan_state_known"),
            models.CheckConstraint(
                condition=Q(scan_state=ScanState.PENDING, due_at__isnull=False, scanned_at__isnull=True)
                | Q(due_at__isnull=True, scanned_at__isnull=False, lease_id__isnull=True)
                & ~Q(scan_state=ScanState.PENDING),
                name="document_pending_is_due_sometime",
            ),
            models.CheckConstraint(
                condition=Q(law__isnull=True) | Q(item_number__isnull=False), name="document_law_of_an_item"
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="document_has_bytes"),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(scan_state=ScanState.PENDING, needs_person_at__isnull=True),
                name="document_to_scan",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.safe_name}"
