"""The register: traders, the mandates between them, the people and the programs that act for them."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from uuid_utils.compat import uuid7

from declarations.traders import codes
from declarations.traders.declarant import ALL_SCOPES, Approval, Declarant, Officer
from declarations.traders.querysets import STAFF, ApiClientQuerySet, MandateQuerySet, UserManager
from declarations.traders.seat import OFFICER, WEB, Seat


class Trader(models.Model):
    """An organisation known to customs by its code: importer, exporter, customs broker, or several of these."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False, help_text="uuid7, inside only.")
    code = models.CharField(
        max_length=17,
        unique=True,
        validators=[RegexValidator(codes.PATTERN, "17 digits, or 12 capital letters and digits.")],
        help_text="Corporate number (13) and branch (4), or a 12-character code of JASTPRO or customs.",
    )
    name = models.CharField(max_length=70, help_text="Registered name in Latin letters.")
    address = models.CharField(max_length=300, blank=True, help_text="Registered address.")
    phone = models.CharField(max_length=11, blank=True, help_text="Telephone, digits only.")
    country = models.CharField(max_length=2, default="JP", help_text="Country of the address, ISO 3166.")
    is_broker = models.BooleanField(default=False, help_text="Licensed customs broker: may declare under a mandate.")
    aeo_importer = models.BooleanField(default=False, help_text="Approved AEO importer.")
    aeo_exporter = models.BooleanField(default=False, help_text="Approved AEO exporter.")
    aeo_broker = models.BooleanField(default=False, help_text="Certified AEO customs broker.")
    is_demonstration = models.BooleanField(
        default=False, help_text="Made up: its corporate number need not be genuine, its logins work in the sandbox."
    )

    class Meta:
        ordering = ("code",)
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=codes.PATTERN), name="trader_code_format"),
            models.CheckConstraint(condition=~Q(name=""), name="trader_has_name"),
            models.CheckConstraint(condition=Q(phone__regex=r"^[0-9]*$"), name="trader_phone_digits"),
            models.CheckConstraint(condition=Q(country__regex=r"^[A-Z]{2}$"), name="trader_country_format"),
            models.CheckConstraint(
                condition=Q(aeo_broker=False) | Q(is_broker=True), name="trader_aeo_broker_is_broker"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"

    def clean(self) -> None:
        """A real trader's corporate number has its check digit (code `corporate-number` when it has not)."""
        if not self.is_demonstration and not codes.corporate_number_is_genuine(self.code):
            wrong = ValidationError("The corporate number's check digit is wrong.", code="corporate-number")
            raise ValidationError({"code": wrong})

    @property
    def aeo(self) -> tuple[Approval, ...]:
        """Its approvals as an authorised economic operator."""
        held: tuple[tuple[Approval, bool], ...] = (
            ("IMPORTER", self.aeo_importer),
            ("EXPORTER", self.aeo_exporter),
            ("BROKER", self.aeo_broker),
        )
        return tuple(approval for approval, is_held in held if is_held)

    def as_declarant(self, *, client: str, scopes: tuple[str, ...]) -> Declarant:
        """This trader as one who declares, through a program or a person (`client`)."""
        return Declarant(
            trader_id=self.id,
            trader_code=self.code,
            trader_name=self.name,
            is_broker=self.is_broker,
            aeo=self.aeo,
            client=client,
            scopes=scopes,
        )


class Mandate(models.Model):
    """A trader lets a broker declare for it, from day to day in Japan, until revoked."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False, help_text="uuid7, inside only.")
    broker = models.ForeignKey(
        Trader,
        models.PROTECT,
        related_name="mandates_held",
        limit_choices_to={"is_broker": True},
        help_text="The customs broker who may declare.",
    )
    trader = models.ForeignKey(
        Trader, models.PROTECT, related_name="mandates_given", help_text="The importer or exporter declared for."
    )
    valid_from = models.DateField(help_text="First day in Japan on which it holds.")
    valid_to = models.DateField(null=True, blank=True, help_text="Last day on which it holds; empty without end.")
    revoked_at = models.DateTimeField(null=True, blank=True, help_text="When it was revoked, which ends it at once.")

    objects = MandateQuerySet.as_manager()

    class Meta:
        ordering = ("broker", "trader", "valid_from")
        constraints = [
            models.CheckConstraint(condition=~Q(broker=F("trader")), name="mandate_between_two"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="mandate_days_in_order"
            ),
            models.UniqueConstraint(
                fields=["broker", "trader", "valid_from"],
                condition=Q(revoked_at__isnull=True),
                name="mandate_once_from_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.broker} for {self.trader}"

    def clean(self) -> None:
        """Only a licensed broker is given a mandate (Customs Brokerage Act, article 3)."""
        if self.broker_id and not self.broker.is_broker:
            raise ValidationError(
                {"broker": ValidationError("This trader is not a customs broker.", code="not-broker")}
            )


class Security(models.Model):
    """Security that a trader gave to customs, against which payment is deferred and goods are released early."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False, help_text="uuid7, inside only.")
    number = models.CharField(max_length=35, unique=True, help_text="Its number, which the declarant states.")
    trader = models.ForeignKey(Trader, models.PROTECT, related_name="securities", help_text="Who gave it.")
    amount = models.BigIntegerField(help_text="What it covers, yen.")
    valid_from = models.DateField(help_text="First day in Japan on which it covers.")
    valid_to = models.DateField(null=True, blank=True, help_text="Last day; empty without end.")

    class Meta:
        verbose_name_plural = "securities"
        ordering = ("number",)
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="security_positive"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="security_days_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Role(models.TextChoices):
    """What a person is here."""

    BROKER = "BROKER", "broker's staff"
    TRADER = "TRADER", "importer's or exporter's staff"
    OFFICER = "OFFICER", "customs officer"
    ADMINISTRATOR = "ADMINISTRATOR", "administrator"

    @classmethod
    def of_an_organisation(cls) -> tuple[str, ...]:
        """The roles of people who act for a trader."""
        return (cls.BROKER.value, cls.TRADER.value)

    @classmethod
    def staff(cls) -> tuple[str, ...]:
        """The roles that enter the console."""
        return STAFF


class Grade(models.TextChoices):
    """An officer's grade."""

    EXAMINER = "EXAMINER", "examiner"
    SENIOR = "SENIOR", "senior examiner"
    CHIEF = "CHIEF", "chief examiner"


class User(AbstractUser):
    """A person who logs in. No name is kept: the user name stands for the person in every record."""

    first_name = last_name = None  # type: ignore[assignment]  # takes Django's two columns away

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False, help_text="uuid7, inside only.")
    password = models.CharField(max_length=128, help_text="Salted hash of the password.")
    last_login = models.DateTimeField(null=True, blank=True, help_text="When this person last logged in.")
    email = models.EmailField("email address", blank=True, help_text="Where notices are sent.")
    date_joined = models.DateTimeField(default=timezone.now, help_text="When the login was created.")
    role = models.CharField(max_length=13, choices=Role, help_text="What the person is here.")
    trader = models.ForeignKey(
        Trader, models.PROTECT, null=True, blank=True, related_name="users", help_text="Organisation acted for."
    )
    grade = models.CharField(max_length=8, choices=Grade, blank=True, help_text="An officer's grade; else empty.")
    is_demonstration = models.BooleanField(
        default=False, help_text="Its password is known to everyone, and works in the sandbox alone."
    )

    objects: ClassVar[UserManager] = UserManager()

    class Meta(AbstractUser.Meta):
        ordering = ("username",)
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="user_role_known"),
            models.CheckConstraint(
                condition=Q(role__in=Role.of_an_organisation()) ^ Q(trader__isnull=True),
                name="user_organisation_by_role",
            ),
            models.CheckConstraint(
                condition=Q(role=Role.OFFICER, grade__in=Grade.values) | (~Q(role=Role.OFFICER) & Q(grade="")),
                name="user_grade_of_officers",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.staff()) ^ Q(is_staff=False), name="user_staff_by_role"),
            models.CheckConstraint(
                condition=Q(is_superuser=False) | Q(role=Role.ADMINISTRATOR), name="user_superuser_is_administrator"
            ),
        ]

    def get_full_name(self) -> str:
        """The user name: there is no other."""
        return self.username

    def get_short_name(self) -> str:
        """The user name: there is no other."""
        return self.username

    def check_password(self, raw_password: str | None) -> bool:
        """Django's answer; a demonstration password, which everyone knows, opens nothing outside the sandbox.

        Refused after the hash was computed, so that the time is the same.
        """
        return super().check_password(raw_password) and (settings.SANDBOX or not self.is_demonstration)

    def as_declarant(self) -> Declarant | None:
        """The declarant this person acts for, with every scope; None for officers and administrators."""
        return self.trader.as_declarant(client=f"user:{self.id}", scopes=ALL_SCOPES) if self.trader else None

    def seat(self) -> Seat:
        """Where this person works at the store: officers and administrators see all, everyone else their own."""
        if self.is_active and self.is_staff:
            return Seat(OFFICER)
        return Seat(WEB, self.trader_id)

    def as_officer(self) -> Officer | None:
        """This person as an officer; None for everyone else."""
        return Officer(user_id=self.id, name=self.username, grade=self.grade) if self.role == Role.OFFICER else None


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
    is_active = models.BooleanField(
        default=True, help_text="Whether it gets tokens; one already issued lives for up to ten minutes more."
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
            models.CheckConstraint(condition=Q(scopes__contained_by=list(ALL_SCOPES)), name="api_client_scopes_known"),
        ]

    def __str__(self) -> str:
        return self.client_id

    def as_declarant(self, *, scopes: tuple[str, ...]) -> Declarant:
        """The declarant this program acts for, with these scopes."""
        return self.trader.as_declarant(client=f"api:{self.client_id}", scopes=scopes)
