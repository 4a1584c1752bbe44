"""The release ledger: tables counted from declarations, protected beside everything that is out, verified, attacked."""

import csv
import io
import json
from collections import defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone

from declarations.dataset.disclosure.tables import TOTAL, Tabulation
from declarations.dataset.errors import NotATable, NotReleasable
from declarations.dataset.generating.declaring import Plan
from declarations.dataset.generating.running import generate
from declarations.dataset.models import LedgerTable, Population
from declarations.dataset.releasing.dimensions import tabulation_of
from declarations.dataset.releasing.ledger import assault, figures_of, release
from declarations.models import GoodsItem
from declarations.tariff.office_hours import JAPAN

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def generated(world):
    return generate(Plan(count=700, seed=8, first=date(2024, 4, 1), last=date(2024, 5, 31)), at=timezone.now())


def by_chapter_and_country(*months):
    return Tabulation(measure="VALUE", axes=(("hs2",), ("country",)), where={"direction": ("IMPORT",), "month": months})


def released(name, tabulation):
    return release(tabulation, name=name, population=Population.GENERATED, by="demo-officer", at=timezone.now())


def told(*command, **options):
    out = StringIO()
    call_command(*command, stdout=out, **options)
    return out.getvalue()


def test_a_table_counts_what_firms_imported_in_the_month_of_the_permit(generated):
    expected, firms = defaultdict(int), defaultdict(set)
    current = GoodsItem.objects.filter(version__number=F("version__declaration__version"))
    for item in current.select_related("version__declaration__trader"):
        declaration = item.version.declaration
        if declaration.direction == "IMPORT" and declaration.released_at.astimezone(JAPAN).month == 4:
            for key in [(item.commodity_code[:2], item.origin), (item.commodity_code[:2], TOTAL), (TOTAL, TOTAL)]:
                expected[key] += item.customs_value
                firms[key].add(declaration.trader.code)
    figures = figures_of(released("april", by_chapter_and_country("2024-04")))

    assert {key: figure for key, figure in figures.items() if figure is not None and key[0] != TOTAL} != {}
    assert {key: figures[key] or amount for key, amount in expected.items()} == expected
    assert [key for key in expected if len(firms[key]) < 3 and figures[key] is not None] == []


def test_what_is_out_together_gives_nothing_away(generated):
    """April, May, both, and by office: each proves itself, and an attacker who has all of them finds nothing."""
    released("april", by_chapter_and_country("2024-04"))
    released("may", by_chapter_and_country("2024-05"))
    released("spring", by_chapter_and_country("2024-04", "2024-05"))
    released("offices", Tabulation(measure="VALUE", axes=(("office",), ("month",)), where={"direction": ("IMPORT",)}))
    found = assault()
    assert (found.tables, found.exact, found.close) == (4, 0, 0)
    assert found.hidden > 100
    assert told("attack_ledger").endswith("0 recovered, 0 too close.\n")
    assert told("verify_certificate").count(" 0 faults") == 4


def test_tables_that_went_round_the_ledger_give_one_another_away(generated):
    """The control: each released as if nothing else were out, since the others are set aside meanwhile."""
    months = {"april": ("2024-04",), "may": ("2024-05",), "spring": ("2024-04", "2024-05")}
    for name, its in months.items():
        released(name, by_chapter_and_country(*its))
        _set_aside(name)
    _bring_back()
    with pytest.raises(CommandError, match=r"[1-9]\d* recovered"):
        call_command("attack_ledger")


def _set_aside(name):
    _owner(f"UPDATE dataset_ledgertable SET population = 'DECLARED' WHERE name = '{name}'")


def _bring_back():
    _owner("UPDATE dataset_ledgertable SET population = 'GENERATED'")


def _owner(statement):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE dataset_ledgertable DISABLE TRIGGER USER")
        cursor.execute(statement)
        cursor.execute("ALTER TABLE dataset_ledgertable ENABLE TRIGGER USER")


