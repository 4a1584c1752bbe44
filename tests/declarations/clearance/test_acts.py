"""After lodging: paying, examining, refusing, releasing, and looking again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from declarations import clearance
from declarations.clearance.advancing import when_permit_check_settled
from declarations.errors import IllegalTransition, StillHeld
from declarations.models import Declaration, Entry, Event, Examination, LedgerEntry
from declarations.traders.models import User
from permits import checking
from permits.models import PermitCheck
from permits.models import Status as PermitStatus
from tests.forms import balls, goods_item, import_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(world):
    return User.objects.get(username="demo-officer").as_officer()


def confirm(number):
    """What an agency's confirmation leaves behind."""
    declaration = Declaration.objects.get(number=number)
    PermitCheck.objects.filter(subject=str(declaration.id)).update(
        status=PermitStatus.CONFIRMED, settled_at=timezone.now(), due_at=None
    )
    return declaration


def names(number):
    return list(Event.objects.filter(declaration__number=number).order_by("seq").values_list("name", flat=True))


def test_paying_meets_the_demand_once(broker):
    account = broker.lodged(import_form())
    paid = broker.pay(account)
    again = broker.pay(account)

    assert (paid.status_code, paid.json()["duty"]["payment"]) == (200, "PAYMENT")
    assert again.status_code == 409
    assert again.json()["type"].endswith("/nothing-owed")
    assert LedgerEntry.objects.filter(kind=Entry.PAYMENT).count() == 1
    assert names(account["number"]) == ["LODGED", "PAID"]


def test_payment_may_be_deferred(broker):
    account = broker.lodged(import_form(items=[balls()]))

    assert broker.pay(account, method="DEFER").json()["status"] == "RELEASED"
    assert names(account["number"]) == ["LODGED", "DEFERRED", "RELEASED"]


@pytest.mark.parametrize("amount", ["39399", "39401", "39400.5", "0"])
def test_another_amount_is_refused_and_told_what_is_owed(broker, amount):
    account = broker.lodged(import_form())
    account["duty"]["owed"] = amount
    answer = broker.pay(account)

    assert answer.status_code == 422
    assert answer.json()["owed"] == "39400"
    assert not LedgerEntry.objects.filter(kind=Entry.PAYMENT).exists()


def test_a_declaration_advances_to_release_whatever_came_last(broker):
    account = broker.lodged(import_form())
    declaration = confirm(account["number"])
    clearance.advance(declaration.id, at=timezone.now())
    assert names(account["number"]) == ["LODGED", "PERMIT_CHECK_SETTLED"]

    broker.pay(account)

    assert names(account["number"]) == ["LODGED", "PERMIT_CHECK_SETTLED", "PAID", "RELEASED"]


def test_advancing_twice_or_late_changes_nothing_more(broker):
    account = broker.lodged(import_form())
    broker.pay(account)
    declaration = confirm(account["number"])
    for _ in range(3):
        when_permit_check_settled(subject=str(declaration.id))

    assert names(account["number"]) == ["LODGED", "PAID", "PERMIT_CHECK_SETTLED", "RELEASED"]


def test_an_officer_examines_and_what_nothing_else_holds_is_released(broker, officer):
    account = broker.lodged(import_form(script="V2", items=[balls()]))
    broker.pay(account)
    clearance.examine(account["number"], by=officer, in_order=True, remarks="Papers seen.", at=timezone.now())

    assert broker.account(account["number"])["status"] == "RELEASED"
    assert names(account["number"]) == ["LODGED", "PAID", "EXAMINED", "RELEASED"]


def test_goods_not_in_order_stay_held(broker, officer):
    account = broker.lodged(import_form(script="V3", items=[balls()]))
    broker.pay(account)
    clearance.examine(account["number"], by=officer, in_order=False, remarks="Other goods.", at=timezone.now())

    held = broker.account(account["number"])
    assert [hold["code"] for hold in held["holds"]] == ["GOODS_INSPECTION"]
    assert Examination.objects.get().result == "NOT_IN_ORDER"


