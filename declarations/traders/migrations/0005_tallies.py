"""Counts for the limits. UNLOGGED: a count needs no write-ahead log, and may be gone after a crash."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("traders", "0004_keys_of_programs")]

    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.BigAutoField(help_text="Inside only.", primary_key=True, serialize=False)),
                ("limit", models.CharField(help_text="Which limit counts here.", max_length=16)),
                ("who", models.CharField(help_text="Who is counted: a program, a person, or a digest.", max_length=80)),
                ("window", models.BigIntegerField(help_text="Number of the window: Unix time divided by its seconds.")),
                ("count", models.IntegerField(help_text="How often, as far as it was told.")),
                (
                    "ends_at",
                    models.DateTimeField(db_index=True, help_text="When the window ends, and the row with it."),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=models.UniqueConstraint(fields=("limit", "who", "window"), name="tally_once_a_window"),
        ),
        migrations.RunSQL(
            "ALTER TABLE traders_tally SET UNLOGGED, SET (fillfactor = 50)",
            "ALTER TABLE traders_tally SET LOGGED",
        ),
    ]
