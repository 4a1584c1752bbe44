"""Templates: what a firm declares again and again, each seen by its owner alone."""

import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

TABLE = "declarations_template"
ORG = "(SELECT nullif(current_setting('app.org', true), '')::uuid)"
WALL = f"""
REVOKE ALL ON {TABLE} FROM PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON {TABLE} TO singlewindow_web;
GRANT SELECT ON {TABLE} TO singlewindow_officer, singlewindow_worker, singlewindow_audit;
ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON {TABLE} TO singlewindow_web USING (owner_id = {ORG}) WITH CHECK (owner_id = {ORG});
CREATE POLICY every_row ON {TABLE} TO singlewindow_officer, singlewindow_worker, singlewindow_audit
    USING (true) WITH CHECK (true);
CREATE POLICY maintenance ON {TABLE} TO CURRENT_USER
    USING (current_setting('singlewindow.maintenance', true) = 'on')
    WITH CHECK (current_setting('singlewindow.maintenance', true) = 'on');
"""


class Migration(migrations.Migration):
    dependencies = [
        ("declarations", "0016_roles"),
        ("traders", "0006_recovery_codes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Template",
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
                ("name", models.TextField(help_text="How the firm calls it, 1 to 70 characters.")),
                ("client", models.TextField(help_text="Who kept it last: user:<user id>.")),
                (
                    "body",
                    models.TextField(help_text="The JSON object that a draft begins with, without its own reference."),
                ),
                ("direction", models.TextField(blank=True, help_text="IMPORT or EXPORT, where the body says so.")),
                ("changed_at", models.DateTimeField(help_text="When it was kept last.")),
                (
                    "owner",
                    models.ForeignKey(
                        help_text="Whose template it is.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="traders.trader",
                    ),
                ),
            ],
            options={
                "ordering": ("name",),
                "constraints": [
                    models.UniqueConstraint(fields=("owner", "name"), name="template_once_by_name"),
                    models.CheckConstraint(
                        condition=models.Q(("direction__in", ["", "IMPORT", "EXPORT"])),
                        name="template_direction_known",
                    ),
                ],
            },
        ),
        migrations.RunSQL(WALL, migrations.RunSQL.noop),
    ]
