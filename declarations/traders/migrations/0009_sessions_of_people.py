"""Sessions name their person."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

RIGHTS = """
REVOKE ALL ON traders_personsession FROM PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON traders_personsession
    TO singlewindow_web, singlewindow_officer, singlewindow_worker;
"""


class Migration(migrations.Migration):
    dependencies = [("traders", "0008_firms_manage_themselves")]

    operations = [
        migrations.CreateModel(
            name="PersonSession",
            fields=[
                (
                    "session_key",
                    models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="session key"),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                (
                    "user",
                    models.ForeignKey(
                        help_text="Who is signed in; else empty.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"verbose_name": "session", "verbose_name_plural": "sessions", "abstract": False},
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
