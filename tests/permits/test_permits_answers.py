"""Answers that are neither a plain yes nor a plain no: inspection, monitoring, acceptance in part."""

from datetime import timedelta
from decimal import Decimal

import msgspec
import pytest

from permits import checking
from permits.models import Effect, PermitCheck, Status
from permits.question import answer_from_wire
from tests.permits.conftest import age, notice, override, says


def again(check):
    return PermitCheck.objects.get(id=check.id)


def receive(check, status="CONFIRMED", *, message, **said):
    return checking.receive(notice(check, status, **said), message_id=message)


def test_an_inspection_ordered_holds_and_is_polled_until_it_is_decided(open_check, agency_that):
    check = open_check()
    agency_that(lambda asked: says("INSPECTION_ORDERED", reason_code="FD-I01"))

    assert checking.ask(check.id) is Effect.APPLIED

    held = again(check)
    assert (held.status, held.reason_code) == (Status.INSPECTION_ORDERED, "FD-I01")
    assert held.status in Status.open()
    assert held.due_at - held.status_since == timedelta(minutes=15)
    age(check, "due_at", seconds=1000)
    assert checking.ask(check.id) is Effect.REPEATED
    assert receive(check, "RECEIVED", message="m-1") is Effect.REPEATED
    assert receive(check, "DOCUMENTS_REQUIRED", message="m-2") is Effect.APPLIED
    assert receive(check, "INSPECTION_ORDERED", message="m-3") is Effect.APPLIED
    assert receive(check, message="m-4") is Effect.APPLIED
    assert again(check).status == Status.CONFIRMED
    assert receive(check, "INSPECTION_ORDERED", message="m-5") is Effect.LATE


def test_monitoring_does_not_hold_and_a_refusal_after_it_calls_an_officer(open_check):
    check = open_check()

    assert receive(check, monitored=True, message="m-1") is Effect.APPLIED
    assert (again(check).status, again(check).monitored) == (Status.CONFIRMED, True)
    assert again(check).status in Status.satisfied()
    assert receive(check, message="m-2") is Effect.REPEATED

    assert receive(check, "REFUSED", message="m-3") is Effect.CONFLICT
    assert (again(check).status, again(check).monitored) == (Status.CONFIRMED, True)
    assert again(check).needs_person_at is not None


@pytest.mark.parametrize(
    ("accepted", "status"),
    [
        (None, "CONFIRMED"),
        ("2000.5", "CONFIRMED"),
        ("2000.500000", "CONFIRMED"),
        ("2000.499999", "PARTLY_CONFIRMED"),
        ("0", "PARTLY_CONFIRMED"),
        ("2001", "CONFIRMED"),
    ],
)
def test_less_than_was_asked_is_confirmed_in_part_and_does_not_satisfy(open_check, told, accepted, status):
    check = open_check()

    assert receive(check, accepted_quantity=accepted, message="m-1") is Effect.APPLIED

    settled = again(check)
    assert (settled.status, settled.due_at) == (status, None)
    assert settled.accepted_quantity == (accepted and Decimal(accepted))
    assert (settled.status in Status.satisfied()) is (status == "CONFIRMED")
    assert len(told) == 1


def test_goods_without_a_quantity_cannot_be_confirmed_in_part(open_check):
    check = open_check(quantity=None, quantity_unit="")

    receive(check, accepted_quantity="5", message="m-1")

    assert (again(check).status, again(check).accepted_quantity) == (Status.CONFIRMED, Decimal(5))


def test_a_confirmation_in_part_stands_and_another_one_calls_an_officer(open_check):
    check = open_check()
    receive(check, accepted_quantity="1000", message="m-1")

    assert receive(check, accepted_quantity="1000.0", message="m-2") is Effect.REPEATED
    assert receive(check, accepted_quantity="900", message="m-3") is Effect.CONFLICT
    assert receive(check, message="m-4") is Effect.CONFLICT
    assert (again(check).status, again(check).accepted_quantity) == (Status.PARTLY_CONFIRMED, Decimal(1000))
    override(check)
    assert again(check).status == Status.OVERRIDDEN


@pytest.mark.parametrize("accepted", ["", "-1", "1e3", "1.", "1234567890123", "1.1234567", "٣", 5])
def test_a_quantity_that_is_no_decimal_text_is_not_understood(accepted):
    with pytest.raises(msgspec.ValidationError):
        answer_from_wire(
            msgspec.json.encode({"reference": "FD-1", "status": "CONFIRMED", "accepted_quantity": accepted})
        )


def test_the_asker_hears_when_a_check_begins_to_wait_for_somebody_else_and_only_then(open_check, told):
    check = open_check()
    heard = []
    steps = ["RECEIVED", "DOCUMENTS_REQUIRED", "DOCUMENTS_REQUIRED", "INSPECTION_ORDERED", "RECEIVED", "CONFIRMED"]
    for number, status in enumerate([*steps, "REFUSED", "REFUSED"]):
        receive(check, status, message=f"m-{number}")
        heard.append(len(told))

    assert heard == [0, 1, 1, 2, 2, 3, 4, 4]
    assert {each["check_id"] for each in told} == {check.id}


def test_the_asker_hears_when_a_person_is_needed(open_check, agency_that, told):
    agency_that(lambda asked: (400, b""))
    check = open_check()

    assert checking.ask(check.id) is Effect.FAILED

    assert again(check).waits_for == "PERSON"
    assert told == [{"subject": "case-1", "subject_version": 1, "check_id": check.id}]
