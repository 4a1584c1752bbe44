"""What the pages ask, once: each field of the form with its words, by section. Pages, checks and errors are made of it.

The sections of the declaration as a whole are in `header_questions.py`, those of a goods item here. A test asks that
every place of the form is in one of them.
"""

from django.utils.translation import gettext_lazy as _

from declarations.web.fields import Field, Group, Rows, Section
from declarations.web.header_questions import HEADER

ITEM = Section(
    slug="items",
    title=_("Goods items"),
    groups=(
        Group(
            title=_("Goods"),
            fields=(
                Field(
                    path="goods_items.commodity_code",
                    label=_("Commodity code"),
                    hint=_("Ten characters: statistical code and NACCS digit. Type words or digits to search."),
                    codes="commodities",
                ),
                Field(
                    path="goods_items.description",
                    label=_("Description of the goods"),
                    hint=_("Up to 40 characters."),
                ),
                Field(path="goods_items.origin", label=_("Country of origin"), codes="countries"),
                Field(
                    path="goods_items.invoice_amount",
                    label=_("Price"),
                    hint=_("Of this item, in the currency of the invoice."),
                ),
            ),
        ),
        Group(
            title=_("Quantity"),
            fields=(
                Field(path="goods_items.quantity", is_asked_by_rules=True, label=_("Quantity")),
                Field(path="goods_items.quantity_unit", is_asked_by_rules=True, label=_("Unit"), codes="units"),
                Field(
                    path="goods_items.net_mass", is_asked_by_rules=True, label=_("Net mass"), hint=_("In kilograms.")
                ),
                Field(path="goods_items.second_quantity", label=_("Second quantity")),
                Field(path="goods_items.second_quantity_unit", label=_("Unit of the second quantity"), codes="units"),
            ),
        ),
        Group(
            title=_("Preference, relief and other taxes"),
            is_aside=True,
            fields=(
                Field(
                    path="goods_items.origin_certificate",
                    label=_("Certificate of origin"),
                    hint=_("Which preference you ask for."),
                    codes="origin-certificates",
                ),
                Field(path="goods_items.relief_code", label=_("Relief of duty"), codes="relief-codes"),
                Field(path="goods_items.relief_amount", label=_("Duty that the relief takes off"), hint=_("In yen.")),
                Field(
                    path="goods_items.apportionment",
                    label=_("Coefficient for the customs value"),
                    hint=_("Where it is not the price."),
                ),
                Rows(
                    path="goods_items.internal_taxes",
                    label=_("Other internal taxes"),
                    hint=_("Such as liquor tax."),
                    fields=(
                        Field(
                            path="goods_items.internal_taxes.kind",
                            label=_("Kind of tax"),
                            codes="internal-tax-kinds",
                            kind="select",
                        ),
                        Field(path="goods_items.internal_taxes.litres", label=_("Litres")),
                        Field(path="goods_items.internal_taxes.alcohol", label=_("Alcohol, percent")),
                        Field(path="goods_items.internal_taxes.amount", label=_("Amount, yen")),
                    ),
                ),
            ),
        ),
    ),
)
PERMITS = Section(
    slug="permits",
    title=_("Permits under other laws"),
    groups=(
        Group(
            title=_("Permits"),
            fields=(
                Rows(
                    path="goods_items.permits",
                    label=_("Claims under other laws"),
                    fields=(
                        Field(
                            path="goods_items.permits.law", is_asked_by_rules=True, label=_("Law"), codes="other-laws"
                        ),
                        Field(
                            path="goods_items.permits.permit_number",
                            is_asked_by_rules=True,
                            label=_("Number of the permit or notification"),
                        ),
                        Field(
                            path="goods_items.permits.ask_agency",
                            label=_("Ask the agency to decide"),
                            codes="yes",
                            kind="checkbox",
                        ),
                        Field(
                            path="goods_items.permits.not_subject_reason",
                            is_asked_by_rules=True,
                            label=_("Why the law does not bind these goods"),
                        ),
                    ),
                ),
            ),
        ),
    ),
)
SECTIONS = (*HEADER, ITEM, PERMITS)
