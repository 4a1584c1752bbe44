"""Lines and rates of exchange remember since when, and until when, they were believed; the editions that were loaded."""

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tariff", "0003_whole_schedule")]

    operations = [
        migrations.CreateModel(
            name="LoadedSchedule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(help_text="First declared day of the edition.")),
                ("source", models.CharField(help_text="Name of the file.", max_length=200)),
                ("sha256", models.CharField(help_text="Checksum of the file.", max_length=64, verbose_name="SHA-256")),
                ("lines", models.PositiveIntegerField(help_text="Lines in the file.")),
                ("added", models.PositiveIntegerField(help_text="Lines that were new on the first day.")),
                ("removed", models.PositiveIntegerField(help_text="Lines that ended with the day before.")),
                ("changed", models.PositiveIntegerField(help_text="Lines of which something changed.")),
                ("recorded_at", models.DateTimeField(help_text="Instant at which it was loaded.")),
            ],
            options={
                "ordering": ["-recorded_at"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="commodity",
            name="commodity_once_a_season_and_day",
        ),
        migrations.RemoveConstraint(
            model_name="exchangerate",
            name="exchange_rate_once_a_week",
        ),
        migrations.AddField(
            model_name="commodity",
            name="heading_en",
            field=models.TextField(
                blank=True,
                help_text="Our own words for the chapter and heading that the line is under.",
                verbose_name="English heading",
            ),
        ),
        migrations.AddField(
            model_name="commodity",
            name="heading_ja",
            field=models.TextField(
                blank=True,
                help_text="The headings above the line in Japanese, parted by >.",
                verbose_name="Japanese heading",
            ),
        ),
        migrations.AddField(
            model_name="commodity",
            name="other_laws",
            field=models.CharField(
                blank=True, help_text="Codes of the other laws that the schedule prints beside the line.", max_length=60
            ),
        ),
        migrations.AddField(
            model_name="commodity",
            name="recorded_at",
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(),
                help_text="Instant from which the row was part of what is known.",
            ),
        ),
        migrations.AddField(
            model_name="commodity",
            name="superseded_at",
            field=models.DateTimeField(
                blank=True,
                help_text="Instant at which another row took its place; empty while it is believed.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="exchangerate",
            name="recorded_at",
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(),
                help_text="Instant from which the row was part of what is known.",
            ),
        ),
        migrations.AddField(
            model_name="exchangerate",
            name="superseded_at",
            field=models.DateTimeField(
                blank=True,
                help_text="Instant at which another row took its place; empty while it is believed.",
                null=True,
            ),
        ),
        migrations.AlterField(
            model_name="commodity",
            name="description_en",
            field=models.TextField(
                blank=True,
                help_text="Description of the goods in English, where there is one.",
                verbose_name="description",
            ),
        ),
        migrations.AddConstraint(
            model_name="commodity",
            constraint=models.UniqueConstraint(
                condition=models.Q(("superseded_at__isnull", True)),
                fields=("code9", "season_from", "valid_from"),
                name="commodity_once_a_season_and_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="commodity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("superseded_at__isnull", True), ("superseded_at__gte", models.F("recorded_at")), _connector="OR"
                ),
                name="commodity_recorded_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="exchangerate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("superseded_at__isnull", True)),
                fields=("currency", "valid_from"),
                name="exchange_rate_once_a_week",
            ),
        ),
        migrations.AddConstraint(
            model_name="exchangerate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("superseded_at__isnull", True), ("superseded_at__gte", models.F("recorded_at")), _connector="OR"
                ),
                name="exchange_rate_recorded_in_order",
            ),
        ),
        migrations.AddIndex(
            model_name="loadedschedule",
            index=models.Index(fields=["valid_from"], name="loaded_schedule_valid_from"),
        ),
    ]
