"""The programs that act for a trader, and the keys they show who they are with."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from uuid_utils.compat import uuid7

from declarations.traders.declarant import ALL_SCOPES, Declarant
from declarations.traders.models.traders import Trader
from declarations.traders.querysets import ApiClientQuerySet, UsedAssertionQuerySet


class ApiClient(models.Model):
    """A program that acts for a trader by access tokens."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False, help_text="uuid7, inside only.")
    client_id = models.CharField(
        max_length=64,
        unique=True,
        validators=[RegexValidator(r"^[0-9A-Za-z._-]{1,64}$", "Letters, digits, dot, underscore, hyphen.")],
        help_text="The name it shows at the token endpoint.",
    )
    trader = models.ForeignKey(Trader, models.PROTECT, related_name="api_clients", help_text="For whom it acts.")
    name = models.CharField(max_length=100, help_text="What the program is.")
    secret_sha256 = models.CharField(
        max_length=64, editable=False, help_text="SHA-256 of its secret, hexadecimal; the secret is shown once."
    )
    scopes = ArrayField(
        models.CharField(max_length=40),
        help_text="What its tokens may allow: declarations:lodge, declarations:read, webhooks:manage.",
    )
    certificate_sha256 = models.CharField(
        max_length=43,
        blank=True,
        validators=[RegexValidator(r"^[0-9A-Za-z_-]{43}$", "43 characters of base64url: the certificate's SHA-256.")],
        help_text="SHA-256 of its TLS certificate (DER), base64url: its tokens then work over that certificate alone. "
        "Empty: they are not bound.",
    )
    is_active = models.BooleanField(
        default=True, help_text="Whether it gets tokens; without it those already issued end within seconds."
    )
    credentials_changed_at = models.DateTimeField(
        default=timezone.now,
        editable=False,
        help_text="When its secret was replaced, a key revoked or it was deactivated: tokens from before are refused.",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False, help_text="When it was registered.")

    objects = ApiClientQuerySet.as_manager()

    class Meta:
        verbose_name = "API client"
        ordering = ("client_id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(client_id__regex=r"^[0-9A-Za-z._-]{1,64}$"), name="api_client_id_format"
            ),
            models.CheckConstraint(
                condition=Q(secret_sha256__regex=r"^[0-9a-f]{64}$"),  # noqa: S106
                name="api_client_secret_is_digest",
            ),
            models.CheckConstraint(
                condition=Q(certificate_sha256__regex=r"^([0-9A-Za-z_-]{43})?$"), name="api_client_certificate_format"
            ),
            models.CheckConstraint(condition=Q(scopes__contained_by=list(ALL_SCOPES)), name="api_client_scopes_known"),
        ]

    def __str__(self) -> str:
        return self.client_id

    def as_declarant(self, *, scopes: tuple[str, ...]) -> Declarant:
        """The declarant this program acts for, with these scopes."""
        return self.trader.as_declarant(client=f"api:{self.client_id}", scopes=scopes)


class ClientKey(models.Model):
    """A public key of a program, by which it signs assertions (RFC 7523). Revoked, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False, help_text="uuid7, inside only.")
    client = models.ForeignKey(ApiClient, models.PROTECT, related_name="keys", help_text="Whose key it is.")
    kid = models.CharField(max_length=64, help_text="Key id, which the header of an assertion names.")
    jwk = models.JSONField(help_text="The public key as a JSON Web Key (RFC 7517).")
    thumbprint = models.CharField(max_length=43, help_text="Its SHA-256 thumbprint (RFC 7638), base64url.")
    added_at = models.DateTimeField(default=timezone.now, help_text="When it was registered.")
    revoked_at = models.DateTimeField(null=True, blank=True, help_text="When it was revoked, which ends it at once.")

    class Meta:
        ordering = ("client", "added_at")
        constraints = [
            models.UniqueConstraint(fields=["client", "kid"], name="client_key_once_by_kid"),
            models.UniqueConstraint(fields=["thumbprint"], name="client_key_is_of_one_client"),
        ]

    def __str__(self) -> str:
        return self.kid


class UsedAssertion(models.Model):
    """An assertion that was accepted, by its jti: a second one is a replay. Kept until it has expired by itself."""

    id = models.BigAutoField(primary_key=True, help_text="Inside only.")
    client = models.ForeignKey(ApiClient, models.CASCADE, related_name="+", help_text="Who signed it.")
    jti = models.CharField(max_length=128, help_text="Its identifier, which the client chose.")
    expires_at = models.DateTimeField(db_index=True, help_text="From when on its age alone refuses it.")

    objects = UsedAssertionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "jti"], name="assertion_used_once")]

    def __str__(self) -> str:
        return self.jti
