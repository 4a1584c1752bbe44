"""What one person proposes and another decides: changes of rules and tariff, and much failing work tried again."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("singlewindow", "0002_replays_are_kept"),
    ]

    operations = [
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, help_text="uuid7.", primary_key=True, serialize=False)),
                (
                    "act",
                    models.TextField(
                        choices=[("CHANGE", "change of rules or tariff"), ("REPLAY", "failing work tried again")],
                        help_text="What would be done.",
                        verbose_name="what",
                    ),
                ),
                (
                    "about",
                    models.TextField(help_text="The model that it is about, as app.model.", verbose_name="register"),
                ),
                (
                    "row",
                    models.TextField(
                        blank=True, help_text="Key of the row that would change; blank for a new one, and for work."
                    ),
                ),
                ("title", models.TextField(help_text="What it is about, in words.")),
                (
                    "changes",
                    models.JSONField(help_text="Each row: model, key, the whole row before, the columns after."),
                ),
                ("reason", models.TextField(help_text="Why it is proposed.")),
                ("proposed_by", models.TextField(help_text="Who proposes: role and login.")),
                ("proposed_at", models.DateTimeField(help_text="When.")),
                (
                    "outcome",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("APPROVED", "approved and done"),
                            ("DECLINED", "declined"),
                            ("VOID", "void: what it would change had changed meanwhile"),
                            ("WITHDRAWN", "taken back by who proposed it"),
                        ],
                        help_text="Blank while nobody has decided.",
                    ),
                ),
                ("remarks", models.TextField(blank=True, help_text="Why it was decided so.")),
                ("decided_by", models.TextField(blank=True, help_text="Who decided; blank for what was taken back.")),
                ("decided_at", models.DateTimeField(help_text="When it was decided or taken back.", null=True)),
                (
                    "transaction",
                    models.BigIntegerField(
                        editable=False, help_text="The store's that ended it, set by it.", null=True
                    ),
                ),
            ],
            options={
                "ordering": ["-proposed_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                        name="proposal_four_eyes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decided_by", ""), ("outcome", "")),
                            models.Q(("decided_at__isnull", False), ("decided_by", ""), ("outcome", "WITHDRAWN")),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("outcome__in", ["APPROVED", "DECLINED", "VOID"]),
                                models.Q(("decided_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="proposal_is_decided_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True), models.Q(("proposed_by", ""), _negated=True)
                        ),
                        name="proposal_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("act__in", ["CHANGE", "REPLAY"])), name="proposal_act_is_known"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", ""), models.Q(("row", ""), _negated=True)),
                        fields=("about", "row"),
                        name="proposal_one_open_a_row",
                    ),
                ],
            },
        ),
    ]
