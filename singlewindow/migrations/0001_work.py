"""Failing work, who had it tried again, and the heartbeats of the dispatchers."""

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("name", models.TextField(help_text="Host and process.", primary_key=True, serialize=False)),
                (
                    "started_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), help_text="Since when it runs."
                    ),
                ),
                ("beat_at", models.DateTimeField(help_text="When it last said so.")),
                (
                    "broker_seen_at",
                    models.DateTimeField(help_text="When the broker last took or told something.", null=True),
                ),
                (
                    "broker_away_since",
                    models.DateTimeField(help_text="Since when it does not; empty while it does.", null=True),
                ),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Replay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.TextField(help_text="What kind of work.")),
                ("row_id", models.TextField(help_text="Id of the row that owes it.", verbose_name="row")),
                ("failures", models.PositiveSmallIntegerField(help_text="How often it had raised.")),
                ("error", models.TextField(help_text="What it had raised last.")),
                ("by", models.TextField(help_text="Who.")),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), help_text="When.")),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Trouble",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.TextField(help_text="What kind of work: the task's name.")),
                ("row_id", models.TextField(help_text="Id of the row that owes the work.", verbose_name="row")),
                ("failures", models.PositiveSmallIntegerField(help_text="How often it has raised in a row.")),
                ("error", models.TextField(help_text="What was raised last, and where in our code.")),
                ("first_at", models.DateTimeField(help_text="When it raised first.", verbose_name="since")),
                ("last_at", models.DateTimeField(help_text="When it raised last.", verbose_name="last tried")),
                ("due_at", models.DateTimeField(help_text="It is not tried again before.")),
                (
                    "dead_at",
                    models.DateTimeField(
                        help_text="Since when only a person can have it tried again.",
                        null=True,
                        verbose_name="given up",
                    ),
                ),
            ],
            options={
                "verbose_name": "failing work",
                "verbose_name_plural": "failing work",
                "ordering": ["-dead_at", "-last_at"],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "row_id"), name="trouble_once_a_row"),
                    models.CheckConstraint(condition=models.Q(("failures__gte", 0)), name="trouble_failures_counted"),
                ],
            },
        ),
    ]
