"""A walk through the chains of all declarations, and how far it has come."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("declarations", "0018_desk"),
    ]

    operations = [
        migrations.CreateModel(
            name="Verification",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, help_text="uuid7.", primary_key=True, serialize=False)),
                ("asked_by", models.TextField(help_text="Who asked for it: role and login.")),
                ("asked_at", models.DateTimeField(help_text="When.")),
                ("to_look_at", models.PositiveIntegerField(help_text="Declarations that there were when it began.")),
                (
                    "looked_at",
                    models.PositiveIntegerField(default=0, help_text="Declarations whose chain was verified so far."),
                ),
                ("events", models.PositiveBigIntegerField(default=0, help_text="Events in these chains.")),
                (
                    "reached",
                    models.UUIDField(
                        help_text="The last declaration that was looked at; null at the beginning.", null=True
                    ),
                ),
                ("broken", models.PositiveIntegerField(default=0, help_text="Chains that are not whole.")),
                ("first", models.JSONField(default=list, help_text="The first of them: number, and why.")),
                (
                    "ended_at",
                    models.DateTimeField(help_text="When all were looked at; null while it goes on.", null=True),
                ),
                (
                    "published_until",
                    models.DateTimeField(help_text="The dispatcher does not publish it again before.", null=True),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
    ]
