"""What holds a declaration: each reason, whose turn it is, and nothing else."""

from datetime import UTC, datetime

import msgspec
import pytest

from declarations.holds import Facts, HoldCode, PermitAction, PermitState, Turn, holds, next_of_permit

AT = datetime(2026, 11, 24, tzinfo=UTC)
FREE = Facts(lodged_at=AT, category=1, examined=False, owed=0, computed=True, permits=())


def check(status, *, satisfied=False, needs_person=False):
    return PermitState(1, "FD", status, AT, satisfied, needs_person)


def test_nothing_holds_what_owes_nothing():
    assert holds(FREE) == ()


@pytest.mark.parametrize(
    ("changes", "code", "party"),
    [
        ({"category": 2}, HoldCode.DOCUMENT_EXAMINATION, Turn.OFFICER),
        ({"category": 3}, HoldCode.GOODS_INSPECTION, Turn.OFFICER),
        ({"owed": 100}, HoldCode.PAYMENT, Turn.DECLARANT),
        ({"computed": False}, HoldCode.DUTY_NOT_COMPUTED, Turn.OFFICER),
        ({"computed": False, "owed": 100}, HoldCode.DUTY_NOT_COMPUTED, Turn.OFFICER),
        ({"permits": [check("DUE")]}, HoldCode.PERMIT_PENDING, Turn.SYSTEM),
        ({"permits": [check("ASKED")]}, HoldCode.PERMIT_PENDING, Turn.AGENCY),
        ({"permits": [check("DOCUMENTS_REQUIRED")]}, HoldCode.PERMIT_DOCUMENTS, Turn.DECLARANT),
        ({"permits": [check("REFUSED")]}, HoldCode.PERMIT_REFUSED, Turn.OFFICER),
        ({"permits": [check("CANCELLED")]}, HoldCode.PERMIT_REFUSED, Turn.OFFICER),
        ({"permits": [check("INSPECTION_ORDERED")]}, HoldCode.PERMIT_INSPECTION, Turn.AGENCY),
        ({"permits": [check("PARTLY_CONFIRMED")]}, HoldCode.PERMIT_PARTLY, Turn.DECLARANT),
        ({"permits": [check("OVERDUE")]}, HoldCode.PERMIT_OVERDUE, Turn.OFFICER),
        ({"awaits_goods": True}, HoldCode.ARRIVAL, Turn.DECLARANT),
        ({"asked_at": AT}, HoldCode.QUESTION, Turn.DECLARANT),
        ({"opens_at": AT, "owed": 100, "category": 3}, HoldCode.OPENING, Turn.SYSTEM),
        ({"permits": [check("DUE", needs_person=True)]}, HoldCode.PERMIT_PENDING, Turn.OFFICER),
        ({"permits": [check("DOCUMENTS_REQUIRED", needs_person=True)]}, HoldCode.PERMIT_DOCUMENTS, Turn.OFFICER),
        ({"permits": [check("PARTLY_CONFIRMED", needs_person=True)]}, HoldCode.PERMIT_PARTLY, Turn.OFFICER),
    ],
)
def test_each_reason_holds_and_says_whose_turn_it_is(changes, code, party):
    [hold] = holds(msgspec.structs.replace(FREE, **changes))

    assert (hold.code, hold.party) == (code, party)


@pytest.mark.parametrize(
    "changes",
    [
        {"category": 2, "examined": True},
        {"category": 3, "examined": True},
        {"owed": -100},
        {"permits": [check("CONFIRMED", satisfied=True), check("OVERRIDDEN", satisfied=True)]},
        {"permits": [check("CONFIRMED", satisfied=True, needs_person=True)]},
    ],
)
def test_what_is_done_holds_no_more(changes):
    assert holds(msgspec.structs.replace(FREE, **changes)) == ()


def test_every_reason_is_told_permits_first():
    everything = msgspec.structs.replace(FREE, category=3, owed=100, permits=[check("DUE"), check("REFUSED")])

    assert [hold.code for hold in holds(everything)] == [
        HoldCode.PERMIT_PENDING,
        HoldCode.PERMIT_REFUSED,
        HoldCode.GOODS_INSPECTION,
        HoldCode.PAYMENT,
    ]


@pytest.mark.parametrize(
    ("status", "next_step"),
    [
        ("DUE", (Turn.SYSTEM, PermitAction.ASK)),
        ("ASKED", (Turn.AGENCY, PermitAction.ANSWER)),
        ("INSPECTION_ORDERED", (Turn.AGENCY, PermitAction.INSPECT)),
        ("DOCUMENTS_REQUIRED", (Turn.DECLARANT, PermitAction.SUPPLY_DOCUMENTS)),
        ("PARTLY_CONFIRMED", (Turn.DECLARANT, PermitAction.AMEND)),
        ("REFUSED", (Turn.OFFICER, PermitAction.DECIDE)),
        ("OVERDUE", (Turn.OFFICER, PermitAction.DECIDE)),
        ("CONFIRMED", None),
        ("OVERRIDDEN", None),
        ("CANCELLED", None),
    ],
)
def test_a_permit_check_says_what_is_next_and_whose_turn_it_is(status, next_step):
    assert next_of_permit(status) == next_step
    assert next_of_permit(status, needs_person=True) == (Turn.OFFICER, PermitAction.DECIDE)
