"""The messages of the smaller routes, in and out. The declaration itself is `declarations.data`; its account
is `declarations.account`."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from msgspec import Meta, Struct

from declarations.account import ItemDuty, Step
from declarations.data import Adjustment, Charge, InternalTax, Mass, Money, Quantity
from declarations.data.declaration import MOST_GOODS_ITEMS
from declarations.data.words import (
    CertificateCode,
    CommodityCode,
    CountryCode,
    CurrencyCode,
    Incoterm,
    UnitCode,
    about,
    code,
)
from declarations.rules import Finding
from declarations.wco import Report

DirectionWord = Annotated[str, code("(IMPORT|EXPORT)"), about("Which way the goods go.", example="IMPORT")]


class _In(Struct, frozen=True, forbid_unknown_fields=True):
    """A message in: named fields only."""


class RequirementLine(_In, frozen=True, kw_only=True):
    """Goods of which it is asked which other laws may bind them."""

    commodity_code: Annotated[CommodityCode, about("Statistical code and NACCS digit.", example="2103100005")]
    origin: Annotated[CountryCode, about("Country of origin.", example="SG")]


class RequirementsQuestion(_In, frozen=True, kw_only=True):
    """Which permits will these goods need?"""

    direction: DirectionWord
    goods_items: Annotated[tuple[RequirementLine, ...], Meta(min_length=1, max_length=MOST_GOODS_ITEMS)]
    on: Annotated[date, about("As at which day; today where left out.", example="2026-07-09")] | None = None


class RequirementAnswer(Struct, frozen=True):
    """One law that may bind one item, and the requirement that makes it bind."""

    item: int
    law: str
    name: str
    agency: str
    asked_electronically: bool
    rule: Annotated[
        str,
        about(
            "Law, start of the code, direction, origin if it is of one, first day.", example="FD/2103/IMPORT/2026-07-09"
        ),
    ]


class RequirementsAnswer(Struct, frozen=True):
    """Every law that may bind, as at a day and by which edition of the requirements."""

    on: date
    edition: int
    requirements: tuple[RequirementAnswer, ...]


class EstimateLine(_In, frozen=True, kw_only=True):
    """Goods of which the duty is asked."""

    commodity_code: Annotated[CommodityCode, about("Statistical code and NACCS digit.", example="2103100005")]
    origin: Annotated[CountryCode, about("Country of origin.", example="SG")]
    invoice_amount: Annotated[Money, about("Price, in the invoice's currency.", example="2000")]
    quantity: Annotated[Quantity, about("Quantity 1.", example="2000")] | None = None
    quantity_unit: Annotated[UnitCode, about("Unit of quantity 1.", example="KG")] | None = None
    second_quantity: Annotated[Quantity, about("Quantity 2.", example="5")] | None = None
    second_quantity_unit: Annotated[UnitCode, about("Unit of quantity 2.", example="MT")] | None = None
    net_mass: Annotated[Mass, about("Net mass, kg.", example="1800")] | None = None
    origin_certificate: Annotated[CertificateCode, about("Which preference is asked.", example="EUJP")] | None = None
    internal_taxes: Annotated[
        tuple[InternalTax, ...], Meta(max_length=6), about("Such as liquor tax.", example=[{"kind": "BEER"}])
    ] = ()


class EstimateQuestion(_In, frozen=True, kw_only=True):
    """What would be owed on these imports?"""

    incoterm: Annotated[Incoterm, about("Terms of the price.", example="FOB")]
    currency: Annotated[CurrencyCode, about("Currency of the prices.", example="USD")]
    freight: Annotated[Charge, about("Freight.", example={"currency": "JPY", "amount": "45000"})] | None = None
    insurance: Annotated[Charge, about("Insurance.", example={"currency": "JPY", "amount": "5000"})] | None = None
    adjustments: Annotated[
        tuple[Adjustment, ...], Meta(max_length=10), about("Additions and deductions.", example=[])
    ] = ()
    charges_shared_by: (
        Annotated[str, code("(PRICE|NET_MASS)"), about("What shares the charges.", example="PRICE")] | None
    ) = None
    simplified_tariff: Annotated[bool, about("Whether the simplified tariff is asked for.", example=False)] | None = (
        None
    )
    goods_items: Annotated[tuple[EstimateLine, ...], Meta(min_length=1, max_length=MOST_GOODS_ITEMS)]
    on: Annotated[date, about("As at which day; today where left out.", example="2026-07-09")] | None = None


class EstimatedItem(Struct, frozen=True):
    """What would be owed on one item, with every step."""

    number: int
    commodity_code: str
    customs_value: str
    duty: ItemDuty


class Estimate(Struct, frozen=True, omit_defaults=True):
    """An estimate: not an assessment. Yen, as decimal strings."""

    on: date
    customs_value: str
    duty: str
    consumption_tax: str
    local_consumption_tax: str
    total_to_pay: str
    goods_items: tuple[EstimatedItem, ...]
    exchange_rates: dict[str, str]
    not_computable: tuple[str, ...] = ()
    internal_taxes: str = "0"
    steps: tuple[Step, ...] = ()


class DryRun(Struct, frozen=True, omit_defaults=True):
    """What would come of lodging it now: nothing is kept. Of XML, what became of it, and where each finding lies."""

    outcome: str
    on: date
    findings: tuple[Finding, ...]
    requirements: tuple[RequirementAnswer, ...]
    estimate: Estimate | None = None
    report: Report | None = None
    elements: dict[str, str] = {}


class CommodityAnswer(Struct, frozen=True, omit_defaults=True):
    """One line of the tariff in force on a day. `notes` say which rates need an officer, and why."""

    code: str
    description: str
    units: tuple[str, ...]
    rates: dict[str, str]
    consumption_tax_class: str
    other_laws: tuple[str, ...]
    season: str = ""
    description_ja: str = ""
    heading_en: str = ""
    heading_ja: str = ""
    notes: tuple[str, ...] = ()
    is_demonstration: bool = False


class Page(Struct, frozen=True, omit_defaults=True):
    """A page of a list. `next` is the address of the page after it."""

    items: Sequence[Any]
    next: str | None = None
