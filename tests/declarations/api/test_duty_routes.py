"""Relief, other internal taxes, adjustments, the simplified tariff: from the message to the account and the store."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from declarations.models import AssessedDuty, GoodsItem, Version
from tests.forms import balls, import_form

pytestmark = pytest.mark.django_db
WHISKY = {
    "commodity_code": "2208300006",
    "description": "WHISKY",
    "origin": "GB",
    "quantity": "100",
    "quantity_unit": "L",
    "net_mass": "95",
    "permits": [{"law": "FD", "permit_number": "FD26-000124"}],
    "internal_taxes": [{"kind": "WHISKY", "alcohol": "43"}],
}
TILES = {
    "commodity_code": "6905100005",
    "description": "TILES",
    "origin": "ES",
    "quantity": "5",
    "quantity_unit": "MT",
    "net_mass": "5000",
}


def tiles(**changes):
    return balls(**{**TILES, **changes})


def whisky(**changes):
    return balls(**{**WHISKY, **changes})


def free_on_board(items, **changes):
    form = import_form(items=items, **changes)
    form["freight"], form["insurance"] = {"currency": "JPY", "amount": "0"}, {"currency": "JPY", "amount": "0"}
    return form


def codes(account) -> list[str]:
    return [finding["code"] for finding in account.get("advisories", [])]


def test_whisky_owes_liquor_tax_and_the_payment_meets_it(broker):
    """100 L x 430,000 yen/kl = 43,000. Free of duty. Tax base 200,000 + 43,000 = 243,000 x 7.8 % = 18,954 -> 18,900;
    18,900 x 22/78 = 5,330 -> 5,300. In all 43,000 + 18,900 + 5,300 = 67,200."""
    account = broker.lodged(free_on_board([whisky()]))

    assert (account["duty"]["internal_taxes"], account["duty"]["total_to_pay"]) == ("43000", "67200")
    assert account["goods_items"][0]["duty"]["internal_taxes"] == "43000"
    assert broker.pay(account).status_code == 200
    steps = broker.account(account["number"])["goods_items"][0]["duty"]["steps"]
    assert ("WHISKY", "430,000yen/kl", 43_000) in [(step["name"], step["rate"], step["amount"]) for step in steps]
    assert [step["name"] for step in Version.objects.get().steps] == [
        *("INVOICE", "FREIGHT_ADDED", "INSURANCE_ADDED", "CUSTOMS_VALUE", "DUTY_TOTAL", "INTERNAL_TAX_TOTAL"),
        *("CONSUMPTION_TAX_TOTAL", "LOCAL_CONSUMPTION_TAX_TOTAL"),
    ]


def test_whisky_of_which_no_tax_is_stated_waits_for_an_officer(broker):
    account = broker.lodged(free_on_board([whisky(internal_taxes=[])]))

    assert codes(account) == ["GD-432", "GD-434", "OL-802"]
    assert "DUTY_NOT_COMPUTED" in [hold["code"] for hold in account["holds"]]
    assert account["duty"]["total_to_pay"] == "0"


def test_a_relief_is_taken_off_told_and_examined(broker):
    """2 % of 200,000 = 4,000, less 1,000. The papers are examined although nothing else selects it."""
    account = broker.lodged(free_on_board([tiles(relief_code="14010", relief_amount="1000")], own_reference="RELIEF-1"))

    assert (account["duty"]["duty"], account["goods_items"][0]["duty"]["relief"]) == ("3000", "1000")
    assert codes(account) == ["GD-428"]
    assert account["category"] == 2
    assert GoodsItem.objects.get().relief_code == "14010"
    assert AssessedDuty.objects.get().relief_amount == 1_000


def test_adjustments_enter_the_value_and_the_charges_are_shared_by_mass(broker):
    """400,000 + 100,000 of royalties over 5,000 and 5,000 kg, whatever the prices: 350,000 and 150,000."""
    items = [tiles(invoice_amount="300000"), tiles(invoice_amount="100000", origin="PT")]
    royalties = [{"kind": "ROYALTIES", "currency": "JPY", "amount": "100000"}]
    account = broker.lodged(free_on_board(items, adjustments=royalties, charges_shared_by="NET_MASS"))

    assert [item["customs_value"] for item in account["goods_items"]] == ["350000", "150000"]
    version = Version.objects.get()
    assert (version.adjustments_yen, version.charges_shared_by) == (100_000, "NET_MASS")


def test_the_simplified_tariff_is_given_where_it_is_asked_for(broker):
    """Tiles bear 2 % and are none of the six kinds: 5 % of 200,000."""
    account = broker.lodged(free_on_board([tiles()], simplified_tariff=True))

    duty = account["goods_items"][0]["duty"]
    assert (duty["regime"], duty["rate"], account["duty"]["duty"]) == ("SIMPLIFIED", "5%", "10000")


def test_an_estimate_takes_all_of_it_and_shows_every_step(broker):
    """200,000 + 10,000 yen of freight. 21,500 yen of liquor tax on 50 L."""
    asked = {
        "incoterm": "FOB",
        "currency": "JPY",
        "on": "2024-08-05",
        "freight": {"currency": "JPY", "amount": "10000"},
        "adjustments": [{"kind": "DEFERRED_INTEREST", "currency": "JPY", "amount": "5000"}],
        "goods_items": [
            {
                "commodity_code": "2208300006",
                "origin": "GB",
                "invoice_amount": "200000",
                "quantity": "50",
                "quantity_unit": "L",
                "internal_taxes": [{"kind": "WHISKY", "alcohol": "43"}],
            }
        ],
    }
    answer = broker.post("/duty-estimates", asked).json()

    assert (answer["customs_value"], answer["internal_taxes"]) == ("205000", "21500")
    assert [step["name"] for step in answer["steps"]][:4] == [
        *("INVOICE", "FREIGHT_ADDED", "DEFERRED_INTEREST_DEDUCTED", "CUSTOMS_VALUE"),
    ]


def test_taxes_cost_no_statement(broker):
    """Three, for one item and for 98."""
    broker.lodged(free_on_board([whisky()]))
    for items in ([whisky()], [whisky(origin=origin) for origin in ("GB", "US")] * 49):
        with CaptureQueriesContext(connection) as captured:
            broker.lodged(free_on_board(items))
        assert len(captured) == 3


def test_the_greatest_amounts_of_the_dearest_currency_are_kept(broker):
    """Ten royalties and a freight of 13 digits in dollars, on a price in yen: no figure is too long for its column."""
    most = "9999999999999.99"
    royalties = [{"kind": "ROYALTIES", "currency": "USD", "amount": most}] * 10
    form = free_on_board([tiles()], adjustments=royalties)
    form["freight"] = {"currency": "USD", "amount": most}

    broker.lodged(form)

    assert GoodsItem.objects.get().charges_amount > 10**15
    assert Version.objects.get().adjustments_yen > 10**16
