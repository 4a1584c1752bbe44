"""A role for people who work with extracts for research, and act for no organisation."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("traders", "0009_sessions_of_people"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="user",
            name="user_role_known",
        ),
        migrations.AlterField(
            model_name="user",
            name="role",
            field=models.CharField(
                choices=[
                    ("BROKER", "broker's staff"),
                    ("TRADER", "importer's or exporter's staff"),
                    ("OFFICER", "customs officer"),
                    ("ADMINISTRATOR", "administrator"),
                    ("RESEARCHER", "researcher"),
                ],
                help_text="What the person is here.",
                max_length=13,
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["BROKER", "TRADER", "OFFICER", "ADMINISTRATOR", "RESEARCHER"])),
                name="user_role_known",
            ),
        ),
    ]
