"""A breaker and a cap on calls for each agency, and what is counted for them by its index."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("permits", "0005_limits_and_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="AgencyBreaker",
            fields=[
                (
                    "agency",
                    models.OneToOneField(
                        help_text="Whose breaker.",
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="breaker",
                        serialize=False,
                        to="permits.agency",
                    ),
                ),
                (
                    "opened_at",
                    models.DateTimeField(help_text="Since when nobody calls; empty while it is closed.", null=True),
                ),
                (
                    "retry_at",
                    models.DateTimeField(help_text="From when one call may try whether the agency is back.", null=True),
                ),
                (
                    "closed_at",
                    models.DateTimeField(help_text="When it last closed: failures of before do not count.", null=True),
                ),
                ("probe_id", models.UUIDField(help_text="The worker's try that is the one call.", null=True)),
                ("probe_until", models.DateTimeField(help_text="When that worker is taken for dead.", null=True)),
            ],
            options={
                "ordering": ["agency"],
            },
        ),
        migrations.RemoveIndex(
            model_name="permitcheck",
            name="permit_check_due",
        ),
        migrations.RemoveIndex(
            model_name="permitcheck",
            name="permit_check_published",
        ),
        migrations.AddField(
            model_name="agency",
            name="most_at_once",
            field=models.PositiveSmallIntegerField(
                default=4, help_text="How many calls to it may be under way at once, over all workers."
            ),
        ),
        migrations.AddIndex(
            model_name="permitcheck",
            index=models.Index(
                condition=models.Q(("needs_person_at__isnull", True), ("settled_at__isnull", True)),
                fields=["agency", "due_at"],
                name="permit_check_due",
            ),
        ),
        migrations.AddIndex(
            model_name="permitcheck",
            index=models.Index(
                condition=models.Q(("published_until__isnull", False), ("settled_at__isnull", True)),
                fields=["agency", "published_until"],
                name="permit_check_published",
            ),
        ),
        migrations.AddIndex(
            model_name="permitcheck",
            index=models.Index(
                condition=models.Q(("lease_id__isnull", False)),
                fields=["agency", "lease_until"],
                name="permit_check_leased",
            ),
        ),
        migrations.AddIndex(
            model_name="permitcheck",
            index=models.Index(
                condition=models.Q(("settled_at__isnull", False)), fields=["settled_at"], name="permit_check_settled"
            ),
        ),
        migrations.AddIndex(
            model_name="permitcheckattempt",
            index=models.Index(condition=models.Q(("act", "CALLED")), fields=["ended_at"], name="attempt_called"),
        ),
        migrations.AddConstraint(
            model_name="agency",
            constraint=models.CheckConstraint(
                condition=models.Q(("most_at_once__gte", 1), ("most_at_once__lte", 64)),
                name="agency_is_asked_by_some_at_once",
                violation_error_message="At least 1 and at most 64 calls are under way at once.",
            ),
        ),
        migrations.AddConstraint(
            model_name="agencybreaker",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("opened_at__isnull", True), ("probe_id__isnull", True), ("retry_at__isnull", True)),
                    models.Q(("opened_at__isnull", False), ("retry_at__isnull", False)),
                    _connector="OR",
                ),
                name="breaker_open_is_tried_again",
            ),
        ),
        migrations.AddConstraint(
            model_name="agencybreaker",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("probe_id__isnull", True), ("probe_until__isnull", True)),
                    models.Q(("probe_id__isnull", False), ("probe_until__isnull", False)),
                    _connector="OR",
                ),
                name="breaker_probe_is_whole",
            ),
        ),
    ]
