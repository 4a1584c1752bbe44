"""The whole import schedule of Japan: every cell is read, every line assessed. The counts are printed with -s."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import transaction

from declarations.tariff.duty import assess
from declarations.tariff.in_force import Tariff, edition, tariff
from declarations.tariff.models import Commodity, DutyRate
from declarations.tariff.notation import read
from declarations.tariff.rate_text import rate_of, text_of
from declarations.tariff.rates import NotComputable, Rate
from declarations.tariff.regimes import PREFERENCES, Regime
from declarations.tariff.schedule_file import RATE_COLUMNS
from declarations.tariff.search import search
from declarations.tariff.values import CommodityInForce, DutiableItem
from permits import requirements
from tests.declarations.tariff.schedules import WHOLE, needs_the_whole

pytestmark = needs_the_whole
FROM = date(2026, 7, 9)
ENOUGH = tuple((Decimal(1000), unit) for unit in ("KG", "L", "KL", "NO", "PR", "SM", "MT"))


@pytest.fixture(scope="module")
def cells() -> Counter[str]:
    """Every non-empty cell of the 27 columns, with how often it is printed."""
    with WHOLE.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return Counter(row[column] for row in rows for column in RATE_COLUMNS.values() if row[column].strip())


@pytest.fixture(scope="module")
def edition_of_all(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The edition in the database for this module alone: each test's transaction lies within this one."""
    with django_db_blocker.unblock(), transaction.atomic():
        if not Commodity.objects.exists():  # a test before these emptied the database
            call_command("load_reference", verbosity=0, stdout=io.StringIO())
        call_command("load_tariff", str(WHOLE), f"--valid-from={FROM}", stdout=io.StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def loaded(edition_of_all, db) -> None:
    """The whole schedule, in a transaction of the test's own."""


def test_every_cell_is_a_rate_or_a_reason_and_nearly_all_are_read_whole(cells):
    """Of 205,583 cells 203,574 give an amount; 1,956 name their rates and need a person; 53 are not read: 0.03 %."""
    counted: Counter[str] = Counter()
    for cell, times in cells.items():
        rate = read(cell).rate
        if isinstance(rate, NotComputable):
            counted["named, rates read" if rate.choices else "named, not read"] += times
            counted[rate.why.name] += times
        else:
            counted["computed"] += times
    print(dict(counted))

    assert counted == {
        **{"computed": 203_574, "named, rates read": 1_956, "named, not read": 53},
        **{"QUOTA": 707, "CONDITION": 595, "RANGE": 363, "MARK": 184, "NO_CONCESSION": 134, "FORMULA": 26},
    }
    assert counted["named, not read"] < cells.total() * 0.001


def test_every_rate_of_the_schedule_is_written_and_read_as_the_same(cells):
    rates = {rate for cell in cells if isinstance(rate := read(cell).rate, Rate)}
    choices = {
        choice.rate
        for cell in cells
        if isinstance(rate := read(cell).rate, NotComputable)
        for choice in rate.choices
        if choice.rate
    }

    for rate in rates | choices:
        assert rate_of(text_of(rate)) == rate
        assert rate.duty(1_000_000, ENOUGH) >= rate.lawful_duty(0, ENOUGH) * 0


def test_every_line_is_assessed_or_explained(loaded):
    """One goods item a line: without a preference, and with each one that its columns offer."""
    reference = tariff(edition()).as_at(FROM)
    counted: Counter[str] = Counter()
    for code9 in Commodity.objects.in_force(FROM).values_list("code9", flat=True):
        for goods in _goods(reference.commodity(code9)):
            (item,) = assess([goods], on=FROM).items
            asked = "preference" if goods.origin_certificate else "ordinary"
            assert bool(item.not_computable) is not bool(item.rate_reason)
            if item.not_computable:
                assert (item.duty_line, item.consumption_tax_line) == (0, 0)
            else:
                assert item.rate_regime in Regime.__members__
                assert item.consumption_tax_line > 0
            why = "tax not stated" if "usually binds such goods" in item.not_computable else "explained"
            counted[f"{asked}, {why if item.not_computable else 'computed'}"] += 1
    print(dict(counted))

    assert counted == {
        **{"ordinary, computed": 9_399, "ordinary, explained": 170, "ordinary, tax not stated": 77},
        **{"preference, computed": 182_679, "preference, explained": 1_720, "preference, tax not stated": 1_462},
    }


def _goods(commodity: CommodityInForce) -> Iterator[DutiableItem]:
    """A million yen of it, by every preference in force for the first party of each agreement."""
    columns = {regime for regime, _ in commodity.rates}
    asked = [("", "CN")] + [
        (certificate, preference.parties[0].origin if preference.parties else "KH")
        for certificate, preferences in PREFERENCES.items()
        for preference in preferences
        if preference.regime in columns
    ]
    for certificate, origin in asked:
        yield DutiableItem(
            number=1,
            commodity=commodity,
            customs_value=1_000_000,
            quantities=ENOUGH,
            origin=origin,
            origin_certificate=certificate,
        )


def test_loading_it_twice_changes_nothing(loaded):
    def state() -> tuple:
        return edition(), requirements.edition(), Commodity.objects.count(), DutyRate.objects.count()

    before = state()
    out = io.StringIO()
    call_command("load_tariff", str(WHOLE), f"--valid-from={FROM}", stdout=out)

    assert state() == before
    assert [line.split()[-1] for line in out.getvalue().splitlines()[1:6]] == ["0", "0", "0", "0", "9,654"]


def test_an_older_day_keeps_the_older_edition(loaded):
    before = tariff(edition()).as_at(date(2026, 7, 8))

    assert before.commodity("210310000").notation(Regime.WTO).text == "7.2%"
    assert before.commodity("210310000").notation(Regime.AU) is None
    assert tariff(edition()).as_at(FROM).commodity("210310000").notation(Regime.AU) is not None
    assert before.commodity("010121100") is None


def test_its_hints_bind_and_its_words_are_found(loaded):
    laws = requirements.in_force(requirements.edition())

    assert [law.code for law in laws.laws_binding("010121100", direction="IMPORT", origin="", on=FROM)] == ["AN", "PM"]
    assert search("競走馬以外の馬", on=FROM, limit=5) == []
    assert {found.code10[:4] for found in search("軽種馬", on=FROM, limit=3)} == {"0101"}
    assert {found.code10[:4] for found in search("horses", on=FROM, limit=5)} == {"0101"}


def test_a_process_reads_it_into_memory_with_five_queries(loaded, django_assert_num_queries):
    number = edition()
    with django_assert_num_queries(5):
        snapshot = Tariff(number)

    assert len(snapshot.commodities) == 9_646
