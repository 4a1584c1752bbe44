"""Security that a trader gave, against which payment is deferred and goods are released early."""

import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("traders", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Security",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7,
                        editable=False,
                        help_text="uuid7, inside only.",
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "number",
                    models.CharField(help_text="Its number, which the declarant states.", max_length=35, unique=True),
                ),
                ("amount", models.BigIntegerField(help_text="What it covers, yen.")),
                ("valid_from", models.DateField(help_text="First day in Japan on which it covers.")),
                ("valid_to", models.DateField(blank=True, help_text="Last day; empty without end.", null=True)),
                (
                    "trader",
                    models.ForeignKey(
                        help_text="Who gave it.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="securities",
                        to="traders.trader",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "securities",
                "ordering": ("number",),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="security_positive"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="security_days_in_order",
                    ),
                ],
            },
        ),
    ]
