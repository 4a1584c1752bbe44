"""The legal act, and what it says in each of its versions."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from declarations.data import Direction
from declarations.holds import Turn
from declarations.models.submission import Submission
from declarations.querysets import DeclarationQuerySet
from declarations.selection.models import CATEGORIES
from declarations.status import Status

DIRECTIONS = [(direction.value, direction.name.capitalize()) for direction in Direction]


def money(**options: object) -> models.DecimalField:
    """A column for an amount in a named currency, as stated."""
    return models.DecimalField(max_digits=17, decimal_places=4, **options)  # type: ignore[arg-type]


def converted_money(**options: object) -> models.DecimalField:
    """A column for an amount in another currency than stated: the greatest amount at the dearest rate fits."""
    return models.DecimalField(max_digits=25, decimal_places=4, **options)  # type: ignore[arg-type]


class Condition(models.TextChoices):
    """Under which condition it is declared (NACCS: declaration condition)."""

    PRELIMINARY = "Z", "preliminary: before the goods have arrived"
    PRELIMINARY_AT_ONCE = "U", "preliminary, permit as soon as the goods are carried in"
    PRELIMINARY_BY_SEA = "S", "preliminary, by the arrival that the carrier reports"
    QUEUED = "K", "queued until the office opens"

    @classmethod
    def preliminary(cls) -> frozenset["Condition"]:
        """Those that wait for the goods: the main declaration fires when they are carried in."""
        return frozenset({cls.PRELIMINARY, cls.PRELIMINARY_AT_ONCE, cls.PRELIMINARY_BY_SEA})


class Declaration(models.Model):
    """One declaration: who, its number, where it stands. What it says is in its versions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, help_text="uuid7, inside only.")
    number = models.TextField(unique=True, help_text="Declaration number, 11 characters (see numbering.py).")
    direction = models.TextField(choices=DIRECTIONS, help_text="IMPORT or EXPORT.")
    declarant = models.ForeignKey("traders.Trader", models.PROTECT, related_name="declared", help_text="Who declares.")
    trader = models.ForeignKey("traders.Trader", models.PROTECT, related_name="traded", help_text="Importer/exporter.")
    own_reference = models.TextField(help_text="The declarant's own reference.")
    status = models.TextField(choices=Status.choices, help_text="Where it stands.")
    version = models.PositiveSmallIntegerField(help_text="The current version, from 1.")
    category = models.PositiveSmallIntegerField(choices=CATEGORIES, help_text="Category of examination now.")
    customs_office = models.TextField(help_text="Customs office declared to.")
    lodged_at = models.DateTimeField(help_text="When it was declared (as at).")
    lodged_on = models.DateField(help_text="The declared day in Japan: it chooses law and rates.")
    condition = models.TextField(
        blank=True, choices=Condition.choices, help_text="Declaration condition: preliminary, or queued; else blank."
    )
    arrived_at = models.DateTimeField(null=True, help_text="When its goods were carried in, after a preliminary one.")
    released_early_at = models.DateTimeField(
        null=True, help_text="When the goods were released before the permit (BP)."
    )
    released_at = models.DateTimeField(null=True, help_text="When the permit was given.")
    duty_due_on = models.DateField(null=True, help_text="Last day for the duty declaration of an AEO release.")
    duty_declaration = models.ForeignKey(
        "DutyDeclaration", models.PROTECT, null=True, related_name="releases", help_text="The one that declared it."
    )
    next_action_at = models.DateTimeField(null=True, help_text="When somebody must look at it; null once ended.")
    next_action_by = models.TextField(
        blank=True, choices=[(p.value, p.value.capitalize()) for p in Turn], help_text="Whose turn it is."
    )
    published_until = models.DateTimeField(null=True, help_text="The dispatcher does not publish it again before.")
    last_seq = models.PositiveIntegerField(help_text="The seq of its last event.")
    last_hash = models.TextField(help_text="The hash of its last event: the head of its chain.")

    objects = DeclarationQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        permissions = [
            ("decide_declaration", "Can decide about goods, and take cases from the queue"),
            ("direct_declaration", "Can hand cases on, and act on many at once"),
            ("watch_declaration", "Can see the dashboard, and take reports"),
            ("verify_declaration", "Can have the whole store verified"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["declarant", "own_reference"], name="declaration_own_reference_used_once"),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="declaration_status_known"),
            models.CheckConstraint(condition=Q(category__in=[1, 2, 3]), name="declaration_category_known"),
            models.CheckConstraint(
                condition=Q(status__in=Status.terminal()) ^ Q(next_action_at__isnull=False),
                name="declaration_open_has_next_action",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.RELEASED) ^ Q(released_at__isnull=True), name="declaration_released_has_time"
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.RELEASED_EARLY) | Q(released_early_at__isnull=False),
                name="declaration_released_early_has_time",
            ),
            models.CheckConstraint(
                condition=Q(arrived_at__isnull=True) | Q(condition__in=Condition.preliminary()),
                name="declaration_arrival_after_preliminary",
            ),
        ]
        indexes = [
            models.Index(fields=["declarant", "-id"], name="declaration_of_declarant"),
            BrinIndex(fields=["lodged_on"], name="declaration_lodged_on", autosummarize=True),
            models.Index(fields=["next_action_at"], condition=Q(next_action_at__isnull=False), name="declaration_due"),
            models.Index(
                fields=["next_action_at", "id"],
                condition=Q(next_action_by=Turn.OFFICER.value),
                name="declaration_officers_queue",
            ),
            models.Index(
                fields=["duty_due_on"],
                condition=Q(duty_due_on__isnull=False, duty_declaration__isnull=True),
                name="declaration_duty_due",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Cause(models.TextChoices):
    """Why a version was made."""

    LODGED = "LODGED", "lodged"
    AMENDED = "AMENDED", "amended before release"
    ARRIVED = "ARRIVED", "declared anew when the goods were carried in"
    OPENED = "OPENED", "declared anew when the office opened"
    ASSESSED = "ASSESSED", "an officer assessed the duty"
    CORRECTED = "CORRECTED", "amended after release"
    DUTY_DECLARED = "DUTY_DECLARED", "duty declared after an AEO release"


class Version(models.Model):
    """What a declaration says: its header, as typed columns. Appended, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, help_text="uuid7.")
    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="versions", help_text="Of which.")
    number = models.PositiveSmallIntegerField(help_text="From 1.")
    cause = models.TextField(choices=Cause.choices, help_text="Why this version was made.")
    reason = models.TextField(help_text="The reason given for it; blank for the first version.")
    made_at = models.DateTimeField(help_text="When it was made (as at).")
    assessed_on = models.DateField(help_text="The day in Japan whose law and rates it was assessed by.")
    examined_from = models.PositiveSmallIntegerField(
        help_text="The first version whose examination counts for this one: its own number, where what is said changed."
    )
    submission = models.ForeignKey(
        Submission, models.PROTECT, related_name="versions", help_text="The message that says it."
    )
    selection = models.ForeignKey("selection.Selection", models.PROTECT, related_name="+", help_text="How selected.")
    declaration_type = models.TextField(help_text="Declaration type code.")
    customs_office = models.TextField(help_text="Customs office, 2 characters.")
    customs_department = models.TextField(help_text="Department of the office.")
    bonded_area = models.TextField(help_text="Bonded area where the goods lie, 5 characters.")
    cargo_kind = models.TextField(help_text="Kind of cargo.")
    trader_code = models.TextField(help_text="Importer or exporter code, as declared.")
    trader_name = models.TextField(help_text="Importer or exporter name, as declared.")
    trader_address = models.TextField(help_text="Importer or exporter address, as declared.")
    counterparty_name = models.TextField(help_text="Consignor or consignee name.")
    counterparty_country = models.TextField(help_text="Consignor or consignee country, ISO 3166.")
    counterparty_address = models.TextField(help_text="Consignor or consignee address.")
    package_count = models.PositiveIntegerField(help_text="Number of packages.")
    package_unit = models.TextField(help_text="Kind of package, UN/ECE Rec. 21.")
    marks = models.TextField(help_text="Marks and numbers.")
    gross_mass = models.DecimalField(max_digits=11, decimal_places=3, help_text="Gross mass, kg.")
    transport_documents = ArrayField(models.TextField(), help_text="Bills of lading, air waybills.")
    vessel_name = models.TextField(help_text="Vessel or flight.")
    vessel_code = models.TextField(help_text="Call sign.")
    arrival_on = models.DateField(null=True, help_text="Day of arrival in Japan (imports).")
    departure_on = models.DateField(null=True, help_text="Day of departure.")
    loading_place = models.TextField(help_text="Place of loading: UN/LOCODE (imports) or port in Japan (exports).")
    unloading_place = models.TextField(help_text="Port of unloading in Japan (imports) or destination (exports).")
    container_count = models.PositiveSmallIntegerField(help_text="Containers.")
    invoice_number = models.TextField(help_text="Invoice number.")
    incoterm = models.TextField(help_text="Terms of the price.")
    invoice_currency = models.TextField(help_text="Currency of the invoice, ISO 4217.")
    invoice_amount = money(help_text="Invoice total in its currency.")
    freight_currency = models.TextField(help_text="Currency of the freight.")
    freight_amount = money(null=True, help_text="Freight in its currency.")
    insurance_currency = models.TextField(help_text="Currency of the insurance.")
    insurance_amount = money(null=True, help_text="Insurance in its currency.")
    charges_shared_by = models.TextField(
        help_text="What shares freight, insurance and adjustments over the items: PRICE, NET_MASS; blank for PRICE."
    )
    adjustments_yen = converted_money(help_text="Additions to the price less deductions from it, in yen.")
    exchange_rate = models.DecimalField(
        max_digits=14, decimal_places=6, help_text="Yen per unit of the invoice's currency, in force on the day."
    )
    common_control_number = models.TextField(help_text="Links the agencies' filings.")
    delivery_place = models.TextField(help_text="Place of delivery after permit.")
    e_commerce = models.BooleanField(null=True, help_text="Sold through an e-commerce platform.")
    platform_name = models.TextField(help_text="Name of that platform.")
    remarks = models.TextField(help_text="Remarks for customs.")
    customs_value = models.BigIntegerField(help_text="Customs value of all items, yen (CIF imports, FOB exports).")
    duty_total = models.BigIntegerField(help_text="Customs duty to pay, yen.")
    internal_tax_total = models.BigIntegerField(help_text="Other internal taxes to pay, such as liquor tax, yen.")
    consumption_tax_total = models.BigIntegerField(help_text="National consumption tax to pay, yen.")
    local_consumption_tax_total = models.BigIntegerField(help_text="Local consumption tax to pay, yen.")
    total_to_pay = models.BigIntegerField(help_text="All of it, yen.")
    duty_is_computed = models.BooleanField(help_text="False when an officer has to assess an item.")
    steps = models.JSONField(help_text="From the invoice to the customs value, and from the lines to the totals.")

    class Meta:
        ordering = ("declaration", "number")
        constraints = [
            models.UniqueConstraint(fields=["declaration", "number"], name="version_number_once"),
            models.CheckConstraint(
                condition=Q(
                    total_to_pay=models.F("duty_total")
                    + models.F("internal_tax_total")
                    + models.F("consumption_tax_total")
                    + models.F("local_consumption_tax_total")
                ),
                name="version_totals_add_up",
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"
