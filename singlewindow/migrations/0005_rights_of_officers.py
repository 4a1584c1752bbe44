"""What a person of the console may be allowed to do with failing work and with proposals."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("singlewindow", "0004_proposal_walls"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="proposal",
            options={
                "ordering": ["-proposed_at"],
                "permissions": [("decide_proposal", "Can decide what another person proposed")],
            },
        ),
        migrations.AlterModelOptions(
            name="trouble",
            options={
                "ordering": ["-dead_at", "-last_at"],
                "permissions": [("replay_trouble", "Can have failing work tried again")],
                "verbose_name": "failing work",
                "verbose_name_plural": "failing work",
            },
        ),
    ]
