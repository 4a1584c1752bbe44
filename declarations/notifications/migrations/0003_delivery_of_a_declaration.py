"""A delivery names the declaration of its event, by which the event is found in its month.

The column may be empty, so that code of before can go on writing deliveries; who reads does without it.
"""

import django.db.models.deletion
from django.db import migrations, models

FILL = """
SET LOCAL singlewindow.maintenance = 'on';
UPDATE notifications_delivery d SET declaration_id = e.declaration_id FROM declarations_event e WHERE e.id = d.event_id;
"""
TIE = """
ALTER TABLE notifications_delivery ADD CONSTRAINT delivery_of_an_event
    FOREIGN KEY (declaration_id, event_id) REFERENCES declarations_event (declaration_id, id)
    DEFERRABLE INITIALLY DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [("notifications", "0002_walls"), ("declarations", "0021_months")]

    operations = [
        migrations.SeparateDatabaseAndState(
            # The foreign key by the id alone is gone with the table that it referred to.
            state_operations=[
                migrations.AlterField(
                    "delivery",
                    "event",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        help_text="What is told; empty: a ping.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="declarations.event",
                    ),
                )
            ]
        ),
        migrations.AddField(
            "delivery",
            "declaration",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                help_text="Whose event it is.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="declarations.declaration",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(TIE, "ALTER TABLE notifications_delivery DROP CONSTRAINT delivery_of_an_event;"),
    ]
