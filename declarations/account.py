"""The account we give of a declaration: one shape for the answer to a lodging, for a look-up and for a dry run.

It is made from the rows of the store, as dictionaries, whether they are just about to be written or were just
read: so the two can never differ. Money is whole yen as a decimal string. Pure.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any

from msgspec import Struct

from declarations.data.numbers import plain
from declarations.data.words import about
from declarations.holds import Hold, PermitAction, next_of_permit
from declarations.rules import Finding

Row = Mapping[str, Any]


class Step(Struct, frozen=True):
    """One step of the arithmetic, with its law."""

    name: str
    law: str
    base: str
    rate: str
    amount: int
    rounding: str


class ItemDuty(Struct, frozen=True, omit_defaults=True):
    """What is owed on one goods item. `computed` is base x rate untruncated; `line` is the law's."""

    regime: str
    rate: str
    reason: str
    base: str
    computed: str
    line: str
    consumption_tax: str
    local_consumption_tax: str
    relief: str = ""
    internal_taxes: str = ""
    not_computable: str = ""
    steps: tuple[Step, ...] = ()


class PermitCheckAccount(Struct, frozen=True, omit_defaults=True):
    """One permit check: why it is needed, who decides, where it stands, since when, whose turn it is and what for."""

    law: str
    agency: str
    status: str
    since: datetime
    next_action_by: Annotated[
        str, about("SYSTEM, AGENCY, OFFICER or DECLARANT; empty where it is nobody's turn.", example="AGENCY")
    ]
    next_action: PermitAction | None = None
    rule: Annotated[
        str,
        about(
            "The requirement that binds the goods: law, start of the code, direction, origin if it is of one, first "
            "day of the version.",
            example="FD/2103/IMPORT/2026-07-09",
        ),
    ] = ""
    reason_code: str = ""
    reason_text: str = ""
    decided_by: Annotated[
        str, about("The agency's rule with its version; or `officer`, never which.", example="officer")
    ] = ""
    permit_number: str = ""
    monitored: Annotated[bool, about("Confirmed, and an inspection that holds nothing goes on.", example=True)] = False
    accepted_quantity: Annotated[
        str,
        about("What the agency confirmed, in the unit of quantity 1, where it is less than was asked.", example="1000"),
    ] = ""
    due_at: datetime | None = None


class ItemAccount(Struct, frozen=True, omit_defaults=True):
    """One goods item: what it is, its value, its duty, its permit checks."""

    number: int
    commodity_code: str
    description: str
    origin: str
    customs_value: str
    duty: ItemDuty
    permit_checks: tuple[PermitCheckAccount, ...] = ()


class DutyAccount(Struct, frozen=True, omit_defaults=True):
    """What the declaration owes in all, and what of it is still open: `owed`, or `refundable` where too much was paid.

    `payment` is NOTHING_OWED, OWED, or how it was met last: PAYMENT or DEFERMENT.
    """

    customs_value: str
    duty: str
    consumption_tax: str
    local_consumption_tax: str
    total_to_pay: str
    payment: str
    owed: str
    internal_taxes: str = ""
    refundable: str = ""


class Asked(Struct, frozen=True, omit_defaults=True):
    """A question of an officer, and its answer."""

    id: str
    asked_at: datetime
    text: str
    answered_at: datetime | None = None
    answer: str = ""
    documents: tuple[str, ...] = ()


class Applied(Struct, frozen=True, omit_defaults=True):
    """Something that the declarant applied for. `outcome` is APPROVED, DECLINED or VOID; absent while open."""

    kind: str
    asked_at: datetime
    version: int
    reason: str
    reason_code: str = ""
    outcome: str = ""
    decided_at: datetime | None = None
    remarks: str = ""


class Account(Struct, frozen=True, omit_defaults=True):
    """The whole account."""

    number: str
    direction: str
    own_reference: str
    status: str
    version: int
    category: int
    customs_office: str
    lodged_at: datetime
    lodged_on: date
    duty: DutyAccount
    goods_items: tuple[ItemAccount, ...]
    condition: str = ""
    arrived_at: datetime | None = None
    released_early_at: datetime | None = None
    released_at: datetime | None = None
    duty_due_on: date | None = None
    holds: tuple[Hold, ...] = ()
    questions: tuple[Asked, ...] = ()
    applications: tuple[Applied, ...] = ()
    advisories: tuple[Finding, ...] = ()


