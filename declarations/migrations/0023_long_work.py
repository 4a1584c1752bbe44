"""How far a command has come that takes its time, and what came of it."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("declarations", "0022_draft_amends"),
    ]

    operations = [
        migrations.CreateModel(
            name="LongWork",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, help_text="uuid7.", primary_key=True, serialize=False)),
                ("title", models.TextField(help_text="What is done, and to what.")),
                ("began_at", models.DateTimeField(help_text="When it began.")),
                (
                    "told_at",
                    models.DateTimeField(
                        help_text="When it last told how far it was: long ago means that its process is gone."
                    ),
                ),
                ("done", models.PositiveBigIntegerField(default=0, help_text="How much is done.")),
                (
                    "total",
                    models.PositiveBigIntegerField(default=0, help_text="Of how much; 0 while that is not known."),
                ),
                (
                    "outcome",
                    models.TextField(
                        blank=True,
                        choices=[("DONE", "done"), ("FAILED", "failed")],
                        help_text="Blank while it goes on.",
                    ),
                ),
                (
                    "result",
                    models.TextField(blank=True, help_text="What came of it, in words; of what failed the reason."),
                ),
                ("ended_at", models.DateTimeField(help_text="When it ended; null while it goes on.", null=True)),
            ],
            options={
                "ordering": ("-id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("outcome", "")),
                            models.Q(("ended_at__isnull", False), ("outcome__in", ["DONE", "FAILED"])),
                            _connector="OR",
                        ),
                        name="long_work_has_ended_or_not",
                    )
                ],
            },
        ),
    ]
