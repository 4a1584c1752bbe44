"""Invoice lines to the goods items of a draft, over HTTP; and the draft is accepted as it stands."""

from decimal import Decimal

import pytest

from declarations.models import Submission
from tests.forms import import_form

pytestmark = pytest.mark.django_db
ON = "2024-08-05"


def line(code: str = "9506320003", amount: str = "300000", **stated: str) -> dict[str, str]:
    """Golf balls."""
    goods = {"commodity_code": code, "description": "GOODS", "origin": "FR", "invoice_amount": amount}
    return {**goods, "quantity": "10", "quantity_unit": "NO", "net_mass": "10", **stated}


TILES = {"quantity": "100", "quantity_unit": "KG"}
BOOKS = {"quantity": "3", "quantity_unit": "KG"}


def question(*lines: dict[str, str], **changes: object) -> dict[str, object]:
    asked = {"direction": "IMPORT", "incoterm": "FOB", "currency": "JPY", "on": ON, "lines": list(lines)}
    charges = {
        "freight": {"currency": "JPY", "amount": "1000"},
        "insurance": {"currency": "USD", "amount": "10.01"},
    }
    return {**asked, **charges, **changes}


def test_lines_become_items_with_a_trace_back(broker):
    """Balls of 600,000 in one item; tiles of 100,000 and books of 50,000 are small and grouped under the tiles' 2 %.
    750,000 + 1,000 + 10.01 x 155.45 = 752,556.05 yen."""
    answer = broker.post(
        "/consolidations",
        question(line(), line("6905100005", "100000", **TILES), line(), line("4901990004", "50000", **BOOKS)),
    ).json()

    (draft,) = answer["drafts"]
    assert [(each["number"], each["lines"], each["mark"], each["commodity_codes"]) for each in draft["trace"]] == [
        (1, [1, 3], "ALIKE", ["9506320003"]),
        (2, [2, 4], "GROUPED", ["6905100005", "4901990004"]),
    ]
    assert [item["commodity_code"] for item in draft["goods_items"]] == ["9506320003", "690510000X"]
    assert draft["goods_items"][0]["quantity"] == "20"
    assert [item["invoice_amount"] for item in draft["goods_items"]] == ["600000", "150000"]
    assert (draft["customs_value"], answer["declarations_needed"]) == ("752556", 1)
    assert sum(int(each["customs_value"]) for each in draft["trace"]) == 752_556
    assert [note.split(":")[0] for note in answer["notes"]] == ["how small values are grouped"]
    assert not Submission.objects.exists()


def test_the_draft_is_lodged_as_it_stands(broker):
    lines = [line(), line("6905100005", "100000", **TILES), line("4901990004", "50000", **BOOKS)]
    (draft,) = broker.post("/consolidations", question(*lines)).json()["drafts"]

    form = import_form(items=draft["goods_items"], freight=draft["freight"], insurance=draft["insurance"])
    account = broker.lodged(form)

    assert account["duty"]["customs_value"] == draft["customs_value"]
    assert [item["customs_value"] for item in account["goods_items"]] == [
        each["customs_value"] for each in draft["trace"]
    ]
    assert [finding["code"] for finding in account.get("advisories", [])] == []


def test_800_lines_in_197_items_need_three_declarations_and_share_the_charges(broker):
    """197 permits keep the goods apart. Freight of 1,000 yen and insurance of 10.01 USD add up again."""
    lines = [
        {**line(amount=str(300_000 + index)), "permits": [{"law": "FD", "permit_number": f"FD26-{index % 197:06}"}]}
        for index in range(800)
    ]
    answer = broker.post("/consolidations", question(*lines)).json()

    drafts = answer["drafts"]
    assert [len(draft["goods_items"]) for draft in drafts] == [98, 98, 1]
    assert answer["notes"] == ["3 declarations are needed: one has at most 98 goods items"]
    assert sum(int(draft["freight"]["amount"]) for draft in drafts) == 1_000
    assert sum(Decimal(draft["insurance"]["amount"]) for draft in drafts) == Decimal("10.01")
    assert sum(int(draft["invoice_amount"]) for draft in drafts) == sum(300_000 + index for index in range(800))
    numbers = [number for draft in drafts for each in draft["trace"] for number in each["lines"]]
    assert sorted(numbers) == list(range(1, 801))


def test_customary_units_become_those_of_the_schedule_and_what_is_missing_is_said(broker):
    """100 lb of tiles are 45.359 kg: 0.0454 t in the form's four places. Balls by the pair are not balls by number."""
    answer = broker.post(
        "/consolidations",
        question(
            line("6905100005", quantity="100", quantity_unit="LBR"),
            line(amount="400000", quantity_unit="PR"),
        ),
    ).json()

    (draft,) = answer["drafts"]
    assert [item.get("quantity") for item in draft["goods_items"]] == [None, "0.0454"]
    assert [each.get("missing", []) for each in draft["trace"]] == [["quantity in NO"], []]


def test_everything_that_stands_in_the_way_is_named_at_once(broker):
    asked = question(
        line("0000000000", net_mass="0"),
        line(),
        incoterm="XXX",
        charges_shared_by="NET_MASS",
        insurance={"currency": "XXX", "amount": "1"},
        adjustments=[{"kind": "TIPS", "currency": "YYY", "amount": "1"}],
    )
    answer = broker.post("/consolidations", asked)

    assert answer.status_code == 422
    assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [
        ("/lines/0/commodity_code", "unknown-commodity"),
        ("/lines/0/net_mass", "required"),
        ("/incoterm", "not-in-list"),
        ("/adjustments/0/kind", "not-in-list"),
        ("/insurance/currency", "no-exchange-rate"),
        ("/adjustments/0/currency", "no-exchange-rate"),
    ]


@pytest.mark.parametrize("count", [0, 801])
def test_an_invoice_has_1_to_800_lines(broker, count):
    answer = broker.post("/consolidations", question(*[line()] * count))

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/lines"]


def test_lines_that_are_worth_nothing_make_no_items(broker):
    answer = broker.post("/consolidations", question(line(amount="0")))

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/lines")
