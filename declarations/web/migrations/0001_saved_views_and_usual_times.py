"""What the broker forms keep of their own, and who may read and write it."""

import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

ORG = "(SELECT nullif(current_setting('app.org', true), '')::uuid)"
OF_OWN_PEOPLE = f"EXISTS (SELECT FROM traders_user own WHERE own.id = user_id AND own.trader_id = {ORG})"
RIGHTS = f"""
REVOKE ALL ON web_savedview, web_usualtime FROM PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON web_savedview TO singlewindow_web;
GRANT SELECT ON web_savedview TO singlewindow_officer, singlewindow_audit;
GRANT SELECT ON web_usualtime TO singlewindow_web, singlewindow_officer, singlewindow_audit;
GRANT SELECT, INSERT, DELETE ON web_usualtime TO singlewindow_worker;
ALTER TABLE web_savedview ENABLE ROW LEVEL SECURITY;
ALTER TABLE web_savedview FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON web_savedview TO singlewindow_web USING ({OF_OWN_PEOPLE}) WITH CHECK ({OF_OWN_PEOPLE});
CREATE POLICY every_row ON web_savedview TO singlewindow_officer, singlewindow_worker, singlewindow_audit
    USING (true) WITH CHECK (true);
CREATE POLICY maintenance ON web_savedview TO CURRENT_USER
    USING (current_setting('singlewindow.maintenance', true) = 'on')
    WITH CHECK (current_setting('singlewindow.maintenance', true) = 'on');
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL), ("declarations", "0016_roles")]

    operations = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7,
                        editable=False,
                        help_text="uuid7.",
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("name", models.CharField(help_text="The person's own word for it.", max_length=40)),
                (
                    "query",
                    models.CharField(help_text="What is looked for, as the list's address has it.", max_length=500),
                ),
                (
                    "user",
                    models.ForeignKey(
                        help_text="Whose it is.",
                        on_delete=models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("user", "name"),
                "constraints": [
                    models.UniqueConstraint(fields=("user", "name"), name="saved_view_name_once"),
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="saved_view_has_name"),
                ],
            },
        ),
        migrations.CreateModel(
            name="UsualTime",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.TextField(help_text="What takes time: PERMIT, DOCUMENT_EXAMINATION or GOODS_INSPECTION."),
                ),
                ("law", models.TextField(help_text="Of a permit its law's code; else empty.")),
                ("median", models.DurationField(help_text="The median.")),
                ("measured", models.PositiveIntegerField(help_text="Of how many it is the median.")),
                ("measured_at", models.DateTimeField(help_text="When it was measured.")),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("what", "law"), name="usual_time_once")]},
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
