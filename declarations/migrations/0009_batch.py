"""Batches: files of declarations, their chunks and their rows."""

import django.db.models.deletion
import django.db.models.expressions
import uuid_utils.compat
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("declarations", "0008_draft"),
        ("traders", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Batch",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7,
                        help_text="uuid7: its name outside, too.",
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("client", models.TextField(help_text="Who sent it: api:<client id> or user:<user id>.")),
                ("idempotency_key", models.TextField(help_text="The sender's key: one (client, key) is one batch.")),
                ("declarant", models.JSONField(help_text="Who declares and through whom, as at its arrival.")),
                ("correlation_id", models.TextField(blank=True, help_text="Under which its rows travel.")),
                (
                    "format",
                    models.TextField(
                        choices=[("NDJSON", "a JSON object a line"), ("CSV", "a row a goods item")],
                        help_text="NDJSON or CSV.",
                    ),
                ),
                ("charset", models.TextField(help_text="Character set of the file, as declared.")),
                (
                    "rows",
                    models.PositiveIntegerField(default=0, help_text="Declarations in it, as far as they are here."),
                ),
                ("accepted", models.PositiveIntegerField(default=0, help_text="Of these, accepted.")),
                ("refused", models.PositiveIntegerField(default=0, help_text="Of these, refused.")),
                (
                    "sha256",
                    models.BinaryField(default=b"", help_text="SHA-256 of the whole file; empty until it is here."),
                ),
                ("as_at", models.DateTimeField(help_text="The instant as at which its rows are lodged.")),
                ("received_at", models.DateTimeField(help_text="When its first row came.")),
                ("uploaded_at", models.DateTimeField(help_text="When the whole file was here.", null=True)),
                ("started_at", models.DateTimeField(help_text="When its first row was answered.", null=True)),
                ("finished_at", models.DateTimeField(help_text="When its last row was answered.", null=True)),
                ("keep_until", models.DateTimeField(help_text="When it is deleted; what was lodged from it stays.")),
                (
                    "owner",
                    models.ForeignKey(
                        help_text="Who declares.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="traders.trader",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "batches",
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="BatchChunk",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7,
                        help_text="uuid7, inside only.",
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("first_row", models.PositiveIntegerField(help_text="Its first row.")),
                ("last_row", models.PositiveIntegerField(help_text="Its last row.")),
                (
                    "published_until",
                    models.DateTimeField(help_text="Until when no dispatcher hands it out again.", null=True),
                ),
                (
                    "lease_until",
                    models.DateTimeField(help_text="When the worker that has it is taken for dead.", null=True),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, help_text="How often a worker took it.")),
                ("finished_at", models.DateTimeField(help_text="When its last row was answered.", null=True)),
                (
                    "batch",
                    models.ForeignKey(
                        help_text="Its batch.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="chunks",
                        to="declarations.batch",
                    ),
                ),
            ],
            options={
                "ordering": ("batch", "first_row"),
            },
        ),
        migrations.CreateModel(
            name="BatchRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(help_text="Counts the declarations of the file, from 1.")),
                (
                    "line",
                    models.PositiveIntegerField(help_text="Where it begins: line of an NDJSON file, row of a table."),
                ),
                ("body", models.BinaryField(help_text="The message, as it is lodged.")),
                ("digest", models.BinaryField(help_text="SHA-256 of the file up to the end of this row.")),
                (
                    "status",
                    models.TextField(
                        choices=[
                            ("WAITING", "not lodged yet"),
                            ("ACCEPTED", "accepted"),
                            ("REFUSED", "refused, and told why"),
                        ],
                        help_text="What came of it.",
                    ),
                ),
                ("own_reference", models.TextField(help_text="The declarant's own reference, once it was read.")),
                ("declaration_number", models.TextField(help_text="The number allotted; empty unless accepted.")),
                (
                    "problem",
                    models.TextField(help_text="Why it was refused, as lodging it alone would say; else empty."),
                ),
                ("settled_at", models.DateTimeField(help_text="When it was answered.", null=True)),
                (
                    "batch",
                    models.ForeignKey(
                        help_text="Its batch.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="declarations.batch",
                    ),
                ),
            ],
            options={
                "ordering": ("batch", "number"),
            },
        ),
        migrations.AddIndex(
            model_name="batch",
            index=models.Index(fields=["owner", "-id"], name="batch_of_owner"),
        ),
        migrations.AddIndex(
            model_name="batch",
            index=models.Index(fields=["keep_until"], name="batch_keep_until"),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.UniqueConstraint(
                fields=("client", "idempotency_key"), name="batch_one_per_client_and_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "rows__gte",
                        django.db.models.expressions.CombinedExpression(models.F("accepted"), "+", models.F("refused")),
                    )
                ),
                name="batch_answers_its_rows",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("finished_at__isnull", True),
                    models.Q(
                        (
                            "rows",
                            django.db.models.expressions.CombinedExpression(
                                models.F("accepted"), "+", models.F("refused")
                            ),
                        ),
                        ("uploaded_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="batch_finished_when_all_is_answered",
            ),
        ),
        migrations.AddIndex(
            model_name="batchchunk",
            index=models.Index(
                condition=models.Q(("finished_at__isnull", True)), fields=["first_row", "id"], name="batch_chunk_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="batchchunk",
            constraint=models.UniqueConstraint(fields=("batch", "first_row"), name="batch_chunk_once"),
        ),
        migrations.AddConstraint(
            model_name="batchchunk",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_row__gte", models.F("first_row"))), name="batch_chunk_has_rows"
            ),
        ),
        migrations.AddConstraint(
            model_name="batchrow",
            constraint=models.UniqueConstraint(fields=("batch", "number"), name="batch_row_once"),
        ),
        migrations.AddConstraint(
            model_name="batchrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("declaration_number", ""), ("problem", ""), ("settled_at__isnull", True), ("status", "WAITING")
                    ),
                    models.Q(
                        ("problem", ""),
                        ("settled_at__isnull", False),
                        ("status", "ACCEPTED"),
                        models.Q(("declaration_number", ""), _negated=True),
                    ),
                    models.Q(
                        ("declaration_number", ""),
                        ("settled_at__isnull", False),
                        ("status", "REFUSED"),
                        models.Q(("problem", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="batch_row_is_answered_once_and_whole",
            ),
        ),
    ]
