"""A declaration that was handed out stays due until it was looked at."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("declarations", "0014_permit_check_taken_over"),
    ]

    operations = [
        migrations.AddField(
            model_name="declaration",
            name="published_until",
            field=models.DateTimeField(help_text="The dispatcher does not publish it again before.", null=True),
        ),
    ]
