"""Tables and columns for the whole life of a declaration: why a version was made, the ledger, questions, applications,
duty declarations."""

import datetime
import uuid

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("declarations", "0003_adjustments_relief_internal_taxes"),
        ("selection", "0002_edition_trigger"),
        ("traders", "0002_security"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LedgerEntry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        help_text="uuid7, so in the order of entry.",
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(help_text="The version that stood then.")),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("DEMAND", "demanded"),
                            ("REDUCTION", "demand reduced"),
                            ("PAYMENT", "paid"),
                            ("DEFERMENT", "payment deferred against security"),
                            ("DEFERRED_PAYMENT", "what was deferred is paid"),
                            ("REFUND", "paid back"),
                            ("RESERVATION", "security held for a release before permit"),
                            ("RESERVATION_ENDED", "that security is free again"),
                        ],
                        help_text="What it is.",
                    ),
                ),
                ("amount", models.BigIntegerField(help_text="Yen, positive.")),
                ("owes", models.BigIntegerField(help_text="What it adds to what is owed, yen.")),
                ("secures", models.BigIntegerField(help_text="What it adds to the security in use, yen.")),
                ("due_on", models.DateField(help_text="Until when what is deferred must be paid.", null=True)),
                ("reference", models.TextField(help_text="The payer's reference, or why it was entered.")),
                ("actor", models.TextField(help_text="Who did it.")),
                ("at", models.DateTimeField(help_text="When.")),
            ],
            options={
                "verbose_name_plural": "ledger entries",
                "ordering": ("declaration", "id"),
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, help_text="uuid7.", primary_key=True, serialize=False)),
                ("version", models.PositiveSmallIntegerField(help_text="The version that was asked about.")),
                ("text", models.TextField(help_text="What is asked.")),
                ("at", models.DateTimeField(help_text="When it was asked.")),
            ],
            options={
                "ordering": ("declaration", "id"),
            },
        ),
        migrations.AddField(
            model_name="declaration",
            name="arrived_at",
            field=models.DateTimeField(help_text="When its goods were carried in, after a preliminary one.", null=True),
        ),
        migrations.AddField(
            model_name="declaration",
            name="condition",
            field=models.TextField(
                blank=True,
                choices=[
                    ("Z", "preliminary: before the goods have arrived"),
                    ("U", "preliminary, permit as soon as the goods are carried in"),
                    ("S", "preliminary, by the arrival that the carrier reports"),
                    ("K", "queued until the office opens"),
                ],
                help_text="Declaration condition: preliminary, or queued; else blank.",
            ),
        ),
        migrations.AddField(
            model_name="declaration",
            name="duty_due_on",
            field=models.DateField(help_text="Last day for the duty declaration of an AEO release.", null=True),
        ),
        migrations.AddField(
            model_name="declaration",
            name="released_early_at",
            field=models.DateTimeField(help_text="When the goods were released before the permit (BP).", null=True),
        ),
        migrations.AddField(
            model_name="submission",
            name="form",
            field=models.TextField(
                choices=[
                    ("DECLARATION", "a declaration, in JSON"),
                    ("AMENDMENT", "an amendment: a reason, and the declaration as it shall be"),
                    ("DUTY_DECLARATION", "a duty declaration after AEO releases"),
                    ("AEO_RELEASE", "a release declaration of an AEO importer"),
                    ("PARCEL", "a small parcel's short form"),
                    ("WCO_XML", "a declaration in XML of the WCO Data Model"),
                ],
                default="DECLARATION",
                help_text="In which form the body is.",
            ),
        ),
        migrations.AddField(
            model_name="version",
            name="assessed_on",
            field=models.DateField(
                default=datetime.date(2026, 11, 25),
                help_text="The day in Japan whose law and rates it was assessed by.",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="version",
            name="cause",
            field=models.TextField(
                choices=[
                    ("LODGED", "lodged"),
                    ("AMENDED", "amended before release"),
                    ("ARRIVED", "declared anew when the goods were carried in"),
                    ("OPENED", "declared anew when the office opened"),
                    ("ASSESSED", "an officer assessed the duty"),
                    ("CORRECTED", "amended after release"),
                    ("DUTY_DECLARED", "duty declared after an AEO release"),
                ],
                default="",
                help_text="Why this version was made.",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="version",
            name="examined_from",
            field=models.PositiveSmallIntegerField(
                default=1,
                help_text="The first version whose examination counts for this one: its own number, where what is said changed.",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="version",
            name="made_at",
            field=models.DateTimeField(
                default=datetime.datetime(2026, 11, 25, 4, 42, 24, 272992, tzinfo=datetime.UTC),
                help_text="When it was made (as at).",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="version",
            name="reason",
            field=models.TextField(default="", help_text="The reason given for it; blank for the first version."),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="declaration",
            name="status",
            field=models.TextField(
                choices=[
                    ("REGISTERED", "registered: kept under a number, declared when the office opens"),
                    ("LODGED", "lodged: declared to customs"),
                    ("RELEASED_EARLY", "released before permit (BP)"),
                    ("RELEASED", "released: the import or export permit is given"),
                    ("REFUSED", "refused by an officer"),
                    ("WITHDRAWN", "withdrawn by the declarant"),
                ],
                help_text="Where it stands.",
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="name",
            field=models.TextField(
                choices=[
                    ("REGISTERED", "registered: queued until the office opens"),
                    ("LODGED", "lodged"),
                    ("SELECTED", "category set"),
                    ("AMENDED", "amended"),
                    ("ARRIVED", "goods carried in: declared"),
                    ("WITHDRAWN", "withdrawn"),
                    ("PERMIT_CHECK_SETTLED", "permit check settled"),
                    ("QUESTION_ASKED", "question asked"),
                    ("QUESTION_ANSWERED", "question answered"),
                    ("EXAMINED", "examined"),
                    ("ASSESSED", "duty assessed by an officer"),
                    ("PAID", "paid"),
                    ("DEFERRED", "payment deferred"),
                    ("REFUNDED", "refunded"),
                    ("APPLIED", "applied"),
                    ("APPLICATION_DECIDED", "application decided"),
                    ("RELEASED_EARLY", "released before permit"),
                    ("RELEASED", "released"),
                    ("DUTY_DECLARATION_DUE", "duty declaration due soon"),
                    ("DUTY_DECLARATION_OVERDUE", "duty declaration overdue"),
                    ("DUTY_DECLARED", "duty declared"),
                    ("REFUSED", "refused"),
                ],
                help_text="What happened.",
            ),
        ),
        migrations.AlterField(
            model_name="version",
            name="selection",
            field=models.ForeignKey(
                help_text="How selected.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="selection.selection",
            ),
        ),
        migrations.AlterField(
            model_name="version",
            name="submission",
            field=models.ForeignKey(
                help_text="The message that says it.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="versions",
                to="declarations.submission",
            ),
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, help_text="uuid7.", primary_key=True, serialize=False)),
                ("version", models.PositiveSmallIntegerField(help_text="The version it was made for.")),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("EARLY_RELEASE", "release before permit (BP)"),
                            ("CHANGE", "change of what was permitted (export)"),
                            ("REASSESSMENT", "less duty than was declared (import, after release)"),
                            ("LOWER_CATEGORY", "a lower category"),
                        ],
                        help_text="What is asked for.",
                    ),
                ),
                (
                    "reason_code",
                    models.TextField(help_text="Reason code, two characters for a release before permit; else blank."),
                ),
                ("reason", models.TextField(help_text="Why, in words.")),
                ("facts", models.JSONField(help_text="What it is about: a security, a category.")),
                ("asked_by", models.TextField(help_text="Who asks.")),
                ("asked_at", models.DateTimeField(help_text="When.")),
                (
                    "outcome",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("APPROVED", "approved"),
                            ("DECLINED", "declined"),
                            ("VOID", "void: the declaration changed, or ended, before it was decided"),
                        ],
                        help_text="What came of it; blank while open.",
                    ),
                ),
                ("decided_by", models.TextField(help_text="Who decided; blank while open.")),
                ("decided_at", models.DateTimeField(help_text="When.", null=True)),
                ("remarks", models.TextField(help_text="The reason of the decision.")),
                (
                    "declaration",
                    models.ForeignKey(
                        help_text="Of which.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="declarations.declaration",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        help_text="The amendment that is asked for.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="declarations.submission",
                    ),
                ),
            ],
            options={
                "ordering": ("declaration", "id"),
            },
        ),
        migrations.CreateModel(
            name="DutyDeclaration",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, help_text="uuid7.", primary_key=True, serialize=False)),
                ("number", models.TextField(help_text="Its number, 11 characters (see numbering.py).", unique=True)),
                ("own_reference", models.TextField(help_text="The declarant's own reference.")),
                ("month", models.DateField(help_text="First day of the month in which the goods were released.")),
                ("due_on", models.DateField(help_text="Last day for it: the end of the month after the releases.")),
                ("declared_at", models.DateTimeField(help_text="When it was declared (as at).")),
                ("declared_on", models.DateField(help_text="That day in Japan.")),
                ("total_to_pay", models.BigIntegerField(help_text="Duty and taxes of all its releases, yen.")),
                (
                    "declarant",
                    models.ForeignKey(
                        help_text="Who declares.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="traders.trader",
                    ),
                ),
                (
                    "submission",
                    models.OneToOneField(
                        help_text="The message it came in.",
                        on_delete=django.db.models.deletion.PROTECT,
                        to="declarations.submission",
                    ),
                ),
                (
                    "trader",
                    models.ForeignKey(
                        help_text="The importer.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="traders.trader",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.AddField(
            model_name="declaration",
            name="duty_declaration",
            field=models.ForeignKey(
                help_text="The one that declared it.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="releases",
                to="declarations.dutydeclaration",
            ),
        ),
        migrations.AddIndex(
            model_name="declaration",
            index=models.Index(
                condition=models.Q(("duty_declaration__isnull", True), ("duty_due_on__isnull", False)),
                fields=["duty_due_on"],
                name="declaration_duty_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="declaration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "RELEASED_EARLY"), _negated=True),
                    ("released_early_at__isnull", False),
                    _connector="OR",
                ),
                name="declaration_released_early_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="declaration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("arrived_at__isnull", True), ("condition__in", frozenset(["Z", "U", "S"])), _connector="OR"
                ),
                name="declaration_arrival_after_preliminary",
            ),
        ),
        migrations.AddField(
            model_name="ledgerentry",
            name="declaration",
            field=models.ForeignKey(
                help_text="For which.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="ledger",
                to="declarations.declaration",
            ),
        ),
        migrations.CreateModel(
            name="QuestionAnswer",
            fields=[
                (
                    "question",
                    models.OneToOneField(
                        help_text="To which question.",
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="answer",
                        serialize=False,
                        to="declarations.question",
                    ),
                ),
                ("text", models.TextField(help_text="The answer.")),
                ("documents", models.JSONField(help_text="Ids of the documents shown with it.")),
                ("actor", models.TextField(help_text="Who answered.")),
                ("at", models.DateTimeField(help_text="When.")),
            ],
        ),
        migrations.AddField(
            model_name="question",
            name="declaration",
            field=models.ForeignKey(
                help_text="Of which.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="questions",
                to="declarations.declaration",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="officer",
            field=models.ForeignKey(
                help_text="By whom.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="ledgerentry",
            name="security",
            field=models.ForeignKey(
                help_text="Against which security.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="traders.security",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome", "")),
                fields=("declaration", "kind"),
                name="application_one_open_of_a_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "APPROVED"), _negated=True),
                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                    _connector="OR",
                ),
                name="application_takes_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", True), ("outcome", "")),
                    models.Q(models.Q(("outcome", ""), _negated=True), ("decided_at__isnull", False)),
                    _connector="OR",
                ),
                name="application_decided_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="dutydeclaration",
            constraint=models.UniqueConstraint(
                fields=("declarant", "own_reference"), name="duty_declaration_reference_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="ledgerentry",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="ledger_amount_positive"),
        ),
        migrations.AddConstraint(
            model_name="ledgerentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind", "DEMAND"),
                        (
                            "owes",
                            django.db.models.expressions.CombinedExpression(models.F("amount"), "*", models.Value(1)),
                        ),
                        (
                            "secures",
                            django.db.models.expressions.CombinedExpression(models.F("amount"), "*", models.Value(0)),
                        ),
                    ),
                    models.Q(
                        ("kind", "REDUCTION"),
                        (
                            "owes",
                            django.db.models.expressions.CombinedExpression(models.F("amount"), "*", models.Value(-1)),
                        ),
                        (
                            "secures",
                            django.db.models.expressions.CombinedExpression(models.F("amount"), "*", models.Value(0)),
                        ),
                    ),
                    models.Q(
                        ("kind", "PAYMENT"),
                        (
                            "owes",
                            django.db.models.expressions.CombinedExpression(models.F("amount"), "*", models.Value(-1)),
                        ),
                        (
                            "secures",
                            django.db.models.expressions.CombinedExpression(models.F("amount"), "*", models.Value(0)),
                        ),
                    ),
                    models.Q(
                        ("kind", "DEFERMENT"),
                        (
                            "owes",
                            django.db.models.expressions.CombinedExpression(models.F("amount"), "*", models.Value(-1)),
                        ),
                        (
                            "secures",
                            django.db.models.expressions.CombinedExpression(models.F("amount"), "*", models.Value(1)),
                        ),
                    ),
                    models.Q(
                        ("kind", "DEFERRED_PAYMENT"),
                        (
                            "owes",
                            django.db.models.expressions.CombinedExpression(models.F("amount"), "*", models.Value(0)),
                        ),
                        (
                            "secures",
                            django.db.models.expressions.CombinedExpression(models.F("amount"), "*", models.Value(-1)),
                        ),
                    ),
                    models.Q(
                        ("kind", "REFUND"),
                        (
                            "owes",
                            django.db.models.expressions.CombinedExpression(models.F("amount"), "*", models.Value(1)),
                        ),
                        (
                            "secures",
                            django.db.models.expressions.CombinedExpression(models.F("amount"), "*", models.Value(0)),
                        ),
                    ),
                    models.Q(
                        ("kind", "RESERVATION"),
                        (
                            "owes",
                            django.db.models.expressions.CombinedExpression(models.F("amount"), "*", models.Value(0)),
                        ),
                        (
                            "secures",
                            django.db.models.expressions.CombinedExpression(models.F("amount"), "*", models.Value(1)),
                        ),
                    ),
                    models.Q(
                        ("kind", "RESERVATION_ENDED"),
                        (
                            "owes",
                            django.db.models.expressions.CombinedExpression(models.F("amount"), "*", models.Value(0)),
                        ),
                        (
                            "secures",
                            django.db.models.expressions.CombinedExpression(models.F("amount"), "*", models.Value(-1)),
                        ),
                    ),
                    _connector="OR",
                ),
                name="ledger_effect_follows_from_its_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="ledgerentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("secures", 0), ("security__isnull", False), _connector="OR"),
                name="ledger_secured_names_its_security",
            ),
        ),
        migrations.AddConstraint(
            model_name="ledgerentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind__in", ["DEMAND", "REDUCTION"]), ("reference", "")),
                fields=("declaration", "version"),
                name="ledger_one_demand_a_version",
            ),
        ),
    ]
