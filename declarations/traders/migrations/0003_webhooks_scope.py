"""A scope for those who manage webhooks. No client has it until it is given."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("traders", "0002_security"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="apiclient",
            name="api_client_scopes_known",
        ),
        migrations.AlterField(
            model_name="apiclient",
            name="scopes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40),
                help_text="What its tokens may allow: declarations:lodge, declarations:read, webhooks:manage.",
                size=None,
            ),
        ),
        migrations.AddConstraint(
            model_name="apiclient",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("scopes__contained_by", ["declarations:lodge", "declarations:read", "webhooks:manage"])
                ),
                name="api_client_scopes_known",
            ),
        ),
    ]
