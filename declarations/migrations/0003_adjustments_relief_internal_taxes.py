"""Columns for adjustments of the price, relief of duty and other internal taxes. Rows that are there have none."""

from typing import Any

from django.db import migrations, models
from django.db.models import F, Q


def add(model: str, name: str, field: "models.Field[Any, Any]") -> migrations.AddField:
    """A column that present rows get by its default, which is not kept."""
    return migrations.AddField(model_name=model, name=name, field=field, preserve_default=False)


class Migration(migrations.Migration):
    dependencies = [("declarations", "0002_walls")]

    operations = [
        migrations.RemoveConstraint(model_name="version", name="version_totals_add_up"),
        add(
            "goodsitem",
            "relief_code",
            models.TextField(help_text="Duty relief or exemption claimed; blank for none.", default=""),
        ),
        add(
            "assessedduty",
            "relief_amount",
            models.BigIntegerField(help_text="Taken off the duty by a relief, yen.", default=0),
        ),
        add(
            "assessedduty",
            "internal_tax_line",
            models.BigIntegerField(help_text="Other internal taxes, such as liquor tax, yen.", default=0),
        ),
        add(
            "version",
            "charges_shared_by",
            models.TextField(
                help_text="What shares freight, insurance and adjustments over the items: PRICE, NET_MASS; blank for PRICE.",
                default="",
            ),
        ),
        add(
            "version",
            "adjustments_yen",
            models.DecimalField(
                max_digits=25,
                decimal_places=4,
                help_text="Additions to the price less deductions from it, in yen.",
                default=0,
            ),
        ),
        add(
            "version",
            "internal_tax_total",
            models.BigIntegerField(help_text="Other internal taxes to pay, such as liquor tax, yen.", default=0),
        ),
        add(
            "version",
            "steps",
            models.JSONField(
                help_text="From the invoice to the customs value, and from the lines to the totals.", default=list
            ),
        ),
        migrations.AlterField(
            model_name="goodsitem",
            name="charges_amount",
            field=models.DecimalField(
                max_digits=25,
                decimal_places=4,
                help_text="Its share of freight and insurance, in the invoice's currency.",
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=Q(
                    total_to_pay=F("duty_total")
                    + F("internal_tax_total")
                    + F("consumption_tax_total")
                    + F("local_consumption_tax_total")
                ),
                name="version_totals_add_up",
            ),
        ),
    ]
