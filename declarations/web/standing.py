"""How a draft stands, at any time: what is missing, what would be owed, which permits will be needed."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from msgspec import Struct

from declarations.clearance import Preview
from declarations.csv_columns import ITEMS
from declarations.data import Direction, plain
from declarations.tariff.regimes import Regime
from declarations.tariff.values import AssessedItem
from declarations.web import said
from declarations.web.choices import in_the_language
from declarations.web.inputs import Problem


class ItemEstimate(Struct, frozen=True):
    """What one goods item would owe, yen, with the rate that was taken. `not_computable` says why nobody can tell."""

    number: int
    customs_value: int
    rate: str
    duty: int
    taxes: int
    not_computable: str


class Estimate(Struct, frozen=True, kw_only=True):
    """What the goods items that are complete would owe, yen. `is_whole`: they are all."""

    items: dict[int, ItemEstimate]
    customs_value: int
    duty: int
    internal_taxes: int
    consumption_taxes: int
    total: int
    rates: tuple[tuple[str, str], ...]
    is_whole: bool
    is_owed: bool


class PermitNeeded(Struct, frozen=True):
    """One law that may bind one goods item, the agency that decides, and what the draft says of it."""

    item: int
    law: str
    name: str
    agency: str
    asked_electronically: bool
    claim: str


class Totals(Struct, frozen=True):
    """The goods items' prices in all, beside the invoice's total; and their net masses beside the gross mass."""

    items: int
    prices: str
    invoice: str
    currency: str
    net_mass: str
    gross_mass: str
    is_even: bool


class Standing(Struct, frozen=True, kw_only=True):
    """All of it, as at the rates of a day."""

    on: date
    missing: tuple[Problem, ...]
    estimate: Estimate | None
    permits: tuple[PermitNeeded, ...]
    totals: Totals

    @property
    def unclaimed(self) -> int:
        """How many permits the draft says nothing of yet."""
        return sum(not permit.claim for permit in self.permits)


def standing_of(preview: Preview, missing: Sequence[Problem], *, direction: Direction, body: said.Body) -> Standing:
    """How a draft stands."""
    return Standing(
        on=preview.on,
        missing=tuple(missing),
        estimate=_estimate(preview, direction, body),
        permits=tuple(_permits(preview, body)),
        totals=_totals(body),
    )


def _estimate(preview: Preview, direction: Direction, body: said.Body) -> Estimate | None:
    if preview.worth is None:
        return None
    worth = preview.worth
    found = worth.assessment
    items = zip(preview.valued, found.items, strict=True)
    return Estimate(
        items={number: _of_item(number, item) for number, item in items},
        customs_value=sum(worth.valuation.item_values),
        duty=found.duty_total,
        internal_taxes=found.internal_tax_total,
        consumption_taxes=found.consumption_tax_total + found.local_consumption_tax_total,
        total=found.total_to_pay,
        rates=tuple((currency, plain(rate)) for currency, rate in preview.yen_per.items() if currency != "JPY"),
        is_whole=len(preview.valued) == len(said.items_of(body)) and found.is_complete,
        is_owed=direction is Direction.IMPORT,
    )


def _of_item(number: int, item: AssessedItem) -> ItemEstimate:
    taxes = item.internal_tax_line + item.consumption_tax_line + item.local_consumption_tax_line
    regime = in_the_language(Regime(item.rate_regime).spoken) if item.rate_regime else ""
    notation = _("Free") if item.rate_notation == "Free" else item.rate_notation
    rate = f"{notation} ({regime})" if regime else notation
    return ItemEstimate(number, item.customs_value, rate, item.duty_line - item.relief, taxes, item.not_computable)


def _permits(preview: Preview, body: said.Body) -> Iterator[PermitNeeded]:
    for number, laws in enumerate(preview.laws, start=1):
        claims = {said.text_at(claim, ("law",)): claim for claim in said.entries(body, (ITEMS, number - 1, "permits"))}
        for law in laws:
            claim = claim_in_words(claims[law.code]) if law.code in claims else ""
            yield PermitNeeded(number, law.code, law.name, law.agency_name, law.connected, claim)


def claim_in_words(claim: object) -> str:
    """What the declarant says of a law."""
    if number := said.text_at(claim, ("permit_number",)):
        return number
    if said.text_at(claim, ("ask_agency",)) == "true":
        return _("The agency is asked to decide")
    if reason := said.text_at(claim, ("not_subject_reason",)):
        return _("Not bound: %(reason)s") % {"reason": reason}
    return ""


def _totals(body: said.Body) -> Totals:
    items = said.items_of(body)
    prices = _sum(said.text_at(item, ("invoice_amount",)) for item in items)
    invoice = said.text_at(body, ("invoice", "amount"))
    return Totals(
        items=len(items),
        prices=plain(prices),
        invoice=invoice,
        currency=said.text_at(body, ("invoice", "currency")),
        net_mass=plain(_sum(said.text_at(item, ("net_mass",)) for item in items)),
        gross_mass=said.text_at(body, ("gross_mass",)),
        is_even=_number(invoice) == prices,
    )


def _sum(texts: Iterator[str]) -> Decimal:
    return sum((_number(text) or Decimal(0) for text in texts), Decimal(0))


def _number(text: str) -> Decimal | None:
    """A number as the form takes it; what is none counts nothing."""
    is_one = len(text) <= 20 and text.isascii() and text.replace(".", "", 1).isdigit()
    return Decimal(text) if is_one else None
