"""What no rate computes: an officer's figure, the taxes that follow it, and how long it stands."""

from datetime import UTC, datetime

import pytest

from declarations import clearance
from declarations.errors import IllegalTransition, WrongItems
from declarations.models import Declaration, LedgerEntry, Version
from declarations.tariff.values import ByHand
from declarations.traders.models import User
from tests.declarations.clearance.test_whole_life import act, amend
from tests.forms import balls, changed, import_form

pytestmark = pytest.mark.django_db
NOON = datetime(2024, 8, 5, 3, tzinfo=UTC)
TOO_MUCH_RELIEF = "relief of 1000 yen is more than the duty of 0 yen"


@pytest.fixture
def officer(world):
    return User.objects.get(username="demo-officer").as_officer()


def relieved(**changes):
    """Golf balls are free of duty: a relief of 1,000 yen is more than that, so an officer has to look."""
    return balls(relief_code="14010", relief_amount="1000", **changes)


def assess(number, officer, **figures):
    items = {int(name.removeprefix("item")): ByHand(*figure) for name, figure in figures.items()}
    return clearance.assess_by_hand(number, by=officer, items=items, reason="Papers read.", at=NOON)


def by_hand(account):
    """Of each item the regime, the duty, and why it waits for an officer."""
    duties = [item["duty"] for item in account["goods_items"]]
    return [(duty["regime"], duty["line"], duty.get("not_computable", "")) for duty in duties]


def hold_codes(account):
    return {hold["code"] for hold in account["holds"]}


def test_an_officer_assesses_what_waits_and_the_taxes_follow_by_law(broker, officer):
    number = broker.lodged(import_form(items=[balls(), relieved()]))["number"]

    assess(number, officer, item2=(20_000, 3_000))

    account = broker.account(number)
    assert account["version"] == 2
    assert by_hand(account) == [("GENERAL", "0", ""), ("OFFICER", "20000", "")]
    second = account["goods_items"][1]["duty"]
    # 225,000 of value, 20,000 of duty and 3,000 of other tax, cut to 1,000 yen: 7.8 %, and 22/78 of its hundreds
    assert (second["internal_taxes"], second["consumption_tax"]) == ("3000", "19344")
    assert second["local_consumption_tax"] == str(19_300 * 22 // 78)
    assert hold_codes(account) == {"PAYMENT"}
    assert account["duty"]["owed"] == account["duty"]["total_to_pay"]
    assert Declaration.objects.get().events.order_by("seq").last().facts == {
        "reason": "Papers read.",
        "item 2": "20000 yen",
    }


def test_other_items_than_those_that_wait_are_not_assessed(broker, officer):
    number = broker.lodged(import_form(items=[balls(), relieved()]))["number"]
    before = broker.get(f"/declarations/{number}")["ETag"]

    for figures in ({"item1": (1,)}, {"item1": (1,), "item2": (1,)}, {}):
        with pytest.raises(WrongItems) as refused:
            assess(number, officer, **figures)
        assert refused.value.facts == {"items": [2]}
    assert broker.get(f"/declarations/{number}")["ETag"] == before

    assess(number, officer, item2=(0,))
    with pytest.raises(WrongItems):
        assess(number, officer, item2=(1,))
    assert Version.objects.count() == 2


def test_what_is_not_declared_yet_is_not_assessed(broker, officer):
    sunday = "2024-08-04T10:00:00+09:00"
    number = broker.lodged(import_form(items=[relieved()], condition="K"), clock=sunday)["number"]

    with pytest.raises(IllegalTransition):
        assess(number, officer, item1=(0,))
    assert (Version.objects.count(), LedgerEntry.objects.count()) == (1, 0)


def test_an_assessment_stands_for_the_items_that_an_amendment_leaves_as_they_were(broker, officer):
    form = import_form(items=[relieved(), relieved()])
    number = broker.lodged(form)["number"]
    assess(number, officer, item1=(7_000,), item2=(9_000,))

    words = changed(changed(form, "/gross_mass", "220001"), "/goods_items/0/description", "GOLF BALLS, WHITE")
    assert by_hand(amend(broker, number, words).json()) == [("OFFICER", "7000", ""), ("OFFICER", "9000", "")]

    other = changed(words, "/goods_items/1/quantity", "2501")
    amended = amend(broker, number, other).json()
    assert by_hand(amended) == [("OFFICER", "7000", ""), ("", "0", TOO_MUCH_RELIEF)]
    assert "DUTY_NOT_COMPUTED" in hold_codes(amended)

    assess(number, officer, item2=(9_500,))
    assert by_hand(broker.account(number)) == [("OFFICER", "7000", ""), ("OFFICER", "9500", "")]


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/goods_items/0/relief_amount", "1001"),
        ("/goods_items/0/relief_code", "14020"),
        ("/goods_items/0/origin", "DE"),
        ("/goods_items/0/net_mass", "116"),
        ("/freight/amount", "45001"),
        ("/simplified_tariff", True),
    ],
)
def test_an_assessment_is_of_no_other_facts(broker, officer, pointer, value):
    form = import_form(items=[relieved(invoice_amount="100000")])
    number = broker.lodged(form)["number"]
    assess(number, officer, item1=(7_000,))

    [(regime, _, why)] = by_hand(amend(broker, number, changed(form, pointer, value)).json())

    assert (regime, bool(why)) == ("", True)


def test_an_assessment_stands_when_the_goods_arrive_unless_their_value_is_another_on_that_day(broker, officer):
    in_yen = import_form(items=[relieved()], condition="Z")
    in_dollars = import_form(items=[relieved(invoice_amount="2000")], condition="Z")
    in_dollars["invoice"]["currency"] = "USD"
    the_week_before = "2024-07-30T10:00:00+09:00"
    arrived = []
    for form in (in_yen, in_dollars):
        number = broker.lodged(form, clock=the_week_before)["number"]
        assess(number, officer, item1=(7_000,))
        answer = act(broker, number, "arrival", {"bonded_area": "1AW01"})
        assert answer.status_code == 200, answer.content.decode()
        arrived += by_hand(answer.json())

    assert arrived == [("OFFICER", "7000", ""), ("", "0", TOO_MUCH_RELIEF)]
