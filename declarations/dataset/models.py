"""What the data asset keeps of its own: what was generated, which commodities are secret, what was published.

The statistics that were published are kept as they were published; a later vintage is a release of its own.
"""

from django.db import models
from django.db.models import Q

_DIRECTIONS = [("IMPORT", "Import"), ("EXPORT", "Export")]


class GeneratedRun(models.Model):
    """One run of the generator: made-up declarations of one seed. Only where SANDBOX is on."""

    seed = models.PositiveIntegerField(unique=True, help_text="The seed; each is used once.")
    count = models.PositiveIntegerField(help_text="How many declarations were wanted.")
    started_at = models.DateTimeField(help_text="When it began.")
    finished_at = models.DateTimeField(null=True, help_text="When all were in the store; empty where it broke off.")
    truth = models.JSONField(help_text="What was planted among them.")

    def __str__(self) -> str:
        return f"seed {self.seed}"

    @property
    def client(self) -> str:
        """Who lodged its declarations, as a submission names its sender."""
        return f"generator:{self.seed}"


class GeneratedTrader(models.Model):
    """A made-up trader: what it declared is generated. It has no login, no program and no mandate."""

    trader = models.OneToOneField(
        "traders.Trader", models.PROTECT, primary_key=True, related_name="+", help_text="Which trader."
    )
    run = models.ForeignKey(GeneratedRun, models.PROTECT, related_name="traders", help_text="Of which run.")

    def __str__(self) -> str:
        return str(self.trader)


class SecrecyRequest(models.Model):
    """A trader asked that a commodity be masked in the statistics, since its figures would show its own trade."""

    commodity = models.CharField(max_length=9, help_text="Statistical code, 9 digits.")
    direction = models.CharField(max_length=6, choices=_DIRECTIONS, help_text="In which direction.")
    trader = models.ForeignKey("traders.Trader", models.PROTECT, related_name="+", help_text="Who asked.")
    valid_from = models.DateField(help_text="First day of the first month that is masked.")
    valid_to = models.DateField(null=True, blank=True, help_text="Last day of the last month; empty without end.")
    received_on = models.DateField(help_text="When it was asked for.")
    reason = models.TextField(help_text="Why.")

    class Meta:
        ordering = ("commodity", "direction", "valid_from")
        constraints = [
            models.CheckConstraint(condition=Q(commodity__regex=r"^[0-9]{9}$"), name="secrecy_commodity_format"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
                name="secrecy_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.direction} {self.commodity}"


class Vintage(models.TextChoices):
    """How final a month's statistics are; each is published once, in this order."""

    FLASH = "FLASH", "flash"
    CONFIRMED = "CONFIRMED", "confirmed"
    REVISED = "REVISED", "revised"
    FINAL = "FINAL", "final"


class Population(models.TextChoices):
    """Whose declarations are counted: made-up ones are never mixed with others."""

    DECLARED = "DECLARED", "declared by traders"
    GENERATED = "GENERATED", "generated: made-up declarations"


class Release(models.Model):
    """A month's statistics as they were published. Its cells hold what was known at an instant."""

    month = models.DateField(help_text="First day of the month.")
    vintage = models.CharField(max_length=9, choices=Vintage.choices, help_text="How final it is.")
    population = models.CharField(max_length=9, choices=Population.choices, help_text="Whose declarations.")
    published_on = models.DateField(help_text="The day it was published.")
    known_at = models.DateTimeField(help_text="As known at which instant.")
    sha256 = models.CharField(max_length=64, help_text="SHA-256 of the plain CSV.")

    class Meta:
        ordering = ("-month", "-published_on", "-id")
        constraints = [
            models.UniqueConstraint(fields=["month", "vintage", "population"], name="release_once_a_vintage"),
            models.CheckConstraint(condition=Q(month__day=1), name="release_of_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.get_vintage_display()}"


class TradeCell(models.Model):
    """One cell of the trade statistics. A masked commodity's trade stands under 000000000, so that totals hold."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="trade", help_text="Of which release.")
    direction = models.CharField(max_length=6, choices=_DIRECTIONS, help_text="IMPORT or EXPORT.")
    commodity = models.CharField(max_length=9, help_text="Statistical code, 9 digits; 000000000 for masked ones.")
    country = models.CharField(max_length=2, help_text="Origin of imports, destination of exports, ISO 3166.")
    office = models.CharField(max_length=2, help_text="Customs office declared to.")
    value = models.BigIntegerField(help_text="CIF of imports, FOB of exports, yen.")
    quantity = models.DecimalField(max_digits=20, decimal_places=4, null=True, help_text="In the first unit; or empty.")
    unit = models.CharField(max_length=4, help_text="The unit; blank where several are counted together.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["release", "direction", "commodity", "country", "office"], name="trade_cell_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.direction} {self.commodity} {self.country} {self.office}"


class MaskedCommodity(models.Model):
    """A commodity that a release does not show, since a trader asked for it."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="masked", help_text="Of which release.")
    direction = models.CharField(max_length=6, choices=_DIRECTIONS, help_text="IMPORT or EXPORT.")
    commodity = models.CharField(max_length=9, help_text="Statistical code, 9 digits.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "direction", "commodity"], name="masked_commodity_once")
        ]

    def __str__(self) -> str:
        return f"{self.direction} {self.commodity}"


class CurrencyCell(models.Model):
    """What was invoiced in one currency in a month, by country group: the shares of a half-year are made from it."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="currencies", help_text="Of which release.")
    direction = models.CharField(max_length=6, choices=_DIRECTIONS, help_text="IMPORT or EXPORT.")
    area = models.CharField(max_length=5, help_text="US, EU, ASIA or OTHER; the world is their sum.")
    currency = models.CharField(max_length=3, help_text="Currency of the invoice, ISO 4217.")
    value = models.BigIntegerField(help_text="Yen.")
    items = models.PositiveIntegerField(help_text="Goods items.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "direction", "area", "currency"], name="currency_cell_once")
        ]

    def __str__(self) -> str:
        return f"{self.direction} {self.area} {self.currency}"


class OfficeChoice(models.Model):
    """On one day, the declarations of authorised operators of goods under an office, and those declared elsewhere."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="choices", help_text="Of which release.")
    direction = models.CharField(max_length=6, choices=_DIRECTIONS, help_text="IMPORT or EXPORT.")
    office = models.CharField(max_length=2, help_text="Office with jurisdiction over the place of the goods.")
    day = models.DateField(help_text="The declared day in Japan.")
    declarations = models.PositiveIntegerField(help_text="Declarations of authorised operators.")
    elsewhere = models.PositiveIntegerField(help_text="Of these, declared to another office.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "direction", "office", "day"], name="office_choice_once"),
            models.CheckConstraint(
                condition=Q(elsewhere__lte=models.F("declarations")), name="office_choice_a_part_of_all"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.direction} {self.office} {self.day}"
