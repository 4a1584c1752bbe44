"""Drafts: declarations in the making."""

import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("declarations", "0007_claim_asks_the_agency"),
        ("traders", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Draft",
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
                (
                    "number",
                    models.TextField(
                        help_text="Its number, 11 characters; the declaration lodged keeps it.", unique=True
                    ),
                ),
                ("client", models.TextField(help_text="Who changed it last: api:<client id> or user:<user id>.")),
                ("body", models.TextField(help_text="The JSON object as sent, complete or not.")),
                ("direction", models.TextField(blank=True, help_text="IMPORT or EXPORT, where the body says so.")),
                (
                    "own_reference",
                    models.TextField(blank=True, help_text="The declarant's own reference, where the body has one."),
                ),
                ("revision", models.PositiveIntegerField(default=1, help_text="Counts its changes, from 1: the ETag.")),
                ("created_at", models.DateTimeField(help_text="When it was registered.")),
                ("changed_at", models.DateTimeField(help_text="When it was changed last.")),
                ("keep_until", models.DateTimeField(help_text="When it is deleted.")),
                (
                    "lodged_as",
                    models.TextField(blank=True, help_text="The declaration that it became; empty until lodged."),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        help_text="Whose draft it is.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="traders.trader",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
                "indexes": [
                    models.Index(fields=["owner", "-id"], name="draft_of_owner"),
                    models.Index(fields=["keep_until"], name="draft_keep_until"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("direction__in", ["", "IMPORT", "EXPORT"])), name="draft_direction_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("keep_until__gt", models.F("changed_at"))), name="draft_kept_for_a_while"
                    ),
                ],
            },
        ),
    ]
