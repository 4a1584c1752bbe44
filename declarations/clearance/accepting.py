"""Accepting: number a declaration, select it, see what holds it, and make its rows and its answer. Writes nothing."""

from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct
from uuid_utils.compat import uuid7

from declarations import numbering
from declarations.account import Account, account_of
from declarations.clearance import ledger
from declarations.clearance.assessing import Assessed
from declarations.clearance.duty_due import duty_due_on
from declarations.clearance.history import Happened, event_rows
from declarations.clearance.message import Message, submission_row
from declarations.clearance.pricing import Worth
from declarations.clearance.rows import permit_check_rows
from declarations.clearance.selecting import select, selection_row
from declarations.clearance.standing import Known
from declarations.clearance.turn import turn_of
from declarations.clearance.versioning import Said, version_rows
from declarations.data import number_text
from declarations.holds import Facts, Hold, PermitState, Turn, holds
from declarations.models import (
    AssessedDuty,
    Cause,
    Condition,
    Declaration,
    Event,
    GoodsItem,
    LedgerEntry,
    Submission,
    Version,
)
from declarations.models.history import EventName
from declarations.models.submission import Outcome
from declarations.rules import advisory
from declarations.selection.models import Selection
from declarations.status import Status
from declarations.traders.declarant import Declarant
from permits.models import PermitCheck

Row = dict[str, Any]


class Accepted(Struct, frozen=True):
    """An accepted declaration on its way into the store: its number, its rows, its answer."""

    number: str
    rows: dict[type, list[Row]]
    reply: bytes


def accept(
    message: Message,
    assessed: Assessed,
    worth: Worth,
    known: Known,
    *,
    by: Declarant,
    at: datetime,
    opens_at: datetime | None = None,
) -> Accepted:
    """Everything that follows from accepting the message as at an instant.

    Until `opens_at` it is only registered: the office is closed, and it is declared when it opens.
    """
    data, declared_at = message.data, opens_at or at
    number = message.number or numbering.allot(assessed.on)
    declaration_id, selection_id = uuid7(), uuid7()
    selected = select(data, worth, assessed, number=number, known=known)
    submission = submission_row(message, assessed.findings, by=by, at=at)
    said = Said(data=data, assessed=assessed, worth=worth, submission_id=submission["id"], cause=Cause.LODGED)
    version = version_rows(
        said, declaration_id=declaration_id, number=1, selection_id=selection_id, examined_from=1, at=at
    )
    checks = permit_check_rows(
        data, assessed.laws, declaration_id=declaration_id, at=declared_at, correlation_id=message.correlation_id
    )
    assessment = worth.assessment
    entries = ledger.first_demand(
        declaration_id, total=assessment.total_to_pay, is_complete=assessment.is_complete, at=declared_at
    )
    found = _holds(message, worth, checks, category=selected.category, at=declared_at, opens_at=opens_at)
    declaration: Row = {
        "id": declaration_id,
        "number": number,
        "direction": data.direction,
        "declarant_id": by.trader_id,
        "trader_id": known.trader_id,
        "own_reference": data.own_reference,
        "version": 1,
        "category": selected.category,
        "customs_office": data.customs_office,
        "lodged_at": declared_at,
        "lodged_on": assessed.on,
        "condition": data.condition or "",
        "arrived_at": None,
        "released_early_at": None,
        "duty_declaration_id": None,
        **_turn(found, at=declared_at, opens_at=opens_at),
    }
    is_released = declaration["status"] is Status.RELEASED
    declaration["duty_due_on"] = duty_due_on(data.declaration_type, at=at) if is_released else None
    events = _events(declaration, by=by, at=at)
    declaration |= {"last_seq": len(events), "last_hash": events[-1]["hash"]}
    reply = encode(
        account_of(
            declaration=declaration,
            version=version[Version][0],
            goods_items=version[GoodsItem],
            duties={row["goods_item_id"]: row for row in version[AssessedDuty]},
            permit_checks=checks,
            holds=found,
            balance=sum(entry["owes"] for entry in entries),
            advisories=advisory(assessed.findings),
            with_steps=False,
        )
    )
    submission |= {"outcome": Outcome.ACCEPTED, "declaration_number": number, "reply": reply.decode()}
    rows: dict[type, list[Row]] = {
        Submission: [submission],
        Selection: [selection_row(selection_id, selected, at=at)],
        Declaration: [declaration],
        **version,
        LedgerEntry: entries,
        PermitCheck: checks,
        Event: events,
    }
    return Accepted(number=number, rows=rows, reply=reply)


def _holds(
    message: Message, worth: Worth, checks: list[Row], *, category: int, at: datetime, opens_at: datetime | None
) -> tuple[Hold, ...]:
    """What holds it from the start."""
    assessment = worth.assessment
    return holds(
        Facts(
            lodged_at=at,
            category=category,
            examined=False,
            owed=assessment.total_to_pay if assessment.is_complete else 0,
            computed=assessment.is_complete,
            permits=[
                PermitState(check["item_number"], check["law_id"], check["status"], at, satisfied=False)
                for check in checks
            ],
            opens_at=opens_at,
            awaits_goods=message.data.condition in Condition.preliminary(),
        )
    )


def _turn(found: tuple[Hold, ...], *, at: datetime, opens_at: datetime | None) -> Row:
    if opens_at is None:
        return turn_of(found, at=at)
    return {
        "status": Status.REGISTERED,
        "released_at": None,
        "next_action_at": opens_at,
        "next_action_by": Turn.SYSTEM,
    }


def _events(declaration: Row, *, by: Declarant, at: datetime) -> list[Row]:
    """REGISTERED while the office is closed; else LODGED, and RELEASED where nothing holds it."""
    facts = {"number": declaration["number"], "category": str(declaration["category"])}
    if declaration["status"] is Status.REGISTERED:
        registered = {"number": declaration["number"], "opens_at": declaration["lodged_at"].isoformat()}
        happened = [Happened(EventName.REGISTERED, by.client, registered)]
    else:
        happened = [Happened(EventName.LODGED, by.client, facts)]
    if declaration["status"] is Status.RELEASED:
        happened.append(Happened(EventName.RELEASED, "system"))
    return event_rows(declaration["id"], happened, version=1, after=None, at=at)


def encode(account: Account) -> bytes:
    """The account as bytes: what is sent, and what is kept for a retry."""
    return msgspec.json.encode(account, enc_hook=number_text)
