"""Every version's place in the tree of hashes, and the roots that were signed."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dataset", "0004_research_walls"),
        ("declarations", "0016_roles"),
    ]

    operations = [
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                (
                    "size",
                    models.PositiveBigIntegerField(
                        help_text="Over how many leaves.", primary_key=True, serialize=False
                    ),
                ),
                ("root", models.BinaryField(help_text="The root.")),
                ("made_at", models.DateTimeField(help_text="When.")),
                ("signature", models.BinaryField(help_text="Ed25519, of size, root and instant.")),
            ],
        ),
        migrations.CreateModel(
            name="VersionLeaf",
            fields=[
                (
                    "position",
                    models.PositiveBigIntegerField(
                        help_text="From 0, without a gap.", primary_key=True, serialize=False
                    ),
                ),
                ("salt", models.BinaryField(help_text="16 random bytes that stand before what is hashed.")),
                ("hash", models.BinaryField(help_text="SHA-256 of the leaf (RFC 6962).")),
                (
                    "version",
                    models.OneToOneField(
                        help_text="Of which.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leaf",
                        to="declarations.version",
                    ),
                ),
            ],
        ),
    ]
