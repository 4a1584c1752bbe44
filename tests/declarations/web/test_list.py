"""The list: search, filters, pages, kept searches; always the firm's own, and always the same cost."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from declarations import clearance
from declarations.models import Declaration
from declarations.traders.models import User
from declarations.web.models import SavedView
from tests.declarations.web.conftest import signed_in, words
from tests.forms import balls, export_form, import_form

ADDRESS = "/declarations/lodged"
CLOCK = datetime(2024, 8, 5, 1, 0, tzinfo=UTC)
COST = 16  # SQL statements of the page, the session's and the person's among them


def found(browser, **asked):
    answer = browser.get(ADDRESS, asked)
    assert answer.status_code == 200
    return [line.number for line in answer.context["lines"]]


def test_a_firm_sees_what_it_declared_and_what_was_declared_for_it(
    broker, aeo_importer, broker_person, importer_person
):
    number = broker.lodged(import_form(script="A-V1"))["number"]
    other = broker.lodged(export_form(script="V1"))["number"]

    assert found(broker_person) == [other, number]
    assert found(importer_person) == [number]


def test_it_is_found_by_number_reference_code_and_name(broker, broker_person):
    form = import_form(script="A-V1")
    number = broker.lodged(form)["number"]
    broker.lodged(export_form(script="V1"))

    for words_of_it in (number, number[:8].lower(), form["own_reference"].lower(), "1234567890123", "zaimusoken"):
        assert found(broker_person, q=words_of_it) == [number], words_of_it
    assert found(broker_person, q="nothing like it") == []


def test_filters_narrow_it_down(broker, broker_person):
    held = broker.lodged(import_form(script="A-V2"))["number"]
    free = broker.lodged(export_form(script="V1"))["number"]

    assert found(broker_person, status="RELEASED") == [free]
    assert found(broker_person, direction="IMPORT") == [held]
    assert found(broker_person, since="2024-08-05", until="2024-08-05") == [free, held]
    assert found(broker_person, since="2024-08-06") == []


def test_what_waits_for_us_is_what_the_declarant_can_end(broker, broker_person):
    owing = broker.lodged(import_form(script="A-V1"))["number"]
    awaited = broker.lodged(import_form(script="A-V1", condition="Z", items=[balls()]))["number"]
    asked = broker.lodged(export_form(script="V2"))["number"]
    examined = broker.lodged(export_form(script="V2"))["number"]
    broker.lodged(export_form(script="V1"))
    clearance.ask(asked, by=User.objects.get(username="demo-officer").as_officer(), text="Why?", at=CLOCK)

    assert found(broker_person, turn="US") == [asked, awaited, owing]
    assert found(broker_person, turn="OTHERS") == [examined]
    assert "3 wait for you" in words(broker_person.get(ADDRESS))


def test_a_line_tells_what_holds_it_as_the_declarations_page_does(broker, broker_person):
    broker.lodged(import_form(script="A-V2"))

    said = words(broker_person.get(ADDRESS))

    assert "Duty and taxes are to be paid or deferred you The agency is asked (FD) this service" in said
    assert "The documents are examined a customs officer" in said


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "x" * 71},
        {"q": "%_'\";--"},
        {"status": "NONSENSE"},
        {"since": "yesterday"},
        {"until": "2024-13-45"},
        {"turn": "ME"},
        {"after": "forged"},
        {"after": "WyJ4Il0:1:x"},
        {"status": ["LODGED", "RELEASED"]},
        {"unknown": "1"},
    ],
)
def test_a_search_that_cannot_be_read_is_told_so_and_asks_for_nothing(broker, broker_person, asked):
    assert broker_person.get(ADDRESS, asked).status_code == 200


def test_pages_follow_one_another_without_a_gap(broker, broker_person, monkeypatch):
    monkeypatch.setattr("declarations.web.listing.A_PAGE", 2)
    lodged = [broker.lodged(export_form(script="V1"))["number"] for _ in range(5)]
    seen, address = [], ADDRESS
    while address:
        answer = broker_person.get(address)
        seen.append([line.number for line in answer.context["lines"]])
        address = ADDRESS + answer.context["next"] if answer.context["next"] else ""

    assert seen == [lodged[4:2:-1], lodged[2:0:-1], lodged[:1]]


def test_a_place_in_another_firms_list_is_none(broker, broker_person, importer_person, monkeypatch):
    monkeypatch.setattr("declarations.web.listing.A_PAGE", 1)
    for _ in range(2):
        broker.lodged(import_form(script="A-V1"))
    further = broker_person.get(ADDRESS).context["next"]

    answer = importer_person.get(ADDRESS + further)

    assert answer.status_code == 200
    assert "This page of the list is over: it begins anew." in words(answer)


def test_the_list_costs_the_same_for_2_rows_and_for_12(broker, broker_person):
    def cost():
        broker_person.get(ADDRESS)
        with CaptureQueriesContext(connection) as captured:
            broker_person.get(ADDRESS)
        return len(captured)

    for _ in range(2):
        broker.lodged(import_form(script="A-V2"))
    few = cost()
    for _ in range(10):
        broker.lodged(import_form(script="A-V2"))

    assert cost() == few
    assert few <= COST


def test_a_search_is_kept_under_a_name_and_forgotten(broker, broker_person):
    address = f"{ADDRESS}?status=LODGED&q=sbx"
    kept = broker_person.post(address, {"name": "  Held   ones "})
    again = broker_person.post(f"{ADDRESS}?status=REFUSED", {"name": "Held ones"})

    view = SavedView.objects.get()
    assert (kept.status_code, again.status_code, view.name, view.query) == (303, 303, "Held ones", "status=REFUSED")
    assert "Held ones" in words(broker_person.get(ADDRESS))
    assert broker_person.post(f"{ADDRESS}/views/{view.id}/delete").status_code == 303
    assert SavedView.objects.count() == 0


def test_a_kept_search_is_its_persons_alone(broker, broker_person, importer_person):
    broker_person.post(f"{ADDRESS}?status=LODGED", {"name": "Mine"})
    view = SavedView.objects.get()

    assert "Mine" not in words(importer_person.get(ADDRESS))
    assert importer_person.post(f"{ADDRESS}/views/{view.id}/delete").status_code == 404
    assert SavedView.objects.count() == 1


@pytest.mark.parametrize("name", ["", "   ", "\x00"])
def test_a_search_without_a_name_is_not_kept(broker, broker_person, name):
    answer = broker_person.post(f"{ADDRESS}?status=LODGED", {"name": name})

    assert (answer.status_code, SavedView.objects.count()) == (422, 0)


def test_an_empty_list_says_where_to_begin(world):
    assert not Declaration.objects.exists()

    assert "Your firm has not lodged a declaration yet." in words(signed_in("demo-broker").get(ADDRESS))
