"""The desk: which officer has a case, who looked at what, and what a person may be allowed to do there."""

import uuid

import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("declarations", "0017_template"),
        ("traders", "0006_recovery_codes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="goodsitem",
            index=models.Index(fields=["commodity_code", "id"], name="goods_item_of_commodity"),
        ),
        migrations.AddIndex(
            model_name="declaration",
            index=django.contrib.postgres.indexes.BrinIndex(
                autosummarize=True, fields=["lodged_on"], name="declaration_lodged_on"
            ),
        ),
        migrations.AddIndex(
            model_name="examination",
            index=models.Index(fields=["at"], name="examination_at"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("actor__startswith", "officer:")),
                fields=["actor", "recorded_at"],
                name="event_of_officer",
            ),
        ),
        migrations.CreateModel(
            name="Look",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        help_text="Inside only; in the order of the looks.", primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), help_text="When.")),
                (
                    "what",
                    models.TextField(
                        choices=[
                            ("CASE", "the page of a case"),
                            ("ACT", "the page of an act on a case"),
                            ("DOCUMENT", "the bytes of a document"),
                            ("SUBMISSION", "a message as received"),
                            ("SEARCH", "what a search found"),
                            ("REPORT", "a report"),
                        ],
                        help_text="What was looked at.",
                    ),
                ),
                (
                    "about",
                    models.TextField(
                        blank=True, help_text="Which document or act, what was searched for, which report."
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="Taking",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, help_text="uuid7.", primary_key=True, serialize=False)),
                ("since", models.DateTimeField(help_text="When it was taken.")),
                ("until", models.DateTimeField(help_text="When it is anybody's again, if nothing is done before.")),
                (
                    "given_by",
                    models.TextField(blank=True, help_text="Who handed it on; blank where the officer took it."),
                ),
                (
                    "ended",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("ACTED", "it is no officer's turn any more"),
                            ("GIVEN_BACK", "given back"),
                            ("HANDED_ON", "handed on to another officer"),
                            ("TIME_OVER", "its time was over"),
                        ],
                        help_text="Why it ended; blank while nobody has noted that.",
                    ),
                ),
                ("ended_at", models.DateTimeField(help_text="When.", null=True)),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.AlterModelOptions(
            name="declaration",
            options={
                "ordering": ("-id",),
                "permissions": [
                    ("decide_declaration", "Can decide about goods, and take cases from the queue"),
                    ("direct_declaration", "Can hand cases on, and act on many at once"),
                    ("watch_declaration", "Can see the dashboard, and take reports"),
                    ("verify_declaration", "Can have the whole store verified"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="declaration",
            index=models.Index(
                condition=models.Q(("next_action_by", "OFFICER")),
                fields=["next_action_at", "id"],
                name="declaration_officers_queue",
            ),
        ),
        migrations.AddField(
            model_name="look",
            name="declaration",
            field=models.ForeignKey(
                help_text="At which; null for a search, a report.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="looks",
                to="declarations.declaration",
            ),
        ),
        migrations.AddField(
            model_name="look",
            name="person",
            field=models.ForeignKey(
                help_text="Who looked.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="taking",
            name="declaration",
            field=models.ForeignKey(
                help_text="Which case.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="takings",
                to="declarations.declaration",
            ),
        ),
        migrations.AddField(
            model_name="taking",
            name="officer",
            field=models.ForeignKey(
                help_text="Whose it is.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="look",
            index=models.Index(fields=["person", "at"], name="look_of_person"),
        ),
        migrations.AddIndex(
            model_name="taking",
            index=models.Index(condition=models.Q(("ended", "")), fields=["officer"], name="taking_of_officer"),
        ),
        migrations.AddConstraint(
            model_name="taking",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended", "")), fields=("declaration",), name="taking_one_of_a_case"
            ),
        ),
        migrations.AddConstraint(
            model_name="taking",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended", ""), ("ended_at__isnull", False), _connector="XOR"),
                name="taking_ended_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="taking",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gt", models.F("since"))), name="taking_has_length"
            ),
        ),
    ]
