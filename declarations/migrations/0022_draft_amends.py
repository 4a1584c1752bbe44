"""A draft may be an amendment: of which declaration, and what of that its writer has seen."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("declarations", "0021_months")]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="amends",
            field=models.TextField(
                blank=True, db_default="", help_text="The declaration that it amends; empty where it becomes a new one."
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="seen",
            field=models.PositiveIntegerField(
                help_text="Of an amendment: the seq of the last event of its declaration that its writer has seen.",
                null=True,
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=Q(amends="", seen__isnull=True) | (~Q(amends="") & Q(seen__isnull=False)),
                name="draft_has_seen_what_it_amends",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(
                condition=Q(lodged_as="") & ~Q(amends=""),
                fields=("owner", "amends"),
                name="draft_one_amendment_at_a_time",
            ),
        ),
    ]
