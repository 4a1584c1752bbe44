import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("declarations", "0011_event_feed_order"),
        ("traders", "0003_webhooks_scope"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FeedPlace",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, help_text="1.", primary_key=True, serialize=False)),
                (
                    "transaction",
                    models.BigIntegerField(default=0, help_text="Transaction of the last event that was looked at."),
                ),
                (
                    "declaration_id",
                    models.UUIDField(default="00000000-0000-0000-0000-000000000000", help_text="Its declaration."),
                ),
                ("seq", models.PositiveIntegerField(default=0, help_text="Its seq.")),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="feed_place_is_one")],
            },
        ),
        migrations.CreateModel(
            name="MailSubscription",
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
                (
                    "event_names",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, help_text="Events told; empty: none.", size=None
                    ),
                ),
                (
                    "follows_from",
                    models.BigIntegerField(
                        db_default=django.db.models.functions.comparison.Cast(
                            django.db.models.functions.comparison.Cast(
                                models.Func(models.Func(function="pg_current_snapshot"), function="pg_snapshot_xmin"),
                                models.TextField(),
                            ),
                            models.BigIntegerField(),
                        ),
                        help_text="Events of transactions from this one on are told.",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        help_text="Who is written to.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mail_subscription",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="WebhookEndpoint",
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
                ("url", models.TextField(help_text="Where messages are posted; vetted by address.py.")),
                ("description", models.TextField(blank=True, help_text="The organisation's own words.")),
                (
                    "event_names",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(),
                        default=list,
                        help_text="Events told; empty: every one.",
                        size=None,
                    ),
                ),
                (
                    "follows_from",
                    models.BigIntegerField(
                        db_default=django.db.models.functions.comparison.Cast(
                            django.db.models.functions.comparison.Cast(
                                models.Func(models.Func(function="pg_current_snapshot"), function="pg_snapshot_xmin"),
                                models.TextField(),
                            ),
                            models.BigIntegerField(),
                        ),
                        help_text="Events of transactions from this one on are told.",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), help_text="When it was registered."
                    ),
                ),
                ("disabled_at", models.DateTimeField(help_text="Since when nothing is sent.", null=True)),
                (
                    "disabled_because",
                    models.TextField(
                        blank=True,
                        choices=[("BY_CLIENT", "the organisation said so"), ("GONE", "the receiver answered 410")],
                        help_text="Why nothing is sent.",
                    ),
                ),
                (
                    "deleted_at",
                    models.DateTimeField(help_text="When it was deleted; what was tried is kept.", null=True),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        help_text="Whose it is.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="traders.trader",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="EndpointSecret",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "sealed",
                    models.TextField(help_text="The secret, encrypted under a key that follows from SECRET_KEY."),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), help_text="When it was made."
                    ),
                ),
                (
                    "ends_at",
                    models.DateTimeField(help_text="When it stops signing, once there is a newer one.", null=True),
                ),
                (
                    "endpoint",
                    models.ForeignKey(
                        help_text="Of which endpoint.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="secrets",
                        to="notifications.webhookendpoint",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        help_text="The order within a recipient: that of the feed.", primary_key=True, serialize=False
                    ),
                ),
                (
                    "message_id",
                    models.UUIDField(
                        db_default=models.Func(function="gen_random_uuid"),
                        help_text="The same at every try.",
                        unique=True,
                    ),
                ),
                ("name", models.TextField(help_text="Name of the event, or PING.")),
                (
                    "status",
                    models.TextField(blank=True, help_text="Where the declaration stood when this was written."),
                ),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("DUE", "to be sent"),
                            ("DELIVERED", "delivered"),
                            ("DEAD", "given up; can be replayed"),
                        ],
                        default="DUE",
                        help_text="Where it stands.",
                    ),
                ),
                ("failures", models.PositiveSmallIntegerField(default=0, help_text="Failed tries.")),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), help_text="When it was written."
                    ),
                ),
                (
                    "due_at",
                    models.DateTimeField(help_text="When it is to be tried (again); empty once settled.", null=True),
                ),
                ("settled_at", models.DateTimeField(help_text="When it was delivered or given up.", null=True)),
                (
                    "published_until",
                    models.DateTimeField(help_text="The dispatcher does not publish it again before.", null=True),
                ),
                ("lease_id", models.UUIDField(help_text="The worker's try that is sending right now.", null=True)),
                ("lease_until", models.DateTimeField(help_text="When that worker is taken for dead.", null=True)),
                (
                    "event",
                    models.ForeignKey(
                        db_index=False,
                        help_text="What is told; empty: a ping.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="declarations.event",
                    ),
                ),
                (
                    "subscription",
                    models.ForeignKey(
                        help_text="Or whom.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="notifications.mailsubscription",
                    ),
                ),
                (
                    "endpoint",
                    models.ForeignKey(
                        help_text="To which.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="notifications.webhookendpoint",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "deliveries",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="DeliveryAttempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("lease_id", models.UUIDField(help_text="The worker's try.")),
                ("began_at", models.DateTimeField(help_text="When it began.")),
                (
                    "ended_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), help_text="When it was over."
                    ),
                ),
                (
                    "outcome",
                    models.TextField(
                        choices=[
                            ("DELIVERED", "taken"),
                            ("FAILED", "not taken"),
                            ("GONE", "the receiver wants no more"),
                            ("FENCED", "another worker had taken over; kept"),
                        ],
                        help_text="What came of it.",
                    ),
                ),
                (
                    "http_status",
                    models.PositiveSmallIntegerField(help_text="The receiver's status, if it answered.", null=True),
                ),
                ("error_code", models.TextField(blank=True, help_text="Kind of failure, if it failed.")),
                (
                    "delivery",
                    models.ForeignKey(
                        help_text="Of which delivery.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attempts",
                        to="notifications.delivery",
                    ),
                ),
            ],
            options={
                "verbose_name": "attempt",
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["DELIVERED", "FAILED", "GONE", "FENCED"])),
                        name="delivery_outcome_known",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="webhookendpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("disabled_at__isnull", True), models.Q(("disabled_because", ""), _negated=True), _connector="XOR"
                ),
                name="endpoint_disabled_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="webhookendpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(("disabled_because__in", ["", "BY_CLIENT", "GONE"])),
                name="endpoint_disabled_reason_known",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state", "DUE")), fields=["endpoint", "id"], name="delivery_endpoint_head"
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state", "DUE")), fields=["subscription", "id"], name="delivery_mail_head"
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["endpoint", "-id"], name="delivery_log"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("published_until__isnull", False), ("state", "DUE")),
                fields=["published_until"],
                name="delivery_published",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(fields=("endpoint", "event"), name="delivery_once_an_endpoint"),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(fields=("subscription", "event"), name="delivery_once_a_subscription"),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                condition=models.Q(("event__isnull", True), ("state", "DUE")),
                fields=("endpoint",),
                name="delivery_one_ping_at_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(("endpoint__isnull", True), ("subscription__isnull", True), _connector="XOR"),
                name="delivery_has_one_recipient",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["DUE", "DELIVERED", "DEAD"])), name="delivery_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("due_at__isnull", False), ("settled_at__isnull", True), ("state", "DUE")),
                    models.Q(
                        models.Q(("state", "DUE"), _negated=True),
                        ("due_at__isnull", True),
                        ("lease_id__isnull", True),
                        ("settled_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="delivery_due_or_settled",
            ),
        ),
    ]
