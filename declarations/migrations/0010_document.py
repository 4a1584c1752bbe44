"""Documents that declarants attach: appended, but for their scan and for the newer one that replaces one."""

import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

# What may change: the scan goes forward only, and a document is replaced once.
GUARD = """
CREATE FUNCTION declarations_guard_document() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changeable CONSTANT text[] := ARRAY['scan_state', 'scanner', 'scanned_at', 'signature', 'due_at', 'lease_id',
                                        'lease_until', 'failures', 'needs_person_at', 'replaced_by_id'];
BEGIN
    IF TG_OP = 'DELETE' OR to_jsonb(NEW) - changeable IS DISTINCT FROM to_jsonb(OLD) - changeable THEN
        RAISE EXCEPTION '% is only appended', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.replaced_by_id IS NOT NULL AND NEW.replaced_by_id IS DISTINCT FROM OLD.replaced_by_id THEN
        RAISE EXCEPTION 'document % is replaced already', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.scan_state <> NEW.scan_state AND (OLD.scan_state = 'INFECTED' OR NEW.scan_state = 'PENDING') THEN
        RAISE EXCEPTION 'document % does not become % again', OLD.id, NEW.scan_state
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER declarations_document_append_only BEFORE UPDATE OR DELETE ON declarations_document
    FOR EACH ROW EXECUTE FUNCTION declarations_guard_document();
CREATE TRIGGER declarations_document_no_truncate BEFORE TRUNCATE ON declarations_document
    FOR EACH STATEMENT EXECUTE FUNCTION declarations_append_only();
"""
UNGUARD = """
DROP TRIGGER declarations_document_append_only ON declarations_document;
DROP TRIGGER declarations_document_no_truncate ON declarations_document;
DROP FUNCTION declarations_guard_document();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("declarations", "0009_batch"),
        ("permits", "0005_limits_and_walls"),
    ]

    operations = [
        migrations.AlterField(
            model_name="event",
            name="name",
            field=models.TextField(
                choices=[
                    ("LODGED", "lodged"),
                    ("SELECTED", "category set"),
                    ("PERMIT_CHECK_SETTLED", "permit check settled"),
                    ("EXAMINED", "examined"),
                    ("PAID", "paid"),
                    ("DEFERRED", "payment deferred"),
                    ("RELEASED", "released"),
                    ("REFUSED", "refused"),
                    ("DOCUMENT_ATTACHED", "document attached"),
                ],
                help_text="What happened.",
            ),
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, help_text="uuid7.", primary_key=True, serialize=False)),
                ("version", models.PositiveSmallIntegerField(help_text="The version that was current when it came.")),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("INVOICE", "invoice"),
                            ("PACKING_LIST", "packing list"),
                            ("BILL_OF_LADING", "bill of lading or air waybill"),
                            ("CERTIFICATE_OF_ORIGIN", "certificate of origin"),
                            ("PERMIT", "permit under another law"),
                            ("PHOTOGRAPH", "photograph of the goods"),
                            ("OTHER", "other document"),
                        ],
                        help_text="What it is, as the declarant says.",
                    ),
                ),
                (
                    "item_number",
                    models.PositiveSmallIntegerField(help_text="About which goods item; empty: about all.", null=True),
                ),
                ("shown_name", models.TextField(help_text="File name as sent, to be shown.")),
                ("safe_name", models.TextField(help_text="File name under which it may be saved on any system.")),
                ("media_type", models.TextField(help_text="Of what the bytes really are.")),
                ("size", models.PositiveIntegerField(help_text="Bytes.")),
                ("sha256", models.TextField(help_text="SHA-256 of the bytes, hexadecimal.")),
                ("stored_as", models.TextField(help_text="Name in the storage; random.", unique=True)),
                ("actor", models.TextField(help_text="Who attached it: api:... or user:...")),
                ("at", models.DateTimeField(help_text="When it was attached (as at).")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), help_text="When the store knew it."
                    ),
                ),
                (
                    "scan_state",
                    models.TextField(
                        choices=[("PENDING", "not yet scanned"), ("CLEAN", "clean"), ("INFECTED", "infected")],
                        help_text="Whether its bytes may be given to anybody.",
                    ),
                ),
                ("scanner", models.TextField(blank=True, help_text="Which scanner gave the verdict.")),
                ("scanned_at", models.DateTimeField(help_text="When.", null=True)),
                ("signature", models.TextField(blank=True, help_text="What the scanner found, or its last failure.")),
                (
                    "due_at",
                    models.DateTimeField(help_text="When it is to be scanned (again); empty once scanned.", null=True),
                ),
                ("lease_id", models.UUIDField(help_text="The worker's try that scans it now.", null=True)),
                ("lease_until", models.DateTimeField(help_text="Until when it is that worker's.", null=True)),
                ("failures", models.PositiveSmallIntegerField(default=0, help_text="How often no verdict came.")),
                (
                    "needs_person_at",
                    models.DateTimeField(help_text="Since when a person must look; empty: never.", null=True),
                ),
                (
                    "declaration",
                    models.ForeignKey(
                        help_text="Of which.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="declarations.declaration",
                    ),
                ),
                (
                    "law",
                    models.ForeignKey(
                        help_text="For which law.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="permits.law",
                    ),
                ),
                (
                    "replaced_by",
                    models.OneToOneField(
                        help_text="The newer one that stands in its place.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaces",
                        to="declarations.document",
                    ),
                ),
            ],
            options={
                "ordering": ("declaration", "id"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("needs_person_at__isnull", True), ("scan_state", "PENDING")),
                        fields=["due_at"],
                        name="document_to_scan",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("declaration", "sha256", "item_number", "law"),
                        name="document_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "INVOICE",
                                    "PACKING_LIST",
                                    "BILL_OF_LADING",
                                    "CERTIFICATE_OF_ORIGIN",
                                    "PERMIT",
                                    "PHOTOGRAPH",
                                    "OTHER",
                                ],
                            )
                        ),
                        name="document_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("scan_state__in", ["PENDING", "CLEAN", "INFECTED"])),
                        name="document_scan_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("due_at__isnull", False), ("scan_state", "PENDING"), ("scanned_at__isnull", True)
                            ),
                            models.Q(
                                ("due_at__isnull", True),
                                ("lease_id__isnull", True),
                                ("scanned_at__isnull", False),
                                models.Q(("scan_state", "PENDING"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="document_pending_is_due_sometime",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("law__isnull", True), ("item_number__isnull", False), _connector="OR"),
                        name="document_law_of_an_item",
                    ),
                    models.CheckConstraint(condition=models.Q(("size__gt", 0)), name="document_has_bytes"),
                ],
            },
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
