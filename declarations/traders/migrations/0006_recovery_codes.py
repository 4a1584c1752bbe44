"""Recovery codes of 128 bits, kept as whole digests, in a table of our own. Those of before, of 80 bits, end: whoever
lost the app meanwhile is helped by an administrator. And programs are deactivated, not deleted: who ended is read from
their rows."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

RIGHTS = """
REVOKE ALL ON traders_recoverycode FROM PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON traders_recoverycode TO singlewindow_web, singlewindow_officer;
REVOKE DELETE ON traders_apiclient FROM singlewindow_officer;
"""
NO_RIGHTS = """
REVOKE ALL ON traders_recoverycode FROM singlewindow_web, singlewindow_officer;
GRANT DELETE ON traders_apiclient TO singlewindow_officer;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("traders", "0005_tallies"),
        ("otp_static", "0003_add_timestamps"),
        ("declarations", "0016_roles"),
    ]

    operations = [
        migrations.CreateModel(
            name="RecoveryCode",
            fields=[
                ("id", models.BigAutoField(help_text="Inside only.", primary_key=True, serialize=False)),
                ("digest", models.CharField(help_text="SHA-256 of the code, in hexadecimal.", max_length=64)),
                (
                    "user",
                    models.ForeignKey(
                        help_text="Whose.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recovery_codes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("user", "digest"), name="recovery_code_once"),
                    models.CheckConstraint(
                        condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")), name="recovery_code_is_a_digest"
                    ),
                ],
            },
        ),
        migrations.RunSQL(RIGHTS, NO_RIGHTS),
        migrations.RunSQL("DELETE FROM otp_static_statictoken", migrations.RunSQL.noop),
    ]
