"""The order of the event feed: by the transaction that wrote an event, which the store sets. Events that are there
share the transaction of this migration, and stand in the order of their declarations."""

import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("declarations", "0010_document"),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="transaction",
            field=models.BigIntegerField(
                db_default=django.db.models.functions.comparison.Cast(
                    django.db.models.functions.comparison.Cast(
                        models.Func(function="pg_current_xact_id"), models.TextField()
                    ),
                    models.BigIntegerField(),
                ),
                help_text="The store's transaction that wrote it. What is below every open transaction is told in the feed.",
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["transaction", "declaration", "seq"], name="event_feed_order"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["recorded_at"], name="event_recorded"),
        ),
    ]
