"""The tables of the tariff: commodities and rates, exchange rates, offices, bonded areas, code lists.

Lines of the schedule and rates of exchange have two times. `valid_from` and `valid_to` say for which declared days
they hold; `recorded_at` and `superseded_at` since when and until when we believed it. Loading never rewrites a
row: what is no longer believed is superseded, and what is believed instead is a new row. So a declaration of an
earlier day is assessed by the schedule of that day, and what was known at an instant can still be asked. Offices
and bonded areas decide no amount and are simply kept up to date.

Every change bumps `TariffEdition` by trigger, whatever wrote it, so that cached snapshots (`in_force.py`) notice.
Countries and currencies are not tables: pycountry has them.
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Cast, Mod, Now

from declarations.tariff.querysets import BondedAreaQuerySet, CommodityQuerySet, RecordedQuerySet
from declarations.tariff.regimes import Regime
from declarations.tariff.values import ConsumptionTaxClass

_MMDD = r"^(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$"


class Recorded(models.Model):
    """What we believe, and since when."""

    recorded_at = models.DateTimeField(
        db_default=Now(), help_text="Instant from which the row was part of what is known."
    )
    superseded_at = models.DateTimeField(
        null=True, blank=True, help_text="Instant at which another row took its place; empty while it is believed."
    )

    class Meta:
        abstract = True


class Commodity(Recorded):
    """One statistical line of the import schedule, in one season."""

    code9 = models.CharField("statistical code", max_length=9, help_text="HS code (6) and statistical subdivision (3).")
    naccs_digit = models.PositiveSmallIntegerField(
        "NACCS digit", help_text="Tenth character: remainder of the nine digits divided by 7."
    )
    season_from = models.CharField(
        max_length=4, blank=True, help_text="First day of the season as MMDD; empty when the line has no season."
    )
    season_to = models.CharField(
        max_length=4, blank=True, help_text="Last day of the season as MMDD; may lie in the next year."
    )
    description_en = models.TextField(
        "description", blank=True, help_text="Description of the goods in English, where there is one."
    )
    description_ja = models.TextField(
        "Japanese description", blank=True, help_text="Description of the goods in Japanese."
    )
    heading_en = models.TextField(
        "English heading", blank=True, help_text="Our own words for the chapter and heading that the line is under."
    )
    heading_ja = models.TextField(
        "Japanese heading", blank=True, help_text="The headings above the line in Japanese, parted by >."
    )
    unit1 = models.CharField("first unit", max_length=4, blank=True, help_text="First statistical unit; may be empty.")
    unit2 = models.CharField(
        "second unit", max_length=4, blank=True, help_text="Second statistical unit; most lines have only this one."
    )
    consumption_tax_class = models.CharField(
        max_length=8,
        choices=[(each.value, each.name.capitalize()) for each in ConsumptionTaxClass],
        default=ConsumptionTaxClass.STANDARD.value,
        help_text="Rate of consumption tax: standard, or reduced (food and drink other than liquor).",
    )
    other_laws = models.CharField(
        max_length=60, blank=True, help_text="Codes of the other laws that the schedule prints beside the line."
    )
    valid_from = models.DateField(help_text="First declared day on which the line is valid.")
    valid_to = models.DateField(null=True, blank=True, help_text="Last declared day; empty while the line is valid.")
    source = models.CharField(max_length=200, help_text="Edition of the schedule that the line was taken from.")
    is_demonstration = models.BooleanField(default=False, help_text="Whether the line was made up for demonstrations.")

    words = models.GeneratedField(
        expression=Func("description_en", "heading_en", "description_ja", "heading_ja", function="tariff_words"),
        output_field=SearchVectorField(),
        db_persist=True,
        help_text="English word stems, and pairs of neighbouring Japanese letters, for the search.",
    )

    objects = CommodityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "commodities"
        ordering = ["code9", "season_from", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["code9", "season_from", "valid_from"],
                condition=Q(superseded_at__isnull=True),
                name="commodity_once_a_season_and_day",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True) | Q(superseded_at__gte=F("recorded_at")),
                name="commodity_recorded_in_order",
            ),
            models.CheckConstraint(condition=Q(code9__regex=r"^[0-9]{9}$"), name="commodity_code_is_nine_digits"),
            models.CheckConstraint(
                condition=Q(naccs_digit=Mod(Cast("code9", models.IntegerField()), 7)), name="commodity_naccs_digit"
            ),
            models.CheckConstraint(
                condition=Q(season_from="", season_to="") | Q(season_from__regex=_MMDD, season_to__regex=_MMDD),
                name="commodity_season_is_two_days",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="commodity_valid_in_order"
            ),
            models.CheckConstraint(
                condition=Q(consumption_tax_class__in=[each.value for each in ConsumptionTaxClass]),
                name="commodity_consumption_tax_class_is_known",
            ),
        ]
        indexes = [
            models.Index(fields=["code9"], name="commodity_code_prefix", opclasses=["varchar_pattern_ops"]),
            GinIndex(fields=["words"], name="commodity_words", fastupdate=False),
        ]

    def __str__(self) -> str:
        return f"{self.code10} {self.description}"

    @property
    def code10(self) -> str:
        """Nine digits and the NACCS digit."""
        return f"{self.code9}{self.naccs_digit}"

    @property
    def description(self) -> str:
        """In English where there is one, else in Japanese."""
        return self.description_en or self.description_ja


class LoadedSchedule(models.Model):
    """An edition of the schedule that was loaded, and what it changed."""

    valid_from = models.DateField(help_text="First declared day of the edition.")
    source = models.CharField(max_length=200, help_text="Name of the file.")
    sha256 = models.CharField("SHA-256", max_length=64, help_text="Checksum of the file.")
    lines = models.PositiveIntegerField(help_text="Lines in the file.")
    added = models.PositiveIntegerField(help_text="Lines that were new on the first day.")
    removed = models.PositiveIntegerField(help_text="Lines that ended with the day before.")
    changed = models.PositiveIntegerField(help_text="Lines of which something changed.")
    recorded_at = models.DateTimeField(help_text="Instant at which it was loaded.")

    class Meta:
        ordering = ["-recorded_at"]
        indexes = [models.Index(fields=["valid_from"], name="loaded_schedule_valid_from")]

    def __str__(self) -> str:
        return f"{self.source} from {self.valid_from}"


class DutyRate(models.Model):
    """One cell of the schedule: the rate of a commodity under one regime, as printed."""

    commodity = models.ForeignKey(
        Commodity, on_delete=models.CASCADE, related_name="duty_rates", help_text="The line that the rate is for."
    )
    regime = models.CharField(
        max_length=16,
        choices=[(each.value, each.spoken) for each in Regime],
        help_text="Column of the schedule: general, temporary, WTO, a preference or an agreement.",
    )
    notation = models.TextField(help_text="The rate as printed; in brackets when it is not the rate that applies.")

    class Meta:
        ordering = ["commodity", "regime"]
        constraints = [
            models.UniqueConstraint("commodity", "regime", name="duty_rate_once_a_regime"),
            models.CheckConstraint(
                condition=Q(regime__in=[each.value for each in Regime]), name="duty_rate_regime_is_known"
            ),
            models.CheckConstraint(condition=~Q(notation=""), name="duty_rate_notation_is_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.regime} {self.notation}"


class ExchangeRate(Recorded):
    """The customs rate of a currency for one week, Sunday to Saturday, chosen by the declared day."""

    class Source(models.TextChoices):
        """Where a rate comes from."""

        CUSTOMS = "CUSTOMS", "published by customs"
        DEMONSTRATION = "DEMONSTRATION", "made for demonstrations"

    currency = models.CharField(max_length=3, help_text="Currency, ISO 4217.")
    units_quoted = models.PositiveSmallIntegerField(
        default=1, help_text="For how many units of the currency the yen are quoted: 1 or 100."
    )
    yen = models.DecimalField(max_digits=12, decimal_places=4, help_text="Yen for the quoted units.")
    valid_from = models.DateField(help_text="First declared day (a Sunday).")
    valid_to = models.DateField(help_text="Last declared day (a Saturday).")
    source = models.CharField(max_length=13, choices=Source, help_text="Published by customs, or a demonstration.")

    objects = RecordedQuerySet.as_manager()

    class Meta:
        ordering = ["currency", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["currency", "valid_from"],
                condition=Q(superseded_at__isnull=True),
                name="exchange_rate_once_a_week",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True) | Q(superseded_at__gte=F("recorded_at")),
                name="exchange_rate_recorded_in_order",
            ),
            models.CheckConstraint(condition=Q(currency__regex=r"^[A-Z]{3}$"), name="exchange_rate_currency_code"),
            models.CheckConstraint(condition=~Q(currency="JPY"), name="exchange_rate_is_foreign"),
            models.CheckConstraint(condition=Q(yen__gt=0, units_quoted__gt=0), name="exchange_rate_is_positive"),
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="exchange_rate_valid_in_order"),
            models.CheckConstraint(
                condition=Q(source__in=["CUSTOMS", "DEMONSTRATION"]), name="exchange_rate_source_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.units_quoted} {self.currency} = {self.yen} JPY from {self.valid_from}"


class CustomsOffice(models.Model):
    """A customs office that declarations are made to."""

    code = models.CharField(max_length=2, help_text="Office code: the digit of the customs, and the office.")
    name_en = models.CharField("name", max_length=100, help_text="Name in English.")
    customs_digit = models.PositiveSmallIntegerField(help_text="1 Tokyo, 2 Yokohama, 3 Kobe ... 9 Okinawa.")
    roman_name = models.CharField(max_length=30, blank=True, help_text="Name as printed on declarations.")
    statistical_code = models.CharField(max_length=4, blank=True, help_text="Code of the office in trade statistics.")
    is_verified = models.BooleanField(
        default=False, help_text="Whether the code was seen in an official source; the others were inferred."
    )

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint("code", name="customs_office_once"),
            models.CheckConstraint(condition=Q(code__regex=r"^[0-9][0-9A-Z]$"), name="customs_office_code"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_en}"


class BondedArea(models.Model):
    """A place under customs control where declared goods lie."""

    code = models.CharField(max_length=5, help_text="Bonded area code; the first two are usually the office.")
    name = models.CharField(max_length=100, help_text="Name of the place.")
    office = models.ForeignKey(
        CustomsOffice, on_delete=models.PROTECT, related_name="bonded_areas", help_text="Office with jurisdiction."
    )
    valid_from = models.DateField(help_text="First day of the permission.")
    valid_to = models.DateField(null=True, blank=True, help_text="Last day of the permission; empty while it lasts.")
    is_demonstration = models.BooleanField(default=False, help_text="Whether the place was made up.")

    objects = BondedAreaQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint("code", "valid_from", name="bonded_area_once_a_day"),
            models.CheckConstraint(condition=Q(code__regex=r"^[0-9A-Z]{5}$"), name="bonded_area_code"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="bonded_area_valid_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class DeclarationType(models.Model):
    """One of the one-letter import declaration types."""

    code = models.CharField(max_length=1, help_text="Type letter (NACCS item ICB).")
    meaning = models.CharField(max_length=120, help_text="What is declared with this type.")
    screen_form = models.CharField(max_length=3, blank=True, help_text="NACCS screen code of the type.")
    is_aeo = models.BooleanField(help_text="Whether only AEO importers or clients of AEO brokers may use it.")
    is_air_only = models.BooleanField(help_text="Whether it is for air cargo only.")
    allows_release_before_permit = models.BooleanField(
        help_text="Whether release before permit (BP) may be asked with it."
    )
    note = models.CharField(max_length=120, blank=True, help_text="Restrictions, and how sure the type is.")

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint("code", name="declaration_type_once"),
            models.CheckConstraint(condition=Q(code__regex=r"^[A-Z]$"), name="declaration_type_code"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.meaning}"


class TariffEdition(models.Model):
    """One row: the number of the present state of all tables above. Triggers change it, nothing else does."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, help_text="Always 1.")
    number = models.BigIntegerField(help_text="Differs after every change of the tariff; never seen twice.")
    changed_at = models.DateTimeField(help_text="When the tariff last changed.")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="tariff_edition_is_one_row")]

    def __str__(self) -> str:
        return f"edition {self.number}"
