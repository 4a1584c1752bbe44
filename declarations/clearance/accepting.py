"""Accepting: number a declaration, select it, see what holds it, and make its rows and its answer. Writes nothing."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.conf import settings
from msgspec import Struct
from uuid_utils.compat import uuid7

from declarations import numbering
from declarations.account import Account, account_of
from declarations.clearance.assessing import Assessed
from declarations.clearance.history import Happened, event_rows
from declarations.clearance.message import Message, submission_row
from declarations.clearance.pricing import Worth, claims_of
from declarations.clearance.rows import claim_rows, duty_row, goods_rows, header_row, permit_check_rows
from declarations.clearance.standing import Known
from declarations.clearance.turn import turn_of
from declarations.data import DeclarationData, number_text
from declarations.holds import Facts, Hold, PermitState, holds
from declarations.models import AssessedDuty, Declaration, Event, GoodsItem, PermitClaim, Submission, Version
from declarations.models.history import EventName
from declarations.models.submission import Outcome
from declarations.rules import advisory
from declarations.sandbox import scripted_category
from declarations.selection import criteria
from declarations.selection.in_force import profiles
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
    message: Message, assessed: Assessed, worth: Worth, known: Known, *, by: Declarant, at: datetime
) -> Accepted:
    """Everything that follows from accepting the message as at an instant."""
    data = message.data
    number = message.number or numbering.allot(assessed.on)
    declaration_id, version_id, selection_id = uuid7(), uuid7(), uuid7()
    edition = known.editions.selection
    selected = _select(data, worth, number=number, on_edition=edition, assessed=assessed)
    header = header_row(data, worth, yen_per=assessed.yen_per)
    items = goods_rows(data, worth, yen_per=assessed.yen_per, version_id=version_id)
    duties = [
        {"goods_item_id": row["id"], **duty_row(item)} for row, item in zip(items, worth.assessment.items, strict=True)
    ]
    checks = permit_check_rows(
        data, assessed.laws, declaration_id=declaration_id, at=at, correlation_id=message.correlation_id
    )
    found = _holds(worth, checks, category=selected.category, at=at)
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
        "lodged_at": at,
        "lodged_on": assessed.on,
        **turn_of(found, at=at),
    }
    events = _events(declaration, by=by, at=at)
    declaration |= {"last_seq": len(events), "last_hash": events[-1]["hash"]}
    reply = encode(
        account_of(
            declaration=declaration,
            version=header,
            goods_items=items,
            duties={row["goods_item_id"]: row for row in duties},
            permit_checks=checks,
            holds=found,
            paid_by=None,
            advisories=advisory(assessed.findings),
            with_steps=False,
        )
    )
    submission = submission_row(message, assessed.findings, by=by, at=at) | {
        "outcome": Outcome.ACCEPTED,
        "declaration_number": number,
        "reply": reply.decode(),
    }
    version = header | {
        "id": version_id,
        "declaration_id": declaration_id,
        "number": 1,
        "submission_id": submission["id"],
        "selection_id": selection_id,
    }
    claims = [row for item, goods in zip(items, data.goods_items, strict=True) for row in claim_rows(goods, item["id"])]
    rows: dict[type, list[Row]] = {
        Submission: [submission],
        Selection: [_selection_row(selection_id, selected, edition=edition, at=at)],
        Declaration: [declaration],
        Version: [version],
        GoodsItem: items,
        AssessedDuty: duties,
        PermitClaim: claims,
        PermitCheck: checks,
        Event: events,
    }
    return Accepted(number=number, rows=rows, reply=reply)


def _holds(worth: Worth, checks: list[Row], *, category: int, at: datetime) -> tuple[Hold, ...]:
    """What holds it from the start."""
    return holds(
        Facts(
            lodged_at=at,
            category=category,
            examined=False,
            owed=worth.assessment.total_to_pay,
            settled=False,
            computed=worth.assessment.is_complete,
            permits=[
                PermitState(check["item_number"], check["law_id"], check["status"], at, satisfied=False)
                for check in checks
            ],
        )
    )


def _select(
    data: DeclarationData, worth: Worth, *, assessed: Assessed, number: str, on_edition: int
) -> criteria.Selected:
    features = criteria.Features(
        number=number,
        on=assessed.on,
        direction=data.direction,
        trader_code=data.trader.party_code,
        value=sum(worth.valuation.item_values),
        goods=tuple(
            criteria.Goods(index, item.commodity_code, item.origin) for index, item in enumerate(data.goods_items, 1)
        ),
        duty_is_computed=worth.assessment.is_complete,
        claims=claims_of(data),
        scripted_category=scripted_category(data.own_reference, enabled=settings.SANDBOX),
    )
    key = criteria.day_key(settings.SECRET_KEY.encode(), assessed.on)
    return criteria.select(features, profiles=profiles(on_edition), key=key, share=settings.RANDOM_SELECTION_SHARE)


def _selection_row(selection_id: UUID, selected: criteria.Selected, *, edition: int, at: datetime) -> Row:
    return {**msgspec.structs.asdict(selected), "id": selection_id, "edition": edition, "at": at}


def _events(declaration: Row, *, by: Declarant, at: datetime) -> list[Row]:
    """LODGED, and RELEASED where nothing holds it."""
    facts = {"number": declaration["number"], "category": str(declaration["category"])}
    happened = [Happened(EventName.LODGED, by.client, facts)]
    if declaration["status"] is Status.RELEASED:
        happened.append(Happened(EventName.RELEASED, "system"))
    return event_rows(declaration["id"], happened, version=1, after=None, at=at)


def encode(account: Account) -> bytes:
    """The account as bytes: what is sent, and what is kept for a retry."""
    return msgspec.json.encode(account, enc_hook=number_text)
