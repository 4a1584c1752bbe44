"""What stands between a declaration and its release: computed from the rows, never stored as a state. Pure."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from msgspec import Struct


class Turn(StrEnum):
    """Whose turn it is: who has to act next."""

    SYSTEM = "SYSTEM"
    AGENCY = "AGENCY"
    OFFICER = "OFFICER"
    DECLARANT = "DECLARANT"


class HoldCode(StrEnum):
    """The kinds of hold."""

    PERMIT_PENDING = "PERMIT_PENDING"
    PERMIT_DOCUMENTS = "PERMIT_DOCUMENTS"
    PERMIT_INSPECTION = "PERMIT_INSPECTION"
    PERMIT_PARTLY = "PERMIT_PARTLY"
    PERMIT_REFUSED = "PERMIT_REFUSED"
    PERMIT_OVERDUE = "PERMIT_OVERDUE"
    OPENING = "OPENING"
    ARRIVAL = "ARRIVAL"
    QUESTION = "QUESTION"
    DOCUMENT_EXAMINATION = "DOCUMENT_EXAMINATION"
    GOODS_INSPECTION = "GOODS_INSPECTION"
    DUTY_NOT_COMPUTED = "DUTY_NOT_COMPUTED"
    PAYMENT = "PAYMENT"


class PermitAction(StrEnum):
    """What is to be done next about a permit check."""

    ASK = "ASK"
    ANSWER = "ANSWER"
    SUPPLY_DOCUMENTS = "SUPPLY_DOCUMENTS"
    INSPECT = "INSPECT"
    AMEND = "AMEND"
    DECIDE = "DECIDE"


class Hold(Struct, frozen=True, omit_defaults=True):
    """One reason not to release: since when, who acts next, and for a permit which item and law."""

    code: HoldCode
    party: Turn
    text: str
    since: datetime
    item: int | None = None
    law: str | None = None


class PermitState(Struct, frozen=True):
    """What is known of one permit check of the current version."""

    item: int
    law: str
    status: str
    since: datetime
    satisfied: bool
    needs_person: bool = False


class Facts(Struct, frozen=True, kw_only=True):
    """What is true of a declaration now. Amounts are yen.

    `opens_at` is when the office opens for what is queued, `awaits_goods` whether a preliminary declaration still
    waits for its goods, `asked_at` since when a question of an officer is not answered.
    """

    lodged_at: datetime
    category: int
    examined: bool
    owed: int
    computed: bool
    permits: Sequence[PermitState]
    opens_at: datetime | None = None
    awaits_goods: bool = False
    asked_at: datetime | None = None


_PERMIT_HOLDS = {
    "REFUSED": (HoldCode.PERMIT_REFUSED, Turn.OFFICER, "the agency refused"),
    "PARTLY_CONFIRMED": (HoldCode.PERMIT_PARTLY, Turn.DECLARANT, "the agency confirmed a part of the quantity"),
    "CANCELLED": (HoldCode.PERMIT_REFUSED, Turn.OFFICER, "the check was cancelled"),
    "DOCUMENTS_REQUIRED": (HoldCode.PERMIT_DOCUMENTS, Turn.DECLARANT, "the agency asks for documents"),
    "INSPECTION_ORDERED": (HoldCode.PERMIT_INSPECTION, Turn.AGENCY, "the agency ordered an inspection"),
    "OVERDUE": (HoldCode.PERMIT_OVERDUE, Turn.OFFICER, "the agency is overdue; an officer takes over"),
    "ASKED": (HoldCode.PERMIT_PENDING, Turn.AGENCY, "the agency has been asked"),
    "DUE": (HoldCode.PERMIT_PENDING, Turn.SYSTEM, "the agency is being asked"),
}


_PERMIT_ACTIONS = {
    "DUE": PermitAction.ASK,
    "ASKED": PermitAction.ANSWER,
    "DOCUMENTS_REQUIRED": PermitAction.SUPPLY_DOCUMENTS,
    "INSPECTION_ORDERED": PermitAction.INSPECT,
    "PARTLY_CONFIRMED": PermitAction.AMEND,
    "REFUSED": PermitAction.DECIDE,
    "OVERDUE": PermitAction.DECIDE,
}


def next_of_permit(status: str, *, needs_person: bool = False) -> tuple[Turn, PermitAction] | None:
    """Whose turn it is while a check stands so, and what for; None where it is settled well, or no longer asked.

    What only a person can bring further is for an officer to decide, whatever it waits for.
    """
    if needs_person:
        return Turn.OFFICER, PermitAction.DECIDE
    return (_PERMIT_HOLDS[status][1], _PERMIT_ACTIONS[status]) if status in _PERMIT_ACTIONS else None


_MACHINES = (Turn.SYSTEM, Turn.AGENCY)


def _permit_hold(permit: PermitState) -> Hold:
    code, party, text = _PERMIT_HOLDS[permit.status]
    if permit.needs_person:
        text = "the agency could not be reached; an officer takes over" if party in _MACHINES else text
        party = Turn.OFFICER
    return Hold(code, party, f"{permit.law}: {text}", permit.since, permit.item, permit.law)


def holds(facts: Facts) -> tuple[Hold, ...]:
    """Every hold, permits first. An empty tuple means: release."""
    if facts.opens_at is not None:
        return (Hold(HoldCode.OPENING, Turn.SYSTEM, "queued until the customs office opens", facts.lodged_at),)
    return (
        *(_permit_hold(permit) for permit in facts.permits if not permit.satisfied),
        *(hold for hold in (_goods(facts), _question(facts), _examination(facts), _money(facts)) if hold),
    )


def _goods(facts: Facts) -> Hold | None:
    if not facts.awaits_goods:
        return None
    return Hold(HoldCode.ARRIVAL, Turn.DECLARANT, "the goods are not carried in yet", facts.lodged_at)


def _question(facts: Facts) -> Hold | None:
    if facts.asked_at is None:
        return None
    return Hold(HoldCode.QUESTION, Turn.DECLARANT, "an officer's question is to be answered", facts.asked_at)


def _examination(facts: Facts) -> Hold | None:
    if facts.examined or facts.category == 1:
        return None
    if facts.category == 2:
        return Hold(HoldCode.DOCUMENT_EXAMINATION, Turn.OFFICER, "documents are examined", facts.lodged_at)
    return Hold(HoldCode.GOODS_INSPECTION, Turn.OFFICER, "the goods are inspected", facts.lodged_at)


def _money(facts: Facts) -> Hold | None:
    if not facts.computed:
        return Hold(HoldCode.DUTY_NOT_COMPUTED, Turn.OFFICER, "an officer assesses the duty", facts.lodged_at)
    if facts.owed <= 0:
        return None
    text = f"{facts.owed:,} yen are to be paid or deferred"
    return Hold(HoldCode.PAYMENT, Turn.DECLARANT, text, facts.lodged_at)
