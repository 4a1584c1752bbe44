"""`/consolidations`: invoice lines in, the goods items of a draft out, with a trace back to the lines."""

from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec
from django.http import HttpResponse
from msgspec import Meta, Struct
from rest_framework.request import Request
from rest_framework.views import APIView

from declarations.account import Step
from declarations.api.edge import document_of, parameters, reply
from declarations.api.operation import operation
from declarations.api.serializers import DirectionWord
from declarations.clearance.assessing import declared_day
from declarations.clearance.consolidating import Consolidation, Draft, consolidate
from declarations.clearance.pricing import Price
from declarations.clock import instant_of
from declarations.contract import read
from declarations.data import (
    Adjustment,
    Charge,
    Direction,
    GoodsItem,
    Invoice,
    Mass,
    Money,
    PermitClaim,
    Quantity,
    plain,
)
from declarations.data.words import (
    CertificateCode,
    CommodityCode,
    CountryCode,
    CurrencyCode,
    Incoterm,
    UnitCode,
    about,
    code,
    text,
)
from declarations.tariff.consolidation import MOST_ITEMS, MOST_LINES, Item, Mark


class _In(Struct, frozen=True, forbid_unknown_fields=True):
    """A message in: named fields only."""


class InvoiceLine(_In, frozen=True, kw_only=True):
    """One line of an invoice. Units may be those of the schedule or customary ones (UN/ECE Rec. 20, such as LBR)."""

    commodity_code: Annotated[CommodityCode, about("Statistical code and NACCS digit.", example="2103100005")]
    description: Annotated[str, text(40), about("Description of the goods.", example="SOY SAUCE")]
    origin: Annotated[CountryCode, about("Country of origin.", example="SG")]
    invoice_amount: Annotated[Money, about("Price of the line, in the invoice's currency.", example="2000")]
    quantity: Annotated[Quantity, about("Quantity.", example="2000")] | None = None
    quantity_unit: Annotated[UnitCode, about("Its unit.", example="KG")] | None = None
    second_quantity: Annotated[Quantity, about("Another quantity.", example="5")] | None = None
    second_quantity_unit: Annotated[UnitCode, about("Its unit.", example="MT")] | None = None
    net_mass: Annotated[Mass, about("Net mass, kg.", example="1800")] | None = None
    origin_certificate: Annotated[CertificateCode, about("Which preference is asked.", example="EUJP")] | None = None
    permits: Annotated[tuple[PermitClaim, ...], Meta(max_length=5), about("Claims under other laws.", example=[])] = ()


class ConsolidationQuestion(_In, frozen=True, kw_only=True):
    """Which goods items do these invoice lines make?"""

    direction: DirectionWord
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
    lines: Annotated[tuple[InvoiceLine, ...], Meta(min_length=1, max_length=MOST_LINES)]
    on: Annotated[date, about("As at which day; today where left out.", example="2026-07-09")] | None = None


class TracedItem(Struct, frozen=True, omit_defaults=True):
    """What went into one goods item: invoice lines from 1, codes, and what a line did not state."""

    number: int
    lines: tuple[int, ...]
    mark: Mark
    commodity_codes: tuple[str, ...]
    customs_value: str
    missing: tuple[str, ...] = ()


class DraftAnswer(Struct, frozen=True, omit_defaults=True):
    """One declaration: what its form says of price and goods, and where each item comes from."""

    invoice_amount: str
    customs_value: str
    goods_items: tuple[GoodsItem, ...]
    trace: tuple[TracedItem, ...]
    steps: tuple[Step, ...]
    freight: Charge | None = None
    insurance: Charge | None = None
    adjustments: tuple[Adjustment, ...] = ()


class ConsolidationAnswer(Struct, frozen=True):
    """The drafts. `notes` tell beforehand what a declarant should know of them."""

    on: date
    declarations_needed: int
    drafts: tuple[DraftAnswer, ...]
    exchange_rates: dict[str, str]
    notes: tuple[str, ...]


class Consolidations(APIView):
    """`/consolidations`."""

    chapter = "before you declare"

    @operation(takes=ConsolidationQuestion, gives=ConsolidationAnswer)
    def post(self, request: Request) -> HttpResponse:
        """Which goods items do these invoice lines make, and which lines are in each."""
        parameters(request)
        asked: ConsolidationQuestion = read(document_of(request).value, ConsolidationQuestion)
        on = asked.on or declared_day(instant_of(request))
        return reply(_answer(consolidate(_price(asked), on=on), on=on))


def _price(asked: ConsolidationQuestion) -> Price:
    lines = [GoodsItem(**{name: getattr(line, name) for name in InvoiceLine.__struct_fields__}) for line in asked.lines]
    total = Money(sum((line.invoice_amount for line in lines), Decimal(0)))
    return Price(
        direction=Direction(asked.direction),
        invoice=Invoice(number="CONSOLIDATION", incoterm=asked.incoterm, currency=asked.currency, amount=total),
        items=lines,
        freight=asked.freight,
        insurance=asked.insurance,
        adjustments=asked.adjustments,
        charges_shared_by=asked.charges_shared_by,
    )


def _answer(made: Consolidation, *, on: date) -> ConsolidationAnswer:
    return ConsolidationAnswer(
        on=on,
        declarations_needed=len(made.drafts),
        drafts=tuple(_draft(draft) for draft in made.drafts),
        exchange_rates={currency: plain(rate) for currency, rate in made.yen_per.items()},
        notes=tuple(_notes(made)),
    )


def _draft(draft: Draft) -> DraftAnswer:
    values = draft.valuation.item_values
    traced = enumerate(zip(draft.items, values, strict=True), start=1)
    return DraftAnswer(
        invoice_amount=plain(draft.price.invoice.amount),
        customs_value=str(sum(values)),
        goods_items=tuple(draft.price.items),
        trace=tuple(_traced(number, item, value) for number, (item, value) in traced),
        steps=tuple(Step(**msgspec.structs.asdict(step)) for step in draft.valuation.steps),
        freight=draft.price.freight,
        insurance=draft.price.insurance,
        adjustments=draft.price.adjustments,
    )


def _traced(number: int, item: Item, value: int) -> TracedItem:
    alone = item.mark is not Mark.GROUPED
    return TracedItem(
        number=number,
        lines=item.lines,
        mark=item.mark,
        commodity_codes=tuple(dict.fromkeys(heap.commodity.code10 for heap in item.heaps)),
        customs_value=str(value),
        missing=tuple(f"quantity in {unit}" for amount, unit in item.head.quantities if alone and amount is None),
    )


def _notes(made: Consolidation) -> list[str]:
    notes = []
    if len(made.drafts) > 1:
        notes.append(f"{len(made.drafts)} declarations are needed: one has at most {MOST_ITEMS} goods items")
    grouped = any(item.mark is Mark.GROUPED for draft in made.drafts for item in draft.items)
    if grouped and not made.practice.is_sure:
        notes.append(f"how small values are grouped: {made.practice.source}")
    return notes