def test_the_command_releases_once_and_writes_what_is_out(generated, tmp_path):
    spec, file = tmp_path / "may.json", tmp_path / "may.csv"
    spec.write_text(json.dumps({"measure": "ITEMS", "axes": [["hs2", "hs4"]], "where": {"month": ["2024-05"]}}))
    command = ("release_table", "may", str(spec), "--by", "demo-officer", "--generated")
    assert "cells; hidden:" in told(*command, "--csv", str(file))
    rows = list(csv.DictReader(io.StringIO(file.read_text())))
    table = LedgerTable.objects.get()
    assert {(row["hs2_hs4"],): int(row["items"]) if row["items"] else None for row in rows} == figures_of(table)
    assert {row["status"] for row in rows if not row["items"]} == {"c"}
    with pytest.raises(CommandError, match="may is out already"):
        call_command(*command)
    with pytest.raises(DatabaseError, match="only appended"), transaction.atomic():
        LedgerTable.objects.update(name="june")


def test_a_certificate_that_was_changed_is_found_out(generated, tmp_path):
    table = released("may", by_chapter_and_country("2024-05"))
    file = tmp_path / "certificate.json"
    file.write_bytes(bytes(table.certificate).replace(b'"percent":10', b'"percent":60'))
    with pytest.raises(CommandError, match=r"Does not prove what it says: certificate\.json"):
        call_command("verify_certificate", "--file", str(file), stdout=StringIO())
    file.write_bytes(b"{}")
    with pytest.raises(CommandError, match=r"Does not prove what it says"):
        call_command("verify_certificate", "--file", str(file), stdout=StringIO())
    with pytest.raises(CommandError, match="Not in the ledger: june"):
        call_command("verify_certificate", "june")


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"measure": "WEIGHT", "axes": [["hs2"]]}, "measure: one of VALUE, ITEMS."),
        ({"measure": "VALUE", "axes": []}, "axes: one to 3"),
        ({"measure": "VALUE", "axes": [["hs2"], ["hs2"]]}, "stands there twice"),
        ({"measure": "VALUE", "axes": [["importer"]]}, "importer: no dimension"),
        ({"measure": "VALUE", "axes": [["hs2"]], "where": {"month": []}}, "where month: one or more"),
        ({"measure": "VALUE"}, "missing required field `axes`"),
        (["VALUE"], "Expected `object`"),
    ],
)
def test_what_is_no_table_is_refused_with_all_that_is_wrong(said, fault):
    with pytest.raises(NotATable, match=fault):
        tabulation_of(said)


def test_an_empty_table_is_not_released(generated):
    with pytest.raises(NotReleasable, match="would be empty"):
        released("june", by_chapter_and_country("2024-06"))
    assert LedgerTable.objects.count() == 0


def test_a_unit_price_is_told_only_where_its_value_and_its_quantity_both_are(generated, tmp_path):
    told = {"axes": (("hs9",), ("country",)), "where": {"direction": ("IMPORT",), "unit": ("KG",)}}
    values = figures_of(released("values", Tabulation(measure="VALUE", **told)))
    amounts = figures_of(released("quantities", Tabulation(measure="QUANTITY", **told)))
    call_command("unit_prices", "values", "quantities", "--csv", str(tmp_path / "prices.csv"), stdout=StringIO())
    with (tmp_path / "prices.csv").open(newline="") as file:
        heading, *rows = csv.reader(file)
    prices = {tuple(row[:2]): (row[2], row[3]) for row in rows}

    assert heading == ["hs9", "country", "yen_per_kg", "status"]
    assert prices == {
        key: ("", "c")
        if figure is None or amounts[key] is None
        else (str((Decimal(figure) / amounts[key]).quantize(Decimal("0.01"), ROUND_HALF_UP)), "")
        for key, figure in values.items()
    }
    assert {status for _, status in prices.values()} == {"", "c"}


def test_a_unit_price_is_of_the_same_goods_and_a_quantity_of_one_unit(generated, tmp_path):
    where = {"direction": ("IMPORT",), "unit": ("KG",)}
    released("values", Tabulation(measure="VALUE", axes=(("hs9",),), where=where))
    released("other", Tabulation(measure="QUANTITY", axes=(("hs2",),), where=where))
    for pair in (("values", "other"), ("other", "values"), ("values", "values")):
        with pytest.raises(CommandError, match="the same axes and the same where"):
            call_command("unit_prices", *pair, "--csv", str(tmp_path / "prices.csv"))
    assert not (tmp_path / "prices.csv").exists()
    with pytest.raises(NotATable, match="quantities are of one unit"):
        tabulation_of({"measure": "QUANTITY", "axes": [["hs9"]]})
