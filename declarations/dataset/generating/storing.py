"""A generated declaration as rows: by the product's own valuation, duty, selection, acceptance, payment and release.

Only the rules are not asked again, since what is drawn keeps them: a test asks them of a sample, and compares figures.
What an examination will find wrong is left as it was lodged: `correcting` goes on from there.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct
from uuid_utils.compat import uuid7

from declarations import numbering
from declarations.clearance import ledger
from declarations.clearance.accepting import accept
from declarations.clearance.acting import actor_of
from declarations.clearance.assessing import Assessed, declared_day
from declarations.clearance.history import Happened, event_rows
from declarations.clearance.message import Message
from declarations.clearance.pricing import Worth, price_of, rates_for, value_of, worth_of
from declarations.clearance.standing import Editions, Known
from declarations.clearance.turn import turn_of
from declarations.data import DeclarationData, number_text
from declarations.dataset.generating.copying import Rows
from declarations.dataset.generating.declaring import Drawn
from declarations.dataset.generating.truth import Misdeclared, surtax
from declarations.models import Declaration, Entry, Event, Examination, LedgerEntry, Version
from declarations.models.history import EventName
from declarations.rules import Standing
from declarations.status import Status
from declarations.tariff.in_force import tariff
from declarations.traders.declarant import Declarant, Officer

PAID_AFTER = timedelta(minutes=40)
EXAMINED_AFTER = {2: timedelta(minutes=75), 3: timedelta(minutes=150)}
"""How long after the lodging papers are read (category 2), and goods inspected (3)."""


IN_ORDER = "Played: nothing was planted."
_IN_ORDER = Examination.Result.IN_ORDER.value
_RELEASED = Happened(EventName.RELEASED, "system")
Row = dict[str, Any]


class NotDrawnWell(Exception):
    """A drawn declaration has no value or no computed duty: a bug of the generator."""


class Storing(Struct, frozen=True):
    """What is the same for all: the editions of the reference data, who the firms are by their codes, who examines.

    `promised` are the shares of the random draw, as if each day had been committed to.
    """

    editions: Editions
    declarants: dict[str, Declarant]
    officer: Officer
    promised: Mapping[date, Mapping[str, Decimal]]

    def rows(self, drawn: Drawn) -> Rows:
        """Every row of a declaration that was lodged, examined where it was selected, paid and released."""
        by, assessed = self.declarants[drawn.firm.code], self._assessed(drawn.data, drawn.at)
        known = Known(
            editions=self.editions,
            standing=_standing(by),
            trader_id=by.trader_id,
            earlier=None,
            existing_number=None,
            promised=self.promised,
        )
        message = Message(
            body=encoded(drawn.data),
            key=drawn.data.own_reference,
            data=drawn.data,
            correlation_id=by.client,
            number=numbering.number_of(assessed.on, drawn.bits),
        )
        rows = accept(message, assessed, _worth(assessed), known, by=by, at=drawn.at).rows
        [declaration] = rows[Declaration]
        if drawn.true is not None and declaration["category"] > 1:
            return rows
        if declaration["status"] == Status.RELEASED:
            return rows
        return {**rows, **self._gone_on(rows, by=by, at=drawn.at)}

    def _gone_on(self, rows: Rows, *, by: Declarant, at: datetime) -> Rows:
        """The rows that change until nothing holds it any more, and it is released."""
        [declaration], owed = rows[Declaration], rows[Version][0]["total_to_pay"]
        entries, examinations, events = list(rows[LedgerEntry]), [], list(rows[Event])
        happened: list[tuple[Happened, datetime]] = []
        if owed:
            reference, then = f"GENERATED {declaration['own_reference']}", at + PAID_AFTER
            entry = ledger.entry_row(
                declaration["id"], Entry.PAYMENT, owed, version=1, actor=by.client, at=then, reference=reference
            )
            entries.append(entry)
            happened.append((Happened(EventName.PAID, by.client, {"amount": str(owed), "reference": reference}), then))
        if declaration["category"] > 1:
            then = at + EXAMINED_AFTER[declaration["category"]]
            examinations.append(self._examination(declaration["id"], category=declaration["category"], at=then))
            facts = {"category": str(declaration["category"]), "result": _IN_ORDER, "remarks": IN_ORDER}
            happened.append((Happened(EventName.EXAMINED, actor_of(self.officer), facts), then))
        for each, then in [*happened, (_RELEASED, happened[-1][1])]:
            after = (events[-1]["seq"], events[-1]["hash"])
            events += event_rows(declaration["id"], [each], version=1, after=after, at=then)
        last = {"last_seq": events[-1]["seq"], "last_hash": events[-1]["hash"]}
        released = {**declaration, **turn_of((), at=happened[-1][1]), **last}
        return {Declaration: [released], LedgerEntry: entries, Examination: examinations, Event: events}

    def _examination(self, declaration_id: UUID, *, category: int, at: datetime) -> Row:
        return {
            "id": uuid7(),
            "declaration_id": declaration_id,
            "version": 1,
            "category": category,
            "officer_id": self.officer.user_id,
            "result": _IN_ORDER,
            "remarks": IN_ORDER,
            "at": at,
        }

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

    def _assessed(self, data: DeclarationData, at: datetime) -> Assessed:
        on = declared_day(at)
        reference, price = tariff(self.editions.tariff).as_at(on), price_of(data)
        yen_per = rates_for(price, reference=reference)
        commodities = [reference.commodity(item.commodity_code) for item in data.goods_items]
        valuation = value_of(price, yen_per=yen_per)
        worth = worth_of(data.direction, data.goods_items, commodities, valuation, on=on)
        return Assessed(on=on, findings=(), worth=worth, laws=((),) * len(data.goods_items), yen_per=yen_per)


def encoded(said: Any) -> bytes:
    """A message's body, as a firm's program would send it."""
    return msgspec.json.encode(said, enc_hook=number_text)


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
