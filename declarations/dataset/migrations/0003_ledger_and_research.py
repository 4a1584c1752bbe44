"""The release ledger, and research projects with what they take out."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dataset", "0002_rights"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OutputRequest",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, help_text="uuid7.", primary_key=True, serialize=False)),
                ("name", models.SlugField(help_text="What the table will be called.", max_length=80, unique=True)),
                ("purpose", models.TextField(help_text="What it is for.")),
                ("tabulation", models.JSONField(help_text="What it counts and by what: measure, axes, where.")),
                ("requested_at", models.DateTimeField(help_text="When.")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("REQUESTED", "requested: the automatic checks are to come"),
                            ("CHECKED", "checked: two reviewers are to decide"),
                            ("REFUSED", "refused"),
                            ("RELEASED", "released"),
                        ],
                        default="REQUESTED",
                        help_text="Where it stands.",
                        max_length=9,
                    ),
                ),
                ("checked_at", models.DateTimeField(help_text="When it was checked last: as known then.", null=True)),
                ("refusal", models.TextField(blank=True, help_text="Why it was refused.")),
            ],
            options={
                "ordering": ("-requested_at",),
            },
        ),
        migrations.CreateModel(
            name="ResearchProject",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, help_text="uuid7.", primary_key=True, serialize=False)),
                ("title", models.CharField(help_text="What it is called.", max_length=120)),
                ("purpose", models.TextField(help_text="What is to be found out, and why it needs these data.")),
                ("legal_ground", models.TextField(help_text="By which law or agreement the data may be used for it.")),
                (
                    "population",
                    models.CharField(
                        choices=[("DECLARED", "declared by traders"), ("GENERATED", "generated: made-up declarations")],
                        help_text="Whose declarations.",
                        max_length=9,
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[("IMPORT", "Imports"), ("EXPORT", "Exports")], help_text="Which.", max_length=6
                    ),
                ),
                (
                    "columns",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), help_text="What it needs to see.", size=None
                    ),
                ),
                ("first_month", models.DateField(help_text="First day of the first month.")),
                ("last_month", models.DateField(help_text="First day of the last month.")),
                (
                    "members",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(),
                        help_text="Ids of the people who work in it; the applicant is the first.",
                        size=None,
                    ),
                ),
                ("applied_at", models.DateTimeField(help_text="When.")),
                ("expires_on", models.DateField(help_text="The last day; after it extract and key are destroyed.")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("APPLIED", "applied for"),
                            ("DECLINED", "declined"),
                            ("APPROVED", "approved: its extract is to be made"),
                            ("OPEN", "open: its members work"),
                            ("CLOSED", "closed: extract and key are destroyed"),
                        ],
                        default="APPLIED",
                        help_text="Where it stands.",
                        max_length=8,
                    ),
                ),
                (
                    "join_rates",
                    models.JSONField(
                        default=dict, help_text="By project: percent of rows that fit one of its rows alone."
                    ),
                ),
                ("opened_at", models.DateTimeField(help_text="When its extract could be used.", null=True)),
                ("closed_at", models.DateTimeField(help_text="When extract and key were destroyed.", null=True)),
                (
                    "applied_by",
                    models.ForeignKey(
                        help_text="Who applied.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-applied_at",),
            },
        ),
        migrations.CreateModel(
            name="LedgerTable",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.SlugField(help_text="What it is called, once and for all.", max_length=80, unique=True),
                ),
                ("tabulation", models.JSONField(help_text="What it counts and by what: measure, axes, where.")),
                (
                    "population",
                    models.CharField(
                        choices=[("DECLARED", "declared by traders"), ("GENERATED", "generated: made-up declarations")],
                        help_text="Whose declarations.",
                        max_length=9,
                    ),
                ),
                ("known_at", models.DateTimeField(help_text="As known at which instant.")),
                ("rules", models.JSONField(help_text="The rules of disclosure that it was protected by.")),
                (
                    "figures",
                    models.JSONField(help_text="Each cell in order: its key, its amount or null where hidden."),
                ),
                ("reasons", models.JSONField(help_text="Each hidden cell in order: its key, and why.")),
                ("certificate", models.BinaryField(help_text="The certificate, JSON. As secret as the declarations.")),
                ("certificate_sha256", models.CharField(help_text="SHA-256 of the certificate.", max_length=64)),
                ("released_at", models.DateTimeField(help_text="When it was released.")),
                ("released_by", models.TextField(help_text="Who released it.")),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("released_by", ""), _negated=True), name="ledger_table_by_somebody"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("certificate_sha256__regex", "^[0-9a-f]{64}$")),
                        name="ledger_certificate_is_hashed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutputDraft",
            fields=[
                (
                    "output",
                    models.OneToOneField(
                        help_text="Of which output.",
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="draft",
                        serialize=False,
                        to="dataset.outputrequest",
                    ),
                ),
                (
                    "figures",
                    models.JSONField(help_text="Each cell in order: its key, its amount or null where hidden."),
                ),
                ("reasons", models.JSONField(help_text="Each hidden cell in order: its key, and why.")),
                ("certificate", models.BinaryField(help_text="The certificate, JSON.")),
                (
                    "beside",
                    models.PositiveBigIntegerField(
                        help_text="The last table of the ledger when it was checked; 0 without any."
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="outputrequest",
            name="released",
            field=models.OneToOneField(
                help_text="What is out of it.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="output",
                to="dataset.ledgertable",
            ),
        ),
        migrations.AddField(
            model_name="outputrequest",
            name="requested_by",
            field=models.ForeignKey(
                help_text="Who wants it.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.CreateModel(
            name="ResearchKey",
            fields=[
                (
                    "project",
                    models.OneToOneField(
                        help_text="Whose.",
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="key",
                        serialize=False,
                        to="dataset.researchproject",
                    ),
                ),
                ("sealed", models.TextField(help_text="Encrypted and authenticated.")),
            ],
        ),
        migrations.CreateModel(
            name="ResearchDecision",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, help_text="uuid7.", primary_key=True, serialize=False)),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("APPROVAL", "the application"),
                            ("OVERRIDE", "opening it although its rows can be matched with another extract"),
                        ],
                        help_text="On what.",
                        max_length=8,
                    ),
                ),
                ("approves", models.BooleanField(help_text="Yes or no.")),
                ("remarks", models.TextField(help_text="Why.")),
                ("decided_at", models.DateTimeField(help_text="When.")),
                (
                    "decided_by",
                    models.ForeignKey(
                        help_text="Who.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        help_text="On which project.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="dataset.researchproject",
                    ),
                ),
            ],
            options={
                "ordering": ("decided_at",),
            },
        ),
        migrations.AddField(
            model_name="outputrequest",
            name="project",
            field=models.ForeignKey(
                help_text="Of which project.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="outputs",
                to="dataset.researchproject",
            ),
        ),
        migrations.CreateModel(
            name="AccessLog",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, help_text="uuid7.", primary_key=True, serialize=False)),
                ("at", models.DateTimeField(help_text="When.")),
                ("who", models.TextField(help_text="Who, by login; or `system`.")),
                ("act", models.CharField(help_text="What was done.", max_length=20)),
                ("facts", models.JSONField(default=dict, help_text="Particulars.")),
                (
                    "project",
                    models.ForeignKey(
                        help_text="Of which project.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="log",
                        to="dataset.researchproject",
                    ),
                ),
            ],
            options={
                "ordering": ("at", "id"),
            },
        ),
        migrations.CreateModel(
            name="OutputReview",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, help_text="uuid7.", primary_key=True, serialize=False)),
                ("of_check_at", models.DateTimeField(help_text="Which check of it was reviewed.")),
                ("approves", models.BooleanField(help_text="Yes or no.")),
                ("remarks", models.TextField(help_text="Why.")),
                ("reviewed_at", models.DateTimeField(help_text="When.")),
                (
                    "output",
                    models.ForeignKey(
                        help_text="Of which output.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="dataset.outputrequest",
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        help_text="Who.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("reviewed_at",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("output", "of_check_at", "reviewed_by"), name="output_reviewed_once_each"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("remarks", ""), _negated=True), name="output_review_has_a_reason"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="researchproject",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("first_month__day", 1), ("last_month__day", 1), ("last_month__gte", models.F("first_month"))
                ),
                name="research_months_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="researchproject",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("purpose", ""), _negated=True), models.Q(("legal_ground", ""), _negated=True)
                ),
                name="research_has_a_ground",
            ),
        ),
        migrations.AddConstraint(
            model_name="researchproject",
            constraint=models.CheckConstraint(
                condition=models.Q(("columns__len__gte", 1), ("members__len__gte", 1)), name="research_of_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="researchproject",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("opened_at__isnull", False), ("status", "OPEN")),
                    models.Q(("closed_at__isnull", False), ("status", "CLOSED")),
                    models.Q(
                        ("closed_at__isnull", True),
                        ("opened_at__isnull", True),
                        ("status__in", ["APPLIED", "DECLINED", "APPROVED"]),
                    ),
                    _connector="OR",
                ),
                name="research_times_fit_its_status",
            ),
        ),
        migrations.AddConstraint(
            model_name="researchdecision",
            constraint=models.UniqueConstraint(
                fields=("project", "step", "decided_by"), name="research_decided_once_each"
            ),
        ),
        migrations.AddConstraint(
            model_name="researchdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("remarks", ""), _negated=True), name="research_decision_has_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="outputrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("released__isnull", False), ("status", "RELEASED")),
                    models.Q(models.Q(("status", "RELEASED"), _negated=True), ("released__isnull", True)),
                    _connector="OR",
                ),
                name="output_released_is_in_the_ledger",
            ),
        ),
        migrations.AddConstraint(
            model_name="outputrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "REFUSED"), _negated=True),
                    models.Q(("refusal", ""), _negated=True),
                    _connector="OR",
                ),
                name="output_refused_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="outputrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("purpose", ""), _negated=True), name="output_has_a_purpose"
            ),
        ),
    ]
