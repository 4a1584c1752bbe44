"""Rates of exchange, offices and bonded areas from files."""

import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from declarations.tariff import loading
from declarations.tariff.in_force import Tariff, edition, tariff
from declarations.tariff.models import BondedArea, CustomsOffice, DeclarationType

WEEK, NEXT = "2027-03-07,2027-03-13", "2027-03-21,2027-03-27"
RATES, AREAS = "iso4217,units_quoted,yen,valid_from,valid_to", "code,name,office_code,valid_from,valid_to"
pytestmark = pytest.mark.usefixtures("shipped")


def load(command: str, folder: Path, *lines: str) -> list[str]:
    path = folder / "file.csv"
    path.write_text("\n".join(lines) + "\n")
    out = io.StringIO()
    call_command(command, str(path), stdout=out)
    return out.getvalue().splitlines()


def rate(on: date, currency: str = "USD") -> tuple[Decimal, bool]:
    found = tariff(edition()).as_at(on).exchange_rate(currency)
    return found.yen, found.exact


def test_rates_are_loaded_once_and_gaps_are_told(tmp_path):
    lines = (RATES, f"USD,1,150.25,{WEEK}", f"USD,1,151,{NEXT}", f"KRW,100,10.5,{WEEK}")

    told = load("load_exchange_rates", tmp_path, *lines)
    before = edition()
    again = load("load_exchange_rates", tmp_path, *lines)

    assert told[0] == "3 rates added, 0 corrected, 0 known already."
    assert "USD       2027-03-14  2027-03-20" in told
    assert again[0] == "0 rates added, 0 corrected, 3 known already."
    assert edition() == before
    assert rate(date(2027, 3, 13)) == (Decimal("150.25"), True)
    assert rate(date(2027, 3, 14)) == (Decimal("150.25"), False)
    assert rate(date(2027, 3, 8), "KRW") == (Decimal("0.105"), True)


def test_a_corrected_rate_supersedes_and_what_was_known_can_be_asked(tmp_path):
    load("load_exchange_rates", tmp_path, RATES, f"USD,1,150.25,{WEEK}")
    before = timezone.now()

    told = load("load_exchange_rates", tmp_path, RATES, f"USD,1,150.52,{WEEK}")

    assert told[0] == "0 rates added, 1 corrected, 0 known already."
    assert rate(date(2027, 3, 8))[0] == Decimal("150.52")
    assert Tariff(0, known_at=before).as_at(date(2027, 3, 8)).exchange_rate("USD").yen == Decimal("150.25")


def test_a_broken_file_of_rates_changes_nothing(tmp_path):
    before = edition()

    with pytest.raises(CommandError) as refused:
        load(
            "load_exchange_rates",
            tmp_path,
            *(RATES, "USD,1,0,2027-03-08,2027-03-14", f"JPY,1,1,{WEEK}", f"XXQ,10,1e3,{WEEK}"),
            *(f"EUR,1,160,{WEEK}", f"EUR,1,160,{WEEK}", "EUR,1,160,2027-03-21,2027-03-26", "EUR,1,160,soon,"),
        )

    assert str(refused.value).splitlines()[1:] == [
        "row 2, yen: must be above 0",
        "row 2, valid_from: 2027-03-08 is not a Sunday",
        "row 3, iso4217: 'JPY' is not a foreign currency of ISO 4217",
        "row 4, iso4217: 'XXQ' is not a foreign currency of ISO 4217",
        "row 4, units_quoted: '10' is not 1 or 100 units",
        "row 4, yen: '1e3' is not a number",
        "row 6, iso4217: EUR from 2027-03-07 is already in the file",
        "row 7, valid_to: 2027-03-26 is not the Saturday after 2027-03-21",
        "row 8, valid_from: 'soon' is not a day (YYYY-MM-DD)",
        "row 8, valid_to: '' is not a day (YYYY-MM-DD)",
    ]
    assert edition() == before


def test_the_shipped_offices_are_a_file_like_any_other(tmp_path):
    out = io.StringIO()
    before = edition()

    call_command("load_offices", str(loading.DATA / "customs_offices.csv"), stdout=out)

    assert out.getvalue() == "Customs offices: 0 added, 0 changed, 17 as they were.\n"
    assert edition() == before


def test_declaration_types_are_added_or_corrected(tmp_path):
    out = io.StringIO()
    call_command("load_declaration_types", str(loading.DATA / "declaration_types_import.csv"), stdout=out)
    header = "icb_code,meaning,screen_form_code,note"

    told = load("load_declaration_types", tmp_path, header, "Y,Small parcels,ASD,air only", "Z,New type,-,BP allowed")

    assert out.getvalue() == "Declaration types: 0 added, 0 changed, 20 as they were.\n"
    assert told == ["Declaration types: 1 added, 1 changed, 0 as they were."]
    assert DeclarationType.objects.get(code="Z").allows_release_before_permit
    assert not DeclarationType.objects.get(code="Y").allows_release_before_permit


def test_an_office_is_added_or_corrected_and_the_others_stay(tmp_path):
    lines = (loading.DATA / "customs_offices.csv").read_text("utf-8-sig").splitlines()

    told = load(
        *("load_offices", tmp_path, lines[0]),
        *("1A,Tokyo,1,TOKYO,1000,verified", "9Z,Naha new,9,NAHA,,inferred"),
    )

    assert told == ["Customs offices: 1 added, 1 changed, 0 as they were."]
    assert CustomsOffice.objects.get(code="1A").name_en == "Tokyo"
    assert CustomsOffice.objects.count() == 18


def test_a_bonded_area_that_begins_anew_ends_its_earlier_permission(tmp_path):
    told = load("load_bonded_areas", tmp_path, AREAS, "1AW01,New warehouse,1A,2027-04-01,")

    assert told == ["Bonded areas: 1 added, 0 changed, 0 as they were."]
    assert [area.name for area in BondedArea.objects.filter(code="1AW01").in_force(date(2027, 4, 1))] == [
        "New warehouse"
    ]
    assert BondedArea.objects.get(code="1AW01", valid_from=loading.SHIPPED_FROM).valid_to == date(2027, 3, 31)


@pytest.mark.parametrize(
    ("command", "lines", "fault"),
    [
        ("load_bonded_areas", (AREAS, "1AW01,x,9Q,2027-04-01,"), "row 2, office_code: 9Q is not a known office"),
        ("load_bonded_areas", (AREAS, "1AW01,x,1A,2027-04-01,2027-03-01"), "row 2, valid_to: 2027-03-01 is before"),
        ("load_bonded_areas", (AREAS, "1AW01,,1A,2027-04-01,"), "row 2, name: must have 1 to 100 characters, has 0"),
        ("load_bonded_areas", ("code,name", "1AW01,x"), "row 1, office_code: the column is missing"),
        ("load_bonded_areas", (AREAS,), "row 1: nothing follows the header"),
        ("load_declaration_types", ("icb_code,meaning,screen_form_code,note", "y,x,-,"), "row 2, icb_code:"),
    ],
)
def test_a_broken_file_of_places_changes_nothing(tmp_path, command, lines, fault):
    before = edition()

    with pytest.raises(CommandError) as refused:
        load(command, tmp_path, *lines)

    assert fault in str(refused.value)
    assert edition() == before


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(CommandError, match="nothing was changed"):
        call_command("load_offices", str(tmp_path / "nothing.csv"))
