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
    PERMIT_REFUSED = "PERMIT_REFUSED"
    DOCUMENT_EXAMINATION = "DOCUMENT_EXAMINATION"
    GOODS_INSPECTION = "GOODS_INSPECTION"
    DUTY_NOT_COMPUTED = "DUTY_NOT_COMPUTED"
    PAYMENT = "PAYMENT"


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


class Facts(Struct, frozen=True):
    """What is true of a declaration now."""

    lodged_at: datetime
    category: int
    examined: bool
    owed: int
    settled: bool
    computed: bool
    permits: Sequence[PermitState]


_PERMIT_HOLDS = {
    "REFUSED": (HoldCode.PERMIT_REFUSED, Turn.OFFICER, "the agency refused"),
    "CANCELLED": (HoldCode.PERMIT_REFUSED, Turn.OFFICER, "the check was cancelled"),
    "DOCUMENTS_REQUIRED": (HoldCode.PERMIT_DOCUMENTS, Turn.DECLARANT, "the agency asks for documents"),
    "ASKED": (HoldCode.PERMIT_PENDING, Turn.AGENCY, "the agency has been asked"),
    "DUE": (HoldCode.PERMIT_PENDING, Turn.SYSTEM, "the agency is being asked"),
}


def _permit_hold(permit: PermitState) -> Hold:
    code, party, text = _PERMIT_HOLDS[permit.status]
    if permit.needs_person and party is not Turn.DECLARANT:
        party, text = Turn.OFFICER, "the agency could not be reached; an officer takes over"
    return Hold(code, party, f"{permit.law}: {text}", permit.since, permit.item, permit.law)


def holds(facts: Facts) -> tuple[Hold, ...]:
    """Every hold, permits first. An empty tuple means: release."""
    found = [_permit_hold(permit) for permit in facts.permits if not permit.satisfied]
    if not facts.examined:
        if facts.category == 2:
            found.append(Hold(HoldCode.DOCUMENT_EXAMINATION, Turn.OFFICER, "documents are examined", facts.lodged_at))
        elif facts.category == 3:
            found.append(Hold(HoldCode.GOODS_INSPECTION, Turn.OFFICER, "the goods are inspected", facts.lodged_at))
    if not facts.computed:
        found.append(Hold(HoldCode.DUTY_NOT_COMPUTED, Turn.OFFICER, "an officer assesses the duty", facts.lodged_at))
    elif facts.owed and not facts.settled:
        found.append(
            Hold(HoldCode.PAYMENT, Turn.DECLARANT, f"{facts.owed:,} yen are to be paid or deferred", facts.lodged_at)
        )
    return tuple(found)
