"""Other laws, the agencies that apply them, and the goods they bind."""

from datetime import timedelta

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

ACKNOWLEDGE_WITHIN = timedelta(minutes=15)
SOFT_LIMIT = timedelta(hours=24)
HARD_LIMIT = timedelta(hours=72)
MOST_AT_ONCE = 4  # well below the threads that ask: one agency that never answers must not take them all
LONGEST_CALL_SECONDS = 20  # a worker's lease is 30 s: it must outlive the call
_ADDRESS = r"^https?://[^\s/?#@]+(/[^\s?#]*)?$"


class Agency(models.Model):
    """A door to knock at: an agency that is asked over the network, or a desk that is asked on paper.

    All that is particular to an agency stands in its row: a new one is a row and, where it speaks in its own way,
    an adapter.
    """

    code = models.CharField(max_length=8, primary_key=True, help_text="Our code of the agency; names its URL too.")
    name = models.CharField(max_length=100, help_text="Name of the agency in English.")
    adapter = models.CharField(max_length=20, help_text="How it is asked: a name in permits.agencies.ADAPTERS.")
    url = models.CharField(
        "address",
        max_length=200,
        blank=True,
        validators=[RegexValidator(_ADDRESS, "Enter an address that begins with http:// or https://.")],
        help_text="Its base address; blank takes the one in AGENCY_URLS of the environment.",
    )
    connect_seconds = models.FloatField(null=True, blank=True, help_text="Limit of a connection, s; blank for 3.")
    total_seconds = models.FloatField(null=True, blank=True, help_text="Limit of a whole call, s; blank for 10.")
    most_at_once = models.PositiveSmallIntegerField(
        default=MOST_AT_ONCE, help_text="How many calls to it may be under way at once, over all workers."
    )
    acknowledge_within = models.DurationField(
        default=ACKNOWLEDGE_WITHIN, help_text="How soon it should have said anything, days hh:mm:ss."
    )
    soft_limit = models.DurationField(default=SOFT_LIMIT, help_text="How soon it should have decided.")
    hard_limit = models.DurationField(
        default=HARD_LIMIT, help_text="After this long an officer takes over; for checks opened from now on."
    )

    class Meta:
        verbose_name_plural = "agencies"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^[A-Z][A-Z0-9]{0,7}$"), name="agency_code_is_capitals"),
            models.CheckConstraint(condition=Q(url="") | Q(url__regex=_ADDRESS), name="agency_url_is_http"),
            models.CheckConstraint(
                condition=(Q(connect_seconds__isnull=True) | Q(connect_seconds__gt=0))
                & (Q(total_seconds__isnull=True) | Q(total_seconds__gt=0, total_seconds__lte=LONGEST_CALL_SECONDS)),
                name="agency_calls_are_short",
                violation_error_message=f"A call takes more than 0 and at most {LONGEST_CALL_SECONDS} seconds.",
            ),
            models.CheckConstraint(
                condition=Q(most_at_once__gte=1, most_at_once__lte=64),
                name="agency_is_asked_by_some_at_once",
                violation_error_message="At least 1 and at most 64 calls are under way at once.",
            ),
            models.CheckConstraint(
                condition=Q(
                    acknowledge_within__gt=timedelta(0),
                    soft_limit__gte=F("acknowledge_within"),
                    hard_limit__gte=F("soft_limit"),
                ),
                name="agency_limits_in_order",
                violation_error_message="The three limits are longer than nothing and in order.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Law(models.Model):
    """A law other than customs law under which goods may need a permit. Customs Law Art. 70."""

    class Confidence(models.TextChoices):
        """How sure the meaning of the code is."""

        HIGH = "high", "confirmed"
        MEDIUM = "medium", "likely"

    code = models.CharField(max_length=2, primary_key=True, help_text="Other-law code of the import schedule.")
    name_en = models.CharField("name", max_length=200, help_text="Name of the law in English.")
    goods_en = models.CharField("goods", max_length=200, blank=True, help_text="Goods it typically binds.")
    agency_name = models.CharField(max_length=100, help_text="Ministry or agency in charge, as published.")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="laws", help_text="Where its permits are asked.")
    document_ja = models.CharField(
        "document", max_length=200, blank=True, help_text="Document that proves the permit, in Japanese, as published."
    )
    confidence = models.CharField(max_length=6, choices=Confidence, help_text="How sure the meaning of the code is.")
    connected = models.BooleanField(
        default=False, help_text="Whether the agency is asked electronically; else the declarant shows the document."
    )

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^[A-Z]{2}$"), name="law_code_is_two_capitals"),
            models.CheckConstraint(condition=Q(confidence__in=["high", "medium"]), name="law_confidence_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_en}"


class Requirement(models.Model):
    """Goods of this code, direction and origin may need a permit under this law. A hint that a claim answers."""

    class Direction(models.TextChoices):
        """Which way the goods go."""

        IMPORT = "IMPORT", "import"
        EXPORT = "EXPORT", "export"

    commodity = models.CharField(
        "code begins with", max_length=9, help_text="Start of the statistical code, 2 to 9 digits: binds all below it."
    )
    direction = models.CharField(max_length=6, choices=Direction, help_text="Import or export.")
    origin = models.CharField(max_length=2, blank=True, help_text="Country of origin, ISO 3166; empty for any.")
    law = models.ForeignKey(Law, models.PROTECT, related_name="requirements", help_text="The law that may bind.")
    valid_from = models.DateField(help_text="First declared day on which it binds.")
    valid_to = models.DateField(null=True, blank=True, help_text="Last declared day; empty while it binds.")

    class Meta:
        ordering = ["commodity", "law", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["commodity", "direction", "origin", "law", "valid_from"], name="requirement_once"
            ),
            models.CheckConstraint(condition=Q(commodity__regex=r"^[0-9]{2,9}$"), name="requirement_code_is_digits"),
            models.CheckConstraint(condition=Q(direction__in=["IMPORT", "EXPORT"]), name="requirement_direction_known"),
            models.CheckConstraint(condition=Q(origin__regex=r"^([A-Z]{2})?$"), name="requirement_origin_is_country"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="requirement_days_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commodity} {self.direction} {self.law_id}"


class PermitsEdition(models.Model):
    """One row: the number of the present state of laws and requirements. Triggers change it, nothing else does."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, help_text="Always 1.")
    number = models.BigIntegerField(help_text="Differs after every change of a law or requirement; never seen twice.")
    changed_at = models.DateTimeField(help_text="When a law or requirement last changed.")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="permits_edition_is_one_row")]

    def __str__(self) -> str:
        return f"edition {self.number}"
