"""The reference data that ships with the product."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from declarations.tariff import loading
from declarations.tariff.in_force import edition
from declarations.tariff.models import (
    BondedArea,
    Commodity,
    CustomsOffice,
    DeclarationType,
    DutyRate,
    ExchangeRate,
)


def counts() -> dict[str, int]:
    models = (Commodity, DutyRate, ExchangeRate, CustomsOffice, DeclarationType, BondedArea)
    return {model.__name__: model.objects.count() for model in models}


def test_everything_that_ships_is_loaded(shipped):
    assert counts() == {
        **{"Commodity": 138, "DutyRate": 1229, "ExchangeRate": 44, "CustomsOffice": 17},
        **{"DeclarationType": 20, "BondedArea": 20},
    }
    assert Counter(Commodity.objects.values_list("consumption_tax_class", flat=True)) == {"STANDARD": 80, "REDUCED": 58}
    assert Commodity.objects.exclude(season_from="").count() == 4
    assert CustomsOffice.objects.filter(is_verified=True).count() == 10
    assert set(DeclarationType.objects.filter(is_aeo=True).values_list("code", flat=True)) == set("HNJPTVR")


def test_the_shipped_lines_say_that_they_stand_in_for_earlier_days(shipped):
    soy_sauce = Commodity.objects.get(code9="210310000")

    assert soy_sauce.valid_from == date(2014, 1, 1)
    assert soy_sauce.source == loading.SHIPPED_SOURCE


def test_loading_again_changes_nothing_not_even_the_edition(shipped):
    before, number = counts(), edition()

    loading.load_shipped()
    loading.load_demonstration()

    assert (counts(), edition()) == (before, number)


def test_a_correction_by_an_administrator_stays(shipped):
    CustomsOffice.objects.filter(code="3A").update(name_en="Kobe", is_verified=True)
    ExchangeRate.objects.filter(currency="USD", valid_from=date(2016, 5, 15)).update(yen=Decimal("109.51"))

    loading.load_shipped()
    loading.load_demonstration()

    assert CustomsOffice.objects.get(code="3A").name_en == "Kobe"
    assert ExchangeRate.objects.get(currency="USD", valid_from=date(2016, 5, 15)).yen == Decimal("109.51")


def test_the_hints_pair_codes_with_other_laws():
    hints = list(loading.other_law_hints())

    assert len(hints) == len(set(hints)) == 185
    assert ("210310000", "FD") in hints
    assert [law for code9, law in hints if code9 == "030343000"] == ["IQ", "IL", "JK", "FD"]
    assert not [law for code9, law in hints if code9 == "690510000"]


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("commodity_code_is_nine_digits", {"code9": "21031000A"}),
        ("commodity_naccs_digit", {"naccs_digit": 4}),
        ("commodity_season_is_two_days", {"season_from": "0401"}),
        ("commodity_season_is_two_days", {"season_from": "1301", "season_to": "1331"}),
        ("commodity_valid_in_order", {"valid_to": date(2013, 12, 31)}),
        ("commodity_consumption_tax_class_is_known", {"consumption_tax_class": "NONE"}),
    ],
)
def test_an_impossible_line_is_refused_by_name(shipped, constraint, change):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Commodity.objects.filter(code9="210310000").update(**change)