def account_of(
    *,
    declaration: Row,
    version: Row,
    goods_items: Sequence[Row],
    duties: Mapping[Any, Row],
    permit_checks: Iterable[Row],
    holds: tuple[Hold, ...],
    balance: int,
    paid_by: str = "",
    questions: tuple[Asked, ...] = (),
    applications: tuple[Applied, ...] = (),
    advisories: tuple[Finding, ...] = (),
    with_steps: bool = True,
) -> Account:
    """The account from its rows. `duties` is keyed by goods item id; `balance` is what is still owed, yen."""
    checks = list(permit_checks)
    return Account(
        number=declaration["number"],
        direction=declaration["direction"],
        own_reference=declaration["own_reference"],
        status=declaration["status"],
        version=declaration["version"],
        category=declaration["category"],
        customs_office=declaration["customs_office"],
        lodged_at=declaration["lodged_at"],
        lodged_on=declaration["lodged_on"],
        condition=declaration["condition"],
        arrived_at=declaration["arrived_at"],
        released_early_at=declaration["released_early_at"],
        released_at=declaration["released_at"],
        duty_due_on=declaration["duty_due_on"],
        duty=_duty(version, balance, paid_by),
        goods_items=tuple(
            _item(
                item,
                duties[item["id"]],
                [check for check in checks if check["item_number"] == item["number"]],
                with_steps=with_steps,
            )
            for item in goods_items
        ),
        holds=holds,
        questions=questions,
        applications=applications,
        advisories=advisories,
    )


def _duty(version: Row, balance: int, paid_by: str) -> DutyAccount:
    return DutyAccount(
        customs_value=str(version["customs_value"]),
        duty=str(version["duty_total"]),
        consumption_tax=str(version["consumption_tax_total"]),
        local_consumption_tax=str(version["local_consumption_tax_total"]),
        total_to_pay=str(version["total_to_pay"]),
        payment="OWED" if balance > 0 else paid_by or "NOTHING_OWED",
        owed=str(max(balance, 0)),
        refundable=_unless_nothing(max(-balance, 0)),
        internal_taxes=_unless_nothing(version["internal_tax_total"]),
    )


def _item(item: Row, duty: Row, checks: Iterable[Row], *, with_steps: bool) -> ItemAccount:
    return ItemAccount(
        number=item["number"],
        commodity_code=item["commodity_code"],
        description=item["description"],
        origin=item["origin"],
        customs_value=str(item["customs_value"]),
        duty=item_duty(duty, with_steps=with_steps),
        permit_checks=tuple(_permit_check(check) for check in checks),
    )


def item_duty(duty: Row, *, with_steps: bool) -> ItemDuty:
    """What is owed on an item, from its row."""
    return ItemDuty(
        regime=duty["rate_regime"],
        rate=duty["rate_notation"],
        reason=duty["rate_reason"],
        base=str(duty["duty_base"]),
        computed=str(duty["duty_computed"]),
        line=str(duty["duty_line"]),
        consumption_tax=str(duty["consumption_tax_line"]),
        local_consumption_tax=str(duty["local_consumption_tax_line"]),
        relief=_unless_nothing(duty["relief_amount"]),
        internal_taxes=_unless_nothing(duty["internal_tax_line"]),
        not_computable=duty["not_computable"],
        steps=tuple(Step(**step) for step in duty["steps"]) if with_steps else (),
    )


def _unless_nothing(yen: int) -> str:
    """An amount that most declarations do not have."""
    return str(yen) if yen else ""


_OVERRIDDEN = "OVERRIDDEN"  # by people, who have no name here


def _permit_check(check: Row) -> PermitCheckAccount:
    turn = next_of_permit(check["status"], needs_person=check["needs_person_at"] is not None)
    accepted = check["accepted_quantity"]
    return PermitCheckAccount(
        law=check["law_id"],
        agency=check["agency_id"],
        status=check["status"],
        since=check["status_since"],
        next_action_by=turn[0] if turn else "",
        next_action=turn[1] if turn else None,
        rule=check["rule"],
        reason_code=check["reason_code"],
        reason_text=check["reason_text"],
        decided_by="officer" if check["status"] == _OVERRIDDEN else check["decided_by"],
        permit_number=check["permit_number"],
        monitored=check["monitored"],
        accepted_quantity="" if accepted is None else plain(accepted),
        due_at=check["due_at"],
    )
