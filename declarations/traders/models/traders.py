"""Organisations, the mandates between them, and the security they gave."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7

from declarations.traders import codes
from declarations.traders.declarant import Approval, Declarant
from declarations.traders.querysets import MandateQuerySet


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
