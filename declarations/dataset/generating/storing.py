"""A generated declaration as rows: by the product's own valuation, duty, acceptance, payment and release.

Only the rules are not asked again, since what is drawn keeps them: a test asks them of a sample, and compares figures.
"""

from datetime import datetime, timedelta

import msgspec
from msgspec import Struct

from declarations.clearance import ledger
from declarations.clearance.accepting import accept
from declarations.clearance.assessing import Assessed, declared_day
from declarations.clearance.history import Happened, event_rows
from declarations.clearance.message import Message
from declarations.clearance.pricing import Worth, price_of, rates_for, value_of, worth_of
from declarations.clearance.recording import Rows
from declarations.clearance.standing import Editions, Known
from declarations.clearance.turn import turn_of
from declarations.data import DeclarationData, number_text
from declarations.dataset.generating.declaring import Drawn
from declarations.dataset.generating.firms import Firm
from declarations.dataset.generating.truth import Misdeclared, surtax
from declarations.models import Declaration, Entry, Event, LedgerEntry, Version
from declarations.models.history import EventName
from declarations.rules import Standing
from declarations.tariff.in_force import tariff
from declarations.traders.declarant import Declarant

_PAID_AFTER = timedelta(minutes=40)


class NotDrawnWell(Exception):
    """A drawn declaration has no value or no computed duty: a bug of the generator."""


class Storing(Struct, frozen=True):
    """What is the same for all: the editions of the reference data, and who the firms are by their codes."""

    editions: Editions
    declarants: dict[str, Declarant]

    def rows(self, drawn: Drawn) -> Rows:
        """Every row of a declaration that was lodged, paid and released."""
        by, assessed = self._declarant(drawn.firm), self._assessed(drawn.data, drawn.at)
        known = Known(
            editions=self.editions,
            standing=_standing(by),
            trader_id=by.trader_id,
            earlier=None,
            existing_number=None,
        )
        message = Message(
            body=msgspec.json.encode(drawn.data, enc_hook=number_text),
            key=drawn.data.own_reference,
            data=drawn.data,
            correlation_id=by.client,
        )
        rows = accept(message, assessed, _worth(assessed), known, by=by, at=drawn.at).rows
        owed = rows[Version][0]["total_to_pay"]
        return {**rows, **_paid(rows, owed, by=by, at=drawn.at + _PAID_AFTER)} if owed else rows

    def misdeclared(self, drawn: Drawn) -> Misdeclared | None:
        """What a declaration hides, and what that would cost; None where it hides nothing."""
        if drawn.true is None:
            return None
        told, true = self._owed(drawn.data, drawn.at), self._owed(drawn.true, drawn.at)
        duty, tax = (after - before for before, after in zip(told, true, strict=True))
        return Misdeclared(
            own_reference=drawn.data.own_reference,
            importer=drawn.firm.code,
            declared_on=declared_day(drawn.at),
            kind="UNDERVALUED",
            declared_price=str(drawn.data.invoice.amount),
            true_price=str(drawn.true.invoice.amount),
            currency=drawn.data.invoice.currency,
            duty_lacking=duty,
            tax_lacking=tax,
            surtax=surtax(lacking=duty, declared=told[0]) + surtax(lacking=tax, declared=told[1]),
        )

    def _owed(self, data: DeclarationData, at: datetime) -> tuple[int, int]:
        """Customs duty, and both consumption taxes, yen."""
        owed = _worth(self._assessed(data, at)).assessment
        return owed.duty_total, owed.consumption_tax_total + owed.local_consumption_tax_total

    def _declarant(self, firm: Firm) -> Declarant:
        return self.declarants[firm.code]

    def _assessed(self, data: DeclarationData, at: datetime) -> Assessed:
        on = declared_day(at)
        reference, price = tariff(self.editions.tariff).as_at(on), price_of(data)
        yen_per = rates_for(price, reference=reference)
        commodities = [reference.commodity(item.commodity_code) for item in data.goods_items]
        valuation = value_of(price, yen_per=yen_per)
        worth = worth_of(data.direction, data.goods_items, commodities, valuation, on=on)
        return Assessed(on=on, findings=(), worth=worth, laws=((),) * len(data.goods_items), yen_per=yen_per)


def _worth(assessed: Assessed) -> Worth:
    if assessed.worth is None or not assessed.worth.assessment.is_complete:
        raise NotDrawnWell
    return assessed.worth


def _standing(by: Declarant) -> Standing:
    return Standing(
        declarant_code=by.trader_code,
        is_broker=by.is_broker,
        declarant_aeo=tuple(by.aeo),
        trader_is_registered=True,
        trader_aeo=tuple(by.aeo),
        mandate_is_live=False,
    )


def _paid(rows: Rows, owed: int, *, by: Declarant, at: datetime) -> Rows:
    """The rows that change when the demand is met: nothing holds it any more, so it is released."""
    [declaration] = rows[Declaration]
    reference = f"GENERATED {declaration['own_reference']}"
    entry = ledger.entry_row(
        declaration["id"], Entry.PAYMENT, owed, version=1, actor=by.client, at=at, reference=reference
    )
    happened = [
        Happened(EventName.PAID, by.client, {"amount": str(owed), "reference": reference}),
        Happened(EventName.RELEASED, "system"),
    ]
    after = (declaration["last_seq"], declaration["last_hash"])
    events = event_rows(declaration["id"], happened, version=1, after=after, at=at)
    released = {**declaration, **turn_of((), at=at), "last_seq": events[-1]["seq"], "last_hash": events[-1]["hash"]}
    return {
        Declaration: [released],
        LedgerEntry: [*rows[LedgerEntry], entry],
        Event: [*rows[Event], *events],
    }