def test_an_officer_cannot_release_past_a_hold(broker, officer):
    number = broker.lodged(import_form())["number"]

    with pytest.raises(StillHeld) as held:
        clearance.release(number, by=officer, at=timezone.now())
    assert len(held.value.facts["holds"]) == 2
    assert names(number) == ["LODGED"]


def test_a_refusal_ends_it_and_cancels_what_is_still_asked(broker, officer):
    account = broker.lodged(import_form())
    clearance.refuse(account["number"], by=officer, ground="Customs Act Art. 70", at=timezone.now())

    assert broker.account(account["number"])["status"] == "REFUSED"
    assert PermitCheck.objects.get().status == PermitStatus.CANCELLED
    assert broker.pay(account).status_code == 409
    with pytest.raises(IllegalTransition):
        clearance.examine(account["number"], by=officer, in_order=True, remarks="Late.", at=timezone.now())


def test_a_refused_permit_holds_until_two_officers_override_it(broker, officer, django_capture_on_commit_callbacks):
    account = broker.lodged(import_form())
    broker.pay(account)
    declaration = Declaration.objects.get(number=account["number"])
    check = PermitCheck.objects.get()
    PermitCheck.objects.update(status=PermitStatus.REFUSED, settled_at=timezone.now(), due_at=None)
    clearance.advance(declaration.id, at=timezone.now())
    assert [hold["code"] for hold in broker.account(account["number"])["holds"]] == ["PERMIT_REFUSED"]

    proposal = checking.propose_override(check.id, by="demo-officer", reason="Not for food use.", at=timezone.now())
    assert [hold["code"] for hold in broker.account(account["number"])["holds"]] == ["PERMIT_REFUSED"]
    checking.approve_override(proposal, by="demo-supervisor", at=timezone.now())

    released = broker.account(account["number"])
    assert released["status"] == "RELEASED"
    [told] = released["goods_items"][0]["permit_checks"]
    assert (told["status"], told["decided_by"], told["next_action_by"]) == ("OVERRIDDEN", "officer", "")
    assert "next_action" not in told
    assert b"demo-supervisor" not in broker.get(f"/declarations/{account['number']}/events").content


def test_the_account_tells_what_the_agency_confirmed_and_by_which_rule(broker):
    number = broker.lodged(import_form(items=[goods_item(), goods_item(description="SOY SAUCE, DARK")]))["number"]
    decided = {"settled_at": timezone.now(), "due_at": None, "decided_by": "FD rule 1 of 2026-01"}
    first, second = PermitCheck.objects.order_by("item_number")
    PermitCheck.objects.filter(id=first.id).update(status=PermitStatus.CONFIRMED, monitored=True, **decided)
    part = {"status": PermitStatus.PARTLY_CONFIRMED, "accepted_quantity": "1000.5"}
    PermitCheck.objects.filter(id=second.id).update(**part, **decided)

    whole, half = [item["permit_checks"][0] for item in broker.account(number)["goods_items"]]
    assert (whole["monitored"], whole["next_action_by"], whole["decided_by"]) == (True, "", "FD rule 1 of 2026-01")
    assert "accepted_quantity" not in whole
    assert (half["accepted_quantity"], half["next_action_by"], half["next_action"]) == ("1000.5", "DECLARANT", "AMEND")


def test_what_nobody_looked_at_in_time_is_due_again_once(broker):
    number = broker.lodged(import_form())["number"]  # lodged as at 2024, so its next look is long past
    declaration = Declaration.objects.get(number=number)

    assert clearance.due_for_advance(limit=10) == [declaration.id]
    assert clearance.due_for_advance(limit=10) == []
    assert list(Declaration.objects.stuck()) == [declaration]  # handed out is not looked at

    clearance.advance(declaration.id, at=timezone.now())
    declaration.refresh_from_db()
    assert declaration.next_action_at > timezone.now() + timedelta(minutes=14)
    assert (declaration.published_until, Declaration.objects.stuck().count()) == (None, 0)
