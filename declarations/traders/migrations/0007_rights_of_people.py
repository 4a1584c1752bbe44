"""What a person of an organisation may do there."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("traders", "0006_recovery_codes")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="may_lodge",
            field=models.BooleanField(default=True, help_text="Whether a person of an organisation may lodge and act."),
        ),
        migrations.AddField(
            model_name="user",
            name="may_follow",
            field=models.BooleanField(default=True, help_text="Whether the person may manage the webhooks."),
        ),
        migrations.AddField(
            model_name="user",
            name="manages_firm",
            field=models.BooleanField(
                default=False,
                help_text="Whether the person manages the organisation's people, programs and mandates here.",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("manages_firm", False), ("role__in", ("BROKER", "TRADER")), _connector="OR"),
                name="user_manages_own_firm",
            ),
        ),
    ]
