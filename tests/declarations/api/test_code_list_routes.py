"""Code lists and rates of exchange over HTTP: whole, in pages, with what changed."""

from datetime import date

import pytest

from declarations.code_lists import LISTS
from declarations.code_lists.international import _TERMS, _WITHDRAWN
from declarations.rules import BOOK
from declarations.tariff.models import BondedArea, CustomsOffice, ExchangeRate
from declarations.tariff.units import _ALL, NAMES_OF_UNITS
from declarations.tariff.valuation import INCOTERMS


def everything(program, path):
    """All entries, page by page; no code comes twice and none is left out."""
    found = []
    while path:
        page = program.get(path).json()
        found += page["items"]
        path = page["next"].split("/api/v1")[1] if "next" in page else None
    return found


def test_the_lists_are_told(broker):
    told = broker.get("/code-lists").json()["items"]

    assert [each["name"] for each in told] == list(LISTS)
    assert all(each["title"] and each["source"] for each in told)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_comes_in_pages_without_gap_or_repeat(broker, name):
    whole = everything(broker, f"/code-lists/{name}?limit=200")
    paged = everything(broker, f"/code-lists/{name}?limit={max(1, len(whole) // 3)}")

    assert whole
    assert paged == whole
    assert [entry["code"] for entry in whole] == sorted(entry["code"] for entry in whole)
    assert all(entry["code"] and entry["name"] for entry in whole)


@pytest.mark.parametrize("name", LISTS)
def test_a_page_takes_one_statement_or_none(broker, name, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        broker.get(f"/code-lists/{name}?limit=5")


def test_names_come_in_japanese_where_they_are_known(broker):
    germany = [each for each in everything(broker, "/code-lists/countries?limit=200") if each["code"] == "DE"]

    assert germany == [{"code": "DE", "name": "Germany", "name_ja": "ドイツ"}]


def test_a_rule_is_told_with_its_law_its_days_and_both_languages(broker):
    rules = {each["code"]: each for each in everything(broker, "/code-lists/rules?limit=200")}

    assert set(rules) == set(BOOK)
    assert rules["PR-609"]["valid_from"] == "2025-10-12"
    assert rules["PR-609"]["facts"]["law"].startswith("Enforcement Order of the Customs Act")
    assert rules["PR-609"]["name_ja"].endswith("。")


def test_offices_say_whether_they_are_verified_and_places_whether_they_are_made_up(broker):
    offices = {each["code"]: each for each in broker.get("/code-lists/customs-offices").json()["items"]}
    areas = broker.get("/code-lists/bonded-areas").json()["items"]

    assert offices["1A"]["is_verified"] is True
    assert {each["is_verified"] for each in offices.values()} == {True, False}
    assert all(area["is_demonstration"] and area["facts"]["office"] and area["valid_from"] for area in areas)


def test_what_changed_since_a_day_is_what_begins_or_ends_then_or_later(broker):
    office = CustomsOffice.objects.get(code="1A")
    for code, first, last in (
        ("1AX01", date(2020, 1, 1), date(2026, 3, 31)),
        ("1AX01", date(2026, 4, 2), None),
        ("1AX02", date(2020, 1, 1), date(2026, 3, 30)),
    ):
        BondedArea.objects.create(code=code, name="SHED", office=office, valid_from=first, valid_to=last)

    changed = everything(broker, "/code-lists/bonded-areas?changed_since=2026-04-01&limit=1")
    rules = everything(broker, "/code-lists/origin-certificates?changed_since=2021-01-01")

    assert [(each["code"], each["valid_from"]) for each in changed] == [
        ("1AX01", "2020-01-01"),
        ("1AX01", "2026-04-02"),
    ]
    assert [each["code"] for each in rules] == ["RCEP", "UKJP"]


def test_entries_without_days_always_come(broker):
    assert len(everything(broker, "/code-lists/incoterms?changed_since=2026-01-01")) == len(INCOTERMS)


def test_the_words_are_complete():
    assert set(NAMES_OF_UNITS) == set(_ALL)
    assert set(_TERMS) == INCOTERMS
    assert _WITHDRAWN < INCOTERMS


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/code-lists/nonsense", 404, "not-found"),
        ("/code-lists/countries?changed_since=2026-02-30", 400, "invalid-parameter"),
        ("/code-lists/countries?limit=201", 400, "invalid-cursor"),
        ("/code-lists/countries?cursor=forged", 400, "invalid-cursor"),
        ("/code-lists/countries?on=2026-01-01", 400, "unknown-parameter"),
        ("/exchange-rates?currency=usd", 400, "invalid-parameter"),
        ("/exchange-rates?cursor=forged", 400, "invalid-cursor"),
    ],
)
def test_bad_questions_are_refused(broker, path, status, code):
    answer = broker.get(path)

    assert answer.status_code == status
    assert answer.json()["type"].endswith(f"/{code}")


def test_a_cursor_is_of_no_use_in_another_list(broker):
    cursor = broker.get("/code-lists/countries?limit=1").json()["next"].split("cursor=")[1]

    assert broker.get(f"/code-lists/currencies?cursor={cursor}").status_code == 400
    assert broker.get(f"/exchange-rates?cursor={cursor}").status_code == 400


def test_a_rate_is_found_by_currency_and_day(broker, django_assert_num_queries):
    with django_assert_num_queries(1):
        [rate] = broker.get("/exchange-rates?currency=USD&on=2024-08-05").json()["items"]

    assert (rate["currency"], rate["units"], rate["source"]) == ("USD", 1, "CUSTOMS")
    assert rate["valid_from"] <= "2024-08-05" <= rate["valid_to"]
    assert rate["is_demonstration"] is False
    assert isinstance(rate["yen"], str)


def test_rates_come_in_pages_and_as_changed_since_a_day(broker):
    rates = everything(broker, "/exchange-rates?limit=7")
    known = ExchangeRate.objects.known().order_by("currency", "valid_from").values_list("currency", "valid_from")

    assert [(rate["currency"], rate["valid_from"]) for rate in rates] == [(c, str(day)) for c, day in known]
    assert everything(broker, "/exchange-rates?changed_since=2024-01-01") == rates
    assert broker.get("/exchange-rates?changed_since=2999-01-01").json()["items"] == []
