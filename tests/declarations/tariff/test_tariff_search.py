"""Finding a commodity by code or words, and the clerk's pages."""

from datetime import date

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext

from declarations.tariff.models import Commodity, DutyRate
from declarations.tariff.search import search

SUMMER, WINTER = date(2026, 7, 9), date(2026, 12, 9)

SAUCES = ["2103200105", "2103901100", "2103902102", "2103902290"]  # under our words for heading 2103


def codes(q: str, *, on: date = SUMMER, limit: int = 10) -> list[str]:
    return [found.code10 for found in search(q, on=on, limit=limit)]


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("2103", ["2103100005", "2103200105", "2103901100", "2103902102", "2103902290"]),
        ("2103.10-0005", ["2103100005"]),
        ("2103100004", []),
        ("soy", ["1507101002", "1201900103", "2103100005", *SAUCES]),
        ("soya sauce", ["2103100005", *SAUCES]),
        ("banan", ["0803901000"]),
        ("footwear leather men", ["6403990154"]),
        ("the of", []),
        ("'); DROP TABLE", []),
        ("!!", []),
        ("", []),
    ],
)
def test_a_commodity_is_found_by_code_or_words(shipped, q, found):
    assert codes(q) == found


def test_what_is_found_is_in_force_on_the_day(shipped):
    Commodity.objects.filter(code9="210310000").update(valid_to=date(2026, 8, 1))

    assert search("banana", on=SUMMER, limit=5)[0].rates["GENERAL"] == "40%"
    assert search("banana", on=WINTER, limit=5)[0].rates["GENERAL"] == "50%"
    assert "2103100005" in codes("soya sauce", on=SUMMER)
    assert "2103100005" not in codes("soya sauce", on=WINTER)


def test_a_found_line_shows_its_rates_as_printed(shipped):
    found = search("210310", on=SUMMER, limit=1)[0]

    assert (found.code10, found.description, found.units) == ("2103100005", "Soya sauce", ("KG",))
    assert found.rates == {
        **{"GENERAL": "9.6%", "WTO": "7.2%", "GSP": "6%", "LDC": "Free", "CPTPP": "Free", "EU": "Free"},
        **{"UK": "Free", "RCEP_ASEAN_AU_NZ": "4.5%", "RCEP_CN": "4.5%", "US_JP": "Free", "ASEAN": "Free"},
    }


def test_a_search_is_two_queries_and_bounded(shipped, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert len(codes("fresh", limit=7)) == 7


@pytest.mark.parametrize("q", ["soy", "しょうゆ", "馬 soy"])
def test_words_of_both_languages_are_found_through_the_index(shipped, q):
    """With no other way left, the planner shows whether query and index say the same."""
    with CaptureQueriesContext(connection) as queries:
        codes(q)
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX commodity_once_a_season_and_day")
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + queries[0]["sql"])
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert "commodity_words" in plan


@pytest.fixture
def japanese(shipped):
    """Lines as the whole schedule words them."""
    for code9, description, heading in (
        ("080390100", "1 生鮮のもの", "バナナ（生鮮のもの及び乾燥したものに限る。） > その他のもの"),
        ("200899999", "バナナチップ DVD", "調製した果実"),
        ("010121100", "軽種馬", "馬、ろ馬、ら馬及びヒニー > 純粋種の繁殖用のもの"),
    ):
        Commodity.objects.create(
            code9=code9,
            naccs_digit=int(code9) % 7,
            description_ja=description,
            heading_ja=heading,
            valid_from=date(2014, 1, 2),
        )


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("バナナ", ["200899999", "080390100"]),
        ("ﾊﾞﾅﾅ", ["200899999", "080390100"]),
        ("バナナ 生鮮", ["080390100"]),
        ("ＤＶＤ", ["200899999"]),
        ("馬", ["010121100"]),
        ("ろ馬", ["010121100"]),
        ("馬肉", []),
        ("1 生鮮のもの", ["080390100"]),
        ("バナナ banana", []),
    ],
)
def test_a_commodity_is_found_by_japanese_words(japanese, q, found):
    """Half-width and full-width are the same; a line that says it itself comes before one under such a heading."""
    assert [code[:9] for code in codes(q)] == found


def test_every_table_but_the_rates_has_a_page(db):
    without = [model for model in apps.get_app_config("tariff").get_models() if not admin.site.is_registered(model)]

    assert without == [DutyRate]
