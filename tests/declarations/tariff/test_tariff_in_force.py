"""The tariff as at a day, from a cached snapshot."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction

from declarations.tariff.in_force import edition, tariff
from declarations.tariff.models import BondedArea, Commodity, CustomsOffice, DutyRate, ExchangeRate, TariffEdition
from declarations.tariff.regimes import Regime

D = Decimal


def as_at(on: date):
    return tariff(edition()).as_at(on)


@pytest.mark.parametrize(
    ("on", "general", "wto"),
    [
        (date(2025, 3, 31), "50%", "25%"),
        (date(2025, 4, 1), "40%", "20%"),
        (date(2025, 9, 30), "40%", "20%"),
        (date(2025, 10, 1), "50%", "25%"),
        (date(2025, 12, 31), "50%", "25%"),
        (date(2026, 1, 1), "50%", "25%"),
    ],
)
def test_bananas_change_rate_with_the_season(shipped, on, general, wto):
    bananas = as_at(on).commodity("0803901000")

    assert bananas.notation(Regime.GENERAL).text == general
    assert bananas.notation(Regime.WTO).text == wto


def test_a_line_is_found_by_nine_or_ten_characters(shipped):
    reference = as_at(date(2026, 7, 9))

    assert reference.commodity("210310000") is reference.commodity("210310000X")
    assert reference.commodity("210310000").code10 == "2103100005"
    assert reference.commodity("210310000").units == ("KG",)
    assert reference.commodity("999999999") is None
    assert reference.commodity_ever("999999999") is None


def test_an_expired_line_is_told_from_an_unknown_one(shipped):
    Commodity.objects.filter(code9="210310000").update(valid_to=date(2026, 3, 31))

    assert as_at(date(2026, 3, 31)).commodity("2103100005") is not None
    assert as_at(date(2026, 4, 1)).commodity("2103100005") is None
    assert as_at(date(2026, 4, 1)).commodity_ever("2103100005").valid_to == date(2026, 3, 31)


@pytest.mark.parametrize(
    ("on", "yen", "exact"),
    [
        (date(2016, 5, 14), "118.20", False),
        (date(2016, 5, 15), "109.50", True),
        (date(2016, 5, 21), "109.50", True),
        (date(2016, 5, 22), "109.50", False),
        (date(2024, 8, 3), "157.51", True),
        (date(2024, 8, 4), "155.45", True),
        (date(2026, 7, 9), "155.45", False),
    ],
)
def test_the_rate_of_exchange_is_that_of_the_week_or_the_nearest_earlier(shipped, on, yen, exact):
    rate = as_at(on).exchange_rate("USD")

    assert (rate.yen, rate.exact) == (D(yen), exact)


def test_currencies_quoted_by_the_hundred_are_given_for_one_unit(shipped):
    reference = as_at(date(2015, 1, 1))

    assert reference.exchange_rate("KRW").yen == D("0.108")
    assert reference.exchange_rate("JPY").yen == 1
    assert reference.exchange_rate("EUR").source == "CUSTOMS"
    assert reference.exchange_rate("XXX") is None
    assert as_at(date(2014, 12, 27)).exchange_rate("USD") is None
    assert as_at(date(2016, 6, 1)).exchange_rate("EUR").source == "DEMONSTRATION"


def test_offices_areas_and_types_are_found_by_code(shipped):
    reference = as_at(date(2026, 7, 9))

    assert reference.office("1A").name == "Tokyo Customs (headquarters)"
    assert reference.office("3A").is_verified is False
    assert reference.office("ZZ") is None
    assert reference.bonded_area("1AW01").office_code == "1A"
    assert reference.bonded_area("1AW01").is_demonstration
    assert as_at(date(2013, 12, 31)).bonded_area("1AW01") is None
    assert reference.declaration_type("J").is_aeo
    assert reference.declaration_type("Y").is_air_only
    assert reference.declaration_type("C").allows_release_before_permit
    assert reference.declaration_type("Z") is None


def test_a_snapshot_is_read_once_an_edition(shipped, django_assert_num_queries):
    number = edition()
    tariff(-1)
    with django_assert_num_queries(5):
        snapshot = tariff(number)
    with django_assert_num_queries(0):
        assert tariff(number) is snapshot
        assert snapshot.as_at(date(2026, 7, 9)) is snapshot.as_at(date(2026, 7, 9))
        assert snapshot.as_at(date(2026, 7, 9)).commodity("2103100005") is not None


@pytest.mark.parametrize(
    "change",
    [
        lambda: DutyRate.objects.filter(commodity__code9="690510000", regime="WTO").update(notation="1%"),
        lambda: ExchangeRate.objects.filter(currency="USD").delete(),
        lambda: CustomsOffice.objects.create(code="1Z", name_en="New", customs_digit=1),
        lambda: BondedArea.objects.all()._raw_delete("default"),
        lambda: connection.cursor().execute("TRUNCATE tariff_declarationtype"),
    ],
    ids=["update", "delete", "insert", "raw delete", "truncate"],
)
def test_every_change_gives_a_new_edition_that_is_read_anew(shipped, change):
    before = edition()
    snapshot = tariff(before)

    change()

    assert edition() > before
    assert tariff(edition()) is not snapshot


def test_a_new_rate_is_in_force_with_the_next_look(shipped):
    assert as_at(date(2026, 7, 9)).commodity("6905100005").notation(Regime.WTO).text == "2%"

    DutyRate.objects.filter(commodity__code9="690510000", regime="WTO").update(notation="1%")

    assert as_at(date(2026, 7, 9)).commodity("6905100005").notation(Regime.WTO).text == "1%"


def test_a_rolled_back_edition_number_is_not_given_to_another_state(shipped):
    before = edition()
    with transaction.atomic():
        ExchangeRate.objects.all().delete()
        undone = edition()
        transaction.set_rollback(True)
    assert edition() == before

    CustomsOffice.objects.filter(code="1A").update(roman_name="EDO")

    assert edition() > undone > before


def test_threads_that_ask_together_share_one_snapshot(db):
    number = edition()
    tariff(-1)
    tariff(number)

    with ThreadPoolExecutor(8) as threads:
        snapshots = set(threads.map(tariff, [number] * 64))

    assert len(snapshots) == 1


def test_the_edition_is_one_row(db):
    assert TariffEdition.objects.count() == 1
