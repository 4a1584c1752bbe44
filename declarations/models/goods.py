"""The numbered goods items of a version, what is owed on each, and what is claimed under other laws."""

import uuid

from django.db import models

from declarations.models.declaration import Version, converted_money, money


class GoodsItem(models.Model):
    """One goods item: one commodity, one origin. A row of the data file. Kept by month, by its id (migration 0021)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, help_text="uuid7.")
    version = models.ForeignKey(
        Version, models.PROTECT, related_name="goods_items", db_index=False, help_text="Of which version."
    )
    number = models.PositiveSmallIntegerField(help_text="From 1 to 98.")
    commodity_code = models.TextField(help_text="Statistical code (9) and NACCS digit (1).")
    description = models.TextField(help_text="Description of the goods.")
    origin = models.TextField(help_text="Country of origin, ISO 3166.")
    origin_certificate = models.TextField(help_text="Which preference is asked; blank for none.")
    relief_code = models.TextField(help_text="Duty relief or exemption claimed; blank for none.")
    quantity = models.DecimalField(max_digits=13, decimal_places=4, null=True, help_text="Quantity 1.")
    quantity_unit = models.TextField(help_text="Unit of quantity 1.")
    second_quantity = models.DecimalField(max_digits=13, decimal_places=4, null=True, help_text="Quantity 2.")
    second_quantity_unit = models.TextField(help_text="Unit of quantity 2.")
    net_mass = models.DecimalField(max_digits=11, decimal_places=3, null=True, help_text="Net mass, kg.")
    invoice_amount = money(help_text="Price of this item, in the invoice's currency.")
    charges_amount = converted_money(help_text="Its share of freight and insurance, in the invoice's currency.")
    customs_value = models.BigIntegerField(help_text="Customs value, yen: its share of CIF or FOB.")

    class Meta:
        ordering = ("version", "number")
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="goods_item_number_once"),
            models.CheckConstraint(
                condition=models.Q(number__gte=1, number__lte=98), name="goods_item_number_in_range"
            ),
        ]
        indexes = [models.Index(fields=["commodity_code", "id"], name="goods_item_of_commodity")]

    def __str__(self) -> str:
        return f"item {self.number}: {self.commodity_code}"


class AssessedDuty(models.Model):
    """The money owed on one goods item, and why: each step with its law."""

    goods_item = models.OneToOneField(
        GoodsItem, models.PROTECT, primary_key=True, related_name="assessed_duty", help_text="On which item."
    )
    rate_regime = models.TextField(help_text="Which column of the tariff applies: GENERAL, WTO, ...")
    rate_notation = models.TextField(help_text="The rate as the tariff writes it.")
    rate_reason = models.TextField(help_text="Why this rate.")
    duty_base = models.BigIntegerField(help_text="Customs value truncated to 1,000 yen.")
    duty_computed = models.BigIntegerField(help_text="Customs value x rate, whole yen, untruncated: the data file's.")
    duty_line = models.BigIntegerField(help_text="Duty by law, on the truncated base, whole yen.")
    relief_amount = models.BigIntegerField(help_text="Taken off the duty by a relief, yen.")
    internal_tax_line = models.BigIntegerField(help_text="Other internal taxes, such as liquor tax, yen.")
    consumption_tax_base = models.BigIntegerField(help_text="Base of the consumption tax, yen.")
    consumption_tax_line = models.BigIntegerField(help_text="National consumption tax, yen.")
    local_consumption_tax_line = models.BigIntegerField(help_text="Local consumption tax, yen.")
    not_computable = models.TextField(help_text="Why an officer has to assess it; blank when computed.")
    steps = models.JSONField(help_text="Each step: name, law, base, rate, amount, rounding.")

    class Meta:
        verbose_name_plural = "assessed duties"

    def __str__(self) -> str:
        return f"{self.duty_line} yen"


class PermitClaim(models.Model):
    """What the declarant says of one other law on one goods item."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, help_text="uuid7.")
    goods_item = models.ForeignKey(GoodsItem, models.PROTECT, related_name="permit_claims", help_text="On which item.")
    law = models.ForeignKey("permits.Law", models.PROTECT, related_name="+", help_text="Which law.")
    permit_number = models.TextField(help_text="Number of the permit; blank when none is claimed.")
    not_subject_reason = models.TextField(help_text="Why the law does not bind; blank when that is not claimed.")
    asks_agency = models.BooleanField(default=False, help_text="Whether the agency is asked to decide on the goods.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["goods_item", "law"], name="permit_claim_one_per_law"),
            models.CheckConstraint(
                condition=(~models.Q(permit_number="") & models.Q(not_subject_reason="", asks_agency=False))
                | (~models.Q(not_subject_reason="") & models.Q(permit_number="", asks_agency=False))
                | models.Q(permit_number="", not_subject_reason="", asks_agency=True),
                name="permit_claim_says_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.law_id}: {self.permit_number or self.not_subject_reason or 'the agency is asked'}"
