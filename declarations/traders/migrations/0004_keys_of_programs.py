"""Public keys of programs, the assertions that were used, certificates, and when credentials last changed."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import uuid_utils.compat
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("traders", "0003_webhooks_scope"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClientKey",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7,
                        editable=False,
                        help_text="uuid7, inside only.",
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("kid", models.CharField(help_text="Key id, which the header of an assertion names.", max_length=64)),
                ("jwk", models.JSONField(help_text="The public key as a JSON Web Key (RFC 7517).")),
                (
                    "thumbprint",
                    models.CharField(help_text="Its SHA-256 thumbprint (RFC 7638), base64url.", max_length=43),
                ),
                (
                    "added_at",
                    models.DateTimeField(default=django.utils.timezone.now, help_text="When it was registered."),
                ),
                (
                    "revoked_at",
                    models.DateTimeField(
                        blank=True, help_text="When it was revoked, which ends it at once.", null=True
                    ),
                ),
            ],
            options={
                "ordering": ("client", "added_at"),
            },
        ),
        migrations.CreateModel(
            name="UsedAssertion",
            fields=[
                ("id", models.BigAutoField(help_text="Inside only.", primary_key=True, serialize=False)),
                ("jti", models.CharField(help_text="Its identifier, which the client chose.", max_length=128)),
                ("expires_at", models.DateTimeField(db_index=True, help_text="From when on its age alone refuses it.")),
            ],
        ),
        migrations.AddField(
            model_name="apiclient",
            name="certificate_sha256",
            field=models.CharField(
                blank=True,
                help_text="SHA-256 of its TLS certificate (DER), base64url: its tokens then work over that certificate alone. Empty: they are not bound.",
                max_length=43,
                validators=[
                    django.core.validators.RegexValidator(
                        "^[0-9A-Za-z_-]{43}$", "43 characters of base64url: the certificate's SHA-256."
                    )
                ],
            ),
        ),
        migrations.AddField(
            model_name="apiclient",
            name="credentials_changed_at",
            field=models.DateTimeField(
                default=django.utils.timezone.now,
                editable=False,
                help_text="When its secret was replaced, a key revoked or it was deactivated: tokens from before are refused.",
            ),
        ),
        migrations.AlterField(
            model_name="apiclient",
            name="is_active",
            field=models.BooleanField(
                default=True, help_text="Whether it gets tokens; without it those already issued end within seconds."
            ),
        ),
        migrations.AddConstraint(
            model_name="apiclient",
            constraint=models.CheckConstraint(
                condition=models.Q(("certificate_sha256__regex", "^([0-9A-Za-z_-]{43})?$")),
                name="api_client_certificate_format",
            ),
        ),
        migrations.AddField(
            model_name="clientkey",
            name="client",
            field=models.ForeignKey(
                help_text="Whose key it is.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="keys",
                to="traders.apiclient",
            ),
        ),
        migrations.AddField(
            model_name="usedassertion",
            name="client",
            field=models.ForeignKey(
                help_text="Who signed it.",
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="traders.apiclient",
            ),
        ),
        migrations.AddConstraint(
            model_name="clientkey",
            constraint=models.UniqueConstraint(fields=("client", "kid"), name="client_key_once_by_kid"),
        ),
        migrations.AddConstraint(
            model_name="clientkey",
            constraint=models.UniqueConstraint(fields=("thumbprint",), name="client_key_is_of_one_client"),
        ),
        migrations.AddConstraint(
            model_name="usedassertion",
            constraint=models.UniqueConstraint(fields=("client", "jti"), name="assertion_used_once"),
        ),
    ]
